import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { checkText } from '../../../server/checks/check.js';
import { errorLines, libraryOf } from '../../support/snippets.js';

const DECLARATIONS = `
declare namespace Corp {
  interface User { id: string; name: string; phone?: string; boss: User | null; tags: string[] }
  type Level = 'low' | 'mid' | 'high';
  /** Sends a note. */
  function send(options: { to: string; body?: string; level?: Level; times?: number; copy?: string[] }): Promise<{ noteId: string }>;
  /** Waits. */
  function wait(ms: number): Promise<void>;
  /** The user. */
  function user(id?: string): Promise<User>;
  /** All users. */
  function users(): Promise<User[]>;
  /** The users at hand. */
  function nearby(): User[];
  /** A user that may be missing. */
  function find(id: string): User | undefined;
  /** Hides. */
  function hide(): void;
  /** Picks. */
  function pick(options: { title: string; onDone: (picked: { index: number }) => void }): void;
  /** Draws. */
  function draw(shape: { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number }): void;
  /** Writes a line. */
  function log(format: string, ...values: number[]): void;
  /** Marks. */
  function mark(at: { x: number; y: number } | { x: number; y: number }[] | undefined): void;
  /** Takes any object. */
  function keepAll(values: Record<string, unknown>, rest?: {}): void;
  /** Adds a timer. */
  function timer(ms: number): number;
  /** Adds a named timer. */
  function timer(name: string, ms: number): number;
  /** Keeps. */
  function keep<T>(key: string, value: T): T;
  /** Old. @deprecated Use send instead. */
  function post(options: { to: string; body?: string; level?: Level; times?: number; copy?: string[] }): Promise<{ noteId: string }>;
  interface Channel { open(name: string): void; close(): Promise<void>; readonly state: 'open' | 'closed' }
  /** A channel. */
  function channel(options: { url: string }): Channel;
  /** A cache. */
  class Cache { constructor(size: number); get(key: string): string | null; static shared(): Cache }
  namespace net { /** Pings. */ function ping(host: string): Promise<number>; }
}
`;

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

  describe('arguments', () => {
    finds(`Corp.wait()`, '1:6 missing-argument wait');
    finds(`Corp.wait(1, 2)`, '1:14 extra-argument 2');
    finds(`Corp.wait(1, 2, 3)`, '1:14 extra-argument 2, 3');
    finds(`Corp.wait('1')`, `1:11 type-mismatch '1'`);
    finds(`Corp.wait(-1)`);
    finds('Corp.wait(`1`)', '1:11 type-mismatch `1`');
    finds(`Corp.wait(null)`, '1:11 type-mismatch null');
    finds(`Corp.user(undefined)`);
    finds(`const all = [1]; Corp.wait(...all)`.replace('...all', 'all[0]'));
    finds(`Corp.hide('now')`, `1:11 extra-argument 'now'`);
    finds(`Corp.send('x')`, `1:11 type-mismatch 'x'`);
    finds(`Corp.keep('a', { b: 1 }).c`, '1:26 unknown-result-property c');
    finds(`new Corp.Cache('x')`, `1:16 type-mismatch 'x'`);
    finds(`Corp.net.ping()`, '1:10 missing-argument ping');
  });

  describe('rest parameters', () => {
    finds(`Corp.log('a')`);
    finds(`Corp.log('a', 1, 2, 3)`);
    finds(`Corp.log('a', 1, '2', 3)`, `1:18 type-mismatch '2'`);
  });

  describe('call, apply and bind', () => {
    finds(`Corp.wait.call(Corp, '1')`, `1:22 type-mismatch '1'`);
    finds(`Corp.wait.call(Corp)`, '1:11 missing-argument call');
    finds(`Corp.wait.apply(Corp, ['1'])`, `1:24 type-mismatch '1'`);
    finds(`Corp.user.apply(Corp, [undefined])`);
    finds(`Corp.send.call(Corp, { to: 'a', colour: true })`);
    finds(`Corp.send.call(Corp, { to: 'a', level: 'low', colour: true })`, '1:47 unknown-property colour');
    finds(`Corp.send.apply(Corp, [{ to: 'a', colour: 1 }])`, '1:35 unknown-property colour');
    finds(`const wait = Corp.wait.bind(Corp, 5); wait();`);
    finds(`const wait = Corp.wait.bind(Corp, 5); wait(6);`, '1:44 extra-argument 6');
    finds(`const wait = Corp.wait.bind(Corp); wait();`, '1:36 missing-argument wait');
    finds(`Corp.keep.call(Corp, 1, 2)`, '1:22 type-mismatch 1');
  });

  describe('alternatives', () => {
    finds(
      `Corp.send(Math.random() > 0.5 ? { to: 'a' } : { to: 'a', colour: 1 })`,
      '1:58 unknown-property colour',
    );
    finds(
      `Corp.send((Math.random() > 0.5 && { to: 1 }) || { to: 'a' })`,
      `1:11 type-mismatch (Math.random() > 0.5 && { to: 1 }) || { to: 'a' }`,
    );
    finds(`Corp.send([{ to: 'a', colour: 1 }][0])`, '1:23 unknown-property colour');
    finds(`const given = '' && 5; Corp.wait(given)`, '1:34 type-mismatch given');
    finds(
      `const to = /** @type {const} */ (['a']); Corp.send({ to: 'a', copy: to })`,
      '1:63 type-mismatch copy',
    );
  });

  describe('objects of other kinds', () => {
    finds(`Corp.pick({ title: 'a', onDone: { odd: 1 } })`, '1:35 type-mismatch odd');
    finds(`Corp.keepAll(() => 1)`, '1:14 type-mismatch () => 1');
    finds(`Corp.keepAll({}, { odd: 1 })`);
    finds(`Corp.mark({ x: 1, y: '2' })`, `1:11 type-mismatch { x: 1, y: '2' }`);
    finds(`Corp.mark([{ x: 1, y: 2 }, { x: 1, y: '2' }])`, '1:36 type-mismatch y');
    finds(`Corp.wait(Math.max(1, 2)); Corp.user(Math.max(1, 2))`, '1:38 type-mismatch Math.max(1, 2)');
    finds(`/** @param {null} id */ function f(id) { Corp.user(id); }`, '1:52 type-mismatch id');
  });

  describe('options objects', () => {
    finds(`Corp.send({})`, '1:11 missing-property {}');
    finds(`Corp.send({ to: 'a', boddy: 'b' })`, '1:22 unknown-property boddy');
    finds(`Corp.send({\n  to: 1,\n})`, '2:3 type-mismatch to');
    finds(`Corp.send({ to: 'a', level: 'hgih' })`, '1:22 invalid-literal level');
    finds(`Corp.send({ to: 'a', copy: ['b', 1] })`, '1:34 type-mismatch 1');
    finds(`Corp.send({ to: 'a', copy: 'b' })`, '1:22 type-mismatch copy');
    finds(`const to = 'a'; Corp.send({ to, times: to })`, '1:33 type-mismatch times');
    finds(`const rest = { to: 'a' }; Corp.send({ ...rest, times: 2 })`);
    finds(`function f(rest) { Corp.send({ ...rest }) }`);
    finds(`function f(key) { Corp.send({ to: 'a', [key]: 2 }) }`);
    finds(`const o = { to: 'a', times: '2' }; Corp.send(o)`, '1:46 type-mismatch o');
    finds(`const o = { body: 'a' }; Corp.send(o)`, '1:36 missing-property o');
    finds(`Corp.send({ 'to': 'a', "boddy": 'b' })`, '1:24 unknown-property "boddy"');
  });

  describe('unions', () => {
    finds(`Corp.draw({ kind: 'circle', radius: 1 })`);
    finds(`Corp.draw({ kind: 'box', width: 1 })`, `1:11 missing-property { kind: 'box', width: 1 }`);
    finds(`Corp.draw({ kind: 'circle', width: 1 })`, '1:29 unknown-property width');
    finds(`Corp.draw({ kind: 'line', radius: 1 })`, '1:13 invalid-literal kind');
  });

  describe('overloads', () => {
    finds(`Corp.timer(1); Corp.timer('a', 1)`);
    finds(`Corp.timer('a')`, `1:12 type-mismatch 'a'`);
    finds(`Corp.timer()`, '1:6 missing-argument timer');
    finds(`Corp.timer(1, 2, 3)`, '1:18 extra-argument 3');
  });

  describe('names', () => {
    finds(`Corp.sned({ to: 'a' })`, '1:6 unknown-api sned');
    finds(`Corp.net.pong('a')`, '1:10 unknown-api pong');
    finds(`globalThis.Corp.hide(1)`.replace('globalThis.', ''), '1:11 extra-argument 1');
    finds(`function f(Corp) { Corp.sned() }`);
    finds(`Corp.net()`, '1:6 not-callable net');
    finds(`Corp.Cache(1)`, '1:6 not-callable Cache');
    finds(`Corp.channel({ url: 'x' }).opne('a')`, '1:28 unknown-api opne');
    finds(`const c = Corp.channel({ url: 'x' });\nc.open(1)`, '2:8 type-mismatch 1');
    finds(`Corp.Cache.shared().get(1)`, '1:25 type-mismatch 1');
  });

  describe('results', () => {
    finds(`async function f() { const u = await Corp.user(); u.nmae }`, '1:53 unknown-result-property nmae');
    finds(`Corp.user().then((u) => u.nmae)`, '1:27 unknown-result-property nmae');
    finds(`async function f() { const { nmae } = await Corp.user(); }`.replace('nmae', 'name'));
    finds(`const u = Corp.user();\nu.name`, '2:3 unawaited-result name');
    finds(`Corp.wait(Corp.net.ping('a'))`, `1:11 unawaited-result Corp.net.ping('a')`);
    finds(`Corp.nearby().map((u) => u.nmae)`, '1:28 unknown-result-property nmae');
    finds(`for (const u of Corp.nearby()) u.nmae`, '1:34 unknown-result-property nmae');
    finds(`Corp.pick({ title: 'a', onDone: ({ index }) => Corp.wait(index) })`);
    finds(`Corp.pick({ title: 'a', onDone(picked) { picked.idnex } })`, '1:49 unknown-result-property idnex');
    finds(
      `async function f() { const all = await Promise.all([Corp.user(), Corp.users()]); all[0].nmae }`,
      '1:89 unknown-result-property nmae',
    );
    finds(`/** @param {Corp.User} u */\nfunction f(u) { u.nmae }`, '2:19 unknown-result-property nmae');
    finds(`Corp.hide().then`, '1:13 unknown-result-property then');
  });

  describe('what may be undefined', () => {
    finds(`Corp.find('a').name`, `1:1 possibly-undefined Corp.find('a')`);
    finds(`Corp.find('a')?.name`);
    finds(`const u = Corp.find('a'); if (u) u.name`);
    finds(
      `function f() { const u = Corp.find('a'); if (!u) return; u.nmae }`,
      '1:60 unknown-result-property nmae',
    );
    finds(`const u = Corp.find('a'); const n = u && u.name`);
    finds(`const u = Corp.find('a');\nu.name`, '2:1 possibly-undefined u');
    finds(`function f(u = Corp.find('a') ?? null) {}`);
    finds(
      `async function f() { const u = await Corp.user(); Corp.send({ to: u.phone }) }`,
      '1:63 possibly-undefined to',
    );
    finds(`async function f() { const u = await Corp.user(); if (u.phone) Corp.send({ to: u.phone }) }`);
    finds(`async function f() { const u = await Corp.user(); Corp.send({ to: u.phone ?? u.name }) }`);
  });

  describe('silence where nothing is certain', () => {
    finds(`let to; to = 'a'; Corp.send({ to })`);
    finds(`function f(o) { Corp.send(o); Corp.wait(o.a.b) }`);
    finds(`const o = {}; o.to = 'a'; Corp.send(o)`);
    finds(`const o = JSON.parse('{}'); Corp.send(o)`);
    finds(`Corp.send(Object.assign({}, { to: 'a' }))`);
    finds(`class A { run() { return Corp.wait(this.ms) } }`.replace('this.ms', '1'));
    finds(`Other.send(1)`.replace('Other.send(1)', 'console.log(1)'));
  });

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
    assert.equal(problem?.fixes, undefined);
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
      [`Corp.user().name`, `(await Corp.user()).name`],
      [`Corp.find('a').name`, `Corp.find('a')?.name`],
      [`Corp.Cache(1)`, `new Corp.Cache(1)`],
      [`Corp.post({ to: 'a' })`, `Corp.send({ to: 'a' })`],
      [`Corp.wait('1')`, undefined],
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
