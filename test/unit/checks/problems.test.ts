import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { checkText } from '../../../server/checks/check.js';
import { errorLines } from '../../support/error-lines.js';
import { DECLARATIONS, MISUSES } from '../../support/misuses.js';
import { libraryOf } from '../../support/snippets.js';

describe('the checker', () => {
  let library: ApiLibrary;

  before(async () => {
    library = await libraryOf(DECLARATIONS);
  });

  /** Problems as `line:column code 'text'`; errors must stand on lines where TypeScript reports errors. */
  function problems(script: string): string[] {
    const { problems: found } = checkText(script, [library]);
    const referee = errorLines(DECLARATIONS, script);
    for (const { severity, range, message } of found) {
      if (severity !== 'hint')
        assert.ok(referee.includes(range.start.line), `TypeScript says nothing of: ${message}`);
    }
    const lines = script.split('\n');
    return found.map(({ code, range: { start, end } }) => {
      const last = start.line === end.line ? end.character : undefined;
      const text = lines[start.line]?.slice(start.character, last);
      return `${start.line + 1}:${start.character + 1} ${code} ${text}`;
    });
  }

  function finds(script: string, ...expected: string[]) {
    it(`${script.split('\n').join(' ⏎ ')} -> ${expected.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(problems(script), expected);
    });
  }

  for (const [group, cases] of Object.entries(MISUSES)) {
    describe(group, () => {
      for (const [script, ...expected] of cases) finds(script, ...expected);
    });
  }

  it('is silent about code that does not parse', () => {
    for (const script of ['Corp.send({ to: ', 'Corp.send(', 'Corp.', 'if (Corp.wait( {'])
      assert.deepEqual(checkText(script, [library]).problems, [], script);
  });

  it('reports what is sound in a text with an error elsewhere', () => {
    const { problems: found, hasSyntaxErrors } = checkText(`Corp.wait('1');\nfunction f( {`, [library]);
    assert.ok(hasSyntaxErrors);
    assert.deepEqual(
      found.map((it) => it.code),
      ['type-mismatch'],
    );
  });

  it('marks deprecated APIs as hints and names the replacement', () => {
    const [problem] = checkText(`Corp.post({ to: 'a' })`, [library]).problems;
    assert.equal(problem?.code, 'deprecated-api');
    assert.equal(problem?.severity, 'hint');
    assert.match(problem?.message ?? '', /Corp\.post is deprecated: Use send instead\./);
  });

  it('reads names in brackets too, which TypeScript looks at only with noImplicitAny', () => {
    const [problem] = checkText(`Corp['wiat'](1)`, [library]).problems;
    assert.equal(problem?.code, 'unknown-api');
    assert.equal(problem?.fixes?.[0]?.title, `Change to 'wait'`);
  });

  it('applies severities from the settings', () => {
    const severities = { 'type-mismatch': 'information', 'extra-argument': 'off' } as const;
    const { problems: found } = checkText(`Corp.wait('1'); Corp.hide(1)`, [library], { severities });
    assert.deepEqual(
      found.map((it) => `${it.code} ${it.severity}`),
      ['type-mismatch information'],
    );
  });

  it('counts columns in UTF-16 units and lines with CRLF', () => {
    const { problems: found } = checkText(`const s = '😀你好';\r\n/* 😀 */ Corp.wait('1')`, [library]);
    assert.deepEqual(found[0]?.range, { start: { line: 1, character: 19 }, end: { line: 1, character: 22 } });
  });

  describe('quick fixes', () => {
    const fixed = (script: string) => {
      const [problem] = checkText(script, [library]).problems;
      const [fix] = problem?.fixes ?? [];
      if (!fix) return undefined;
      const edits = [...fix.edits].sort((a, b) => b.range.start.character - a.range.start.character);
      return edits.reduce(
        (text, { range, newText }) =>
          text.slice(0, range.start.character) + newText + text.slice(range.end.character),
        script,
      );
    };
    const cases: readonly (readonly [string, string | undefined])[] = [
      [`Corp.sned({ to: 'a' })`, `Corp.send({ to: 'a' })`],
      [`Corp.send({ to: 'a', boddy: 'b' })`, `Corp.send({ to: 'a', body: 'b' })`],
      [
        `const boddy = 'b'; Corp.send({ to: 'a', boddy })`,
        `const boddy = 'b'; Corp.send({ to: 'a', body: boddy })`,
      ],
      [`Corp.send({ to: 'a', xyz: 'b' })`, `Corp.send({ to: 'a' })`],
      [`Corp.send({ xyz: 'b', to: 'a' })`, `Corp.send({ to: 'a' })`],
      [`Corp.send({ to: 'a', level: "hihg" })`, `Corp.send({ to: 'a', level: "high" })`],
      [`Corp.wait(1, 2)`, `Corp.wait(1)`],
      [`Corp.hide(2)`, `Corp.hide()`],
      [`async () => Corp.user().name`, `async () => (await Corp.user()).name`],
      [`Corp.user().name`, undefined],
      [`Corp.find('a').name`, `Corp.find('a')?.name`],
      [`Corp.Cache(1)`, `new Corp.Cache(1)`],
      [`Corp.post({ to: 'a' })`, `Corp.send({ to: 'a' })`],
      [`Corp.wait('1')`, `Corp.wait(1)`],
    ];
    for (const [script, expected] of cases) {
      it(`${script} -> ${expected}`, () => {
        assert.equal(fixed(script), expected);
        if (expected !== undefined) assert.deepEqual(checkText(expected, [library]).problems, []);
      });
    }
  });

  describe('modules', () => {
    it('follows imports and require to the library, under any name', async () => {
      const module = await libraryOf(
        `/** Sends. */ export declare function send(to: string): void;\n/** A box. */ export default function box(size: number): void;`,
        'module:@corp/box',
      );
      const codes = (script: string) =>
        checkText(script, [module]).problems.map((it) => `${it.code} ${it.api}`);
      assert.deepEqual(codes(`import box, { send as s } from '@corp/box';\nbox('1'); s(1)`), [
        'type-mismatch box',
        'type-mismatch send',
      ]);
      assert.deepEqual(codes(`import * as c from '@corp/box';\nc.send(1); c.sned(1)`), [
        'type-mismatch send',
        'unknown-api c.sned',
      ]);
      assert.deepEqual(codes(`const { send } = require('@corp/box');\nsend(1)`), ['type-mismatch send']);
      assert.deepEqual(codes(`import { sedn } from '@corp/box';`), ['unknown-api sedn']);
      assert.deepEqual(codes(`async () => { const { send } = await import('@corp/box'); send(1) }`), [
        'type-mismatch send',
      ]);
      assert.deepEqual(codes(`import { send } from './send.js';\nsend(1)`), []);
    });
  });
});
