import assert from 'node:assert/strict';
import type { CodeAction, Range } from 'vscode-languageserver-types';
import type { Requirement } from '../../server/analysis/requirement.js';
import type { CheckedDocument } from '../../server/checks/checked-document.js';
import type { Fix, Problem } from '../../server/checks/problem.js';
import { codeActions, isWanted } from '../../server/features/code-actions.js';
import { requirementItem, withCode } from '../../server/features/requirement-completion.js';
import type { Generation } from '../../server/pipeline/generation.js';
import { LineIndex } from '../../server/syntax/line-index.js';
import { openDocument, type SyntaxDocument } from '../../server/syntax/syntax-document.js';

const RESOLVES = { literals: true, resolvesEdit: true, snippets: false };

describe('code actions are chosen from the facts', () => {
  it('fixes come first, then generation, then the rest', () => {
    const document = facts('x\n', {
      requirements: [requirement(range(0, 0, 0, 1), 'tag')],
      problems: [problem(range(0, 0, 0, 1))],
    });
    const actions = codeActions(
      document,
      sourceOf(document),
      range(0, 0, 0, 0),
      { diagnostics: [] },
      RESOLVES,
    ) as CodeAction[];
    assert.deepEqual(
      actions.map(({ kind }) => kind),
      ['quickfix', 'refactor.rewrite.epigen.generate', 'source.fixAll.epigen', 'quickfix', 'quickfix'],
    );
    assert.equal(actions[0]?.isPreferred, true);
    assert.equal(actions[0]?.diagnostics?.[0]?.source, 'epigen');
    assert.deepEqual(
      actions.slice(-2).map(({ title, isPreferred }) => [title, isPreferred]),
      [
        ['Disable unknown-property for this line', undefined],
        ['Disable unknown-property for the whole file', undefined],
      ],
    );
  });

  it('a fix of text that another fix has changed is left for the next time', () => {
    const twice = [problem(range(0, 0, 0, 4)), problem(range(0, 2, 0, 6)), problem(range(1, 0, 1, 2))];
    const document = facts('abcdefg\nxyz\n', { problems: twice });
    const [action] = codeActions(
      document,
      sourceOf(document),
      range(0, 0, 0, 0),
      { diagnostics: [], only: ['source'] },
      RESOLVES,
    );
    const change = (action as CodeAction).edit?.documentChanges?.[0];
    assert.ok(change && 'edits' in change);
    assert.deepEqual(
      change.edits.map((edit) => 'range' in edit && edit.range.start),
      [
        { line: 0, character: 0 },
        { line: 1, character: 0 },
      ],
    );
  });

  it('a problem can be disabled only where fixes are asked for, once for each line', () => {
    const document = facts('abcdefg\n', {
      problems: [problem(range(0, 0, 0, 4)), problem(range(0, 4, 0, 6))],
    });
    const titles = (only: string[]) =>
      (
        codeActions(
          document,
          sourceOf(document),
          range(0, 4, 0, 4),
          { diagnostics: [], only },
          RESOLVES,
        ) as CodeAction[]
      )
        .filter((it) => it.title.startsWith('Disable'))
        .map((it) => [it.title, it.diagnostics?.length]);
    assert.deepEqual(titles(['quickfix']), [
      ['Disable unknown-property for this line', 2],
      ['Disable unknown-property for the whole file', 2],
    ]);
    assert.deepEqual(titles(['source.fixAll']), []);
    assert.deepEqual(titles(['refactor']), []);
  });

  it('fixing everything leaves to people what is not certain, and so does what is preferred', () => {
    const where = range(0, 0, 0, 1);
    const proposal: Fix = { title: 'Change it', edits: [{ range: where, newText: 'y' }] };
    const document = facts('abc\n', { problems: [{ ...problem(where), fixes: [proposal] }] });
    const actions = codeActions(
      document,
      sourceOf(document),
      range(0, 0, 0, 0),
      { diagnostics: [] },
      RESOLVES,
    ) as CodeAction[];
    assert.deepEqual(
      actions.map((it) => it.title),
      ['Change it', 'Disable unknown-property for this line', 'Disable unknown-property for the whole file'],
    );
    assert.equal(actions[0]?.isPreferred, undefined);
  });

  it('placeholders are tab stops for clients that take snippets, and plain text in what fixes everything', () => {
    const where = range(0, 0, 0, 1);
    const edit = { range: where, newText: "'a'", snippet: `\${1:'a'}` };
    const fix: Fix = { title: 'Add it', certain: true, edits: [edit] };
    const document = facts('abc\n', { problems: [{ ...problem(where), fixes: [fix] }] });
    const edits = (snippets: boolean, only: string) => {
      const style = { ...RESOLVES, snippets };
      const [action] = codeActions(
        document,
        sourceOf(document),
        where,
        { diagnostics: [], only: [only] },
        style,
      );
      const change = (action as CodeAction).edit?.documentChanges?.[0];
      return change && 'edits' in change ? change.edits : [];
    };
    const plain = [{ range: where, newText: "'a'" }];
    assert.deepEqual(edits(true, 'quickfix'), [
      { range: where, snippet: { kind: 'snippet', value: `\${1:'a'}` } },
    ]);
    assert.deepEqual(edits(false, 'quickfix'), plain);
    assert.deepEqual(edits(true, 'source'), plain);
  });

  it('an async that several repairs need is added once', () => {
    const repair = (line: number): Problem => ({
      ...problem(range(line, 0, line, 1)),
      fixes: [
        {
          title: 'Add await',
          certain: true,
          edits: [
            { range: range(0, 0, 0, 0), newText: 'async ' },
            { range: range(line, 0, line, 0), newText: 'await ' },
          ],
        },
      ],
    });
    const document = facts('function\nb\nc\n', { problems: [repair(1), repair(2)] });
    const [action] = codeActions(
      document,
      sourceOf(document),
      range(1, 0, 1, 0),
      { diagnostics: [], only: ['source'] },
      RESOLVES,
    );
    const change = (action as CodeAction).edit?.documentChanges?.[0];
    assert.ok(change && 'edits' in change);
    assert.deepEqual(
      change.edits.map((it) => 'newText' in it && it.newText),
      ['async ', 'await ', 'await '],
    );
  });

  it('fixing everything is not offered far from what can be fixed, unless asked for', () => {
    const document = facts('a\n\n\nb\n', { problems: [problem(range(0, 0, 0, 1))] });
    assert.deepEqual(
      codeActions(document, sourceOf(document), range(3, 0, 3, 0), { diagnostics: [] }, RESOLVES),
      [],
    );
    assert.equal(
      codeActions(
        document,
        sourceOf(document),
        range(3, 0, 3, 0),
        { diagnostics: [], only: ['source.fixAll'] },
        RESOLVES,
      ).length,
      1,
    );
  });

  it('a tagged comment counts before the function that it documents', () => {
    const body = range(1, 15, 2, 1);
    const document = facts('/** @requirement x */\nfunction f() {\n}\n', {
      requirements: [
        { ...requirement(range(0, 0, 0, 21), 'function'), body },
        { ...requirement(range(0, 0, 0, 21), 'tag'), body },
      ],
    });
    const actions = codeActions(
      document,
      sourceOf(document),
      range(2, 0, 2, 0),
      { diagnostics: [] },
      RESOLVES,
    ) as CodeAction[];
    assert.deepEqual(
      actions.map(({ kind }) => kind),
      ['refactor.rewrite.epigen.generate'],
    );
  });

  it('a kind is asked for by itself and by everything above it', () => {
    assert.equal(isWanted('refactor.rewrite.epigen.generate', ['refactor']), true);
    assert.equal(isWanted('refactor.rewrite.epigen.generate', ['refactor.rewrite.epigen.generate']), true);
    assert.equal(isWanted('refactor', ['refactor.rewrite']), false);
    assert.equal(isWanted('refactoring', ['refactor']), false);
    assert.equal(isWanted('quickfix', undefined), true);
    assert.equal(isWanted('quickfix', ['']), true);
  });
});

describe('the completion after a requirement comment', () => {
  const cases: readonly [what: string, text: string, edit: [Range, string], expected: string][] = [
    [
      'uses up the blank line below the comment',
      '  // @requirement x\n  <|>\nafter();\n',
      [range(0, 19, 0, 19), '\n  HX.a();'],
      '  // @requirement x\n  HX.a();\nafter();\n',
    ],
    [
      'uses it up too when the edit begins on that line',
      '// @requirement x\n<|>\nafter();\n',
      [range(1, 0, 1, 0), 'HX.a();\n'],
      '// @requirement x\nHX.a();\nafter();\n',
    ],
    [
      'removes what was typed',
      '// @requirement x\nHX<|>\n',
      [range(0, 17, 0, 17), '\nHX.a();'],
      '// @requirement x\nHX.a();\n',
    ],
    [
      'fills an empty body around the cursor',
      '/** @requirement x */\nfunction f() {\n  <|>\n}\n',
      [range(1, 13, 3, 1), '{\n  HX.a();\n}'],
      '/** @requirement x */\nfunction f() {\n  HX.a();\n}\n',
    ],
  ];
  for (const [what, marked, [editRange, newText], expected] of cases) {
    it(what, () => {
      const offset = marked.indexOf('<|>');
      const text = marked.replace('<|>', '');
      const before = text.slice(0, offset).split('\n');
      const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
      const isBody = text.includes('function');
      const commentEnd = text.indexOf('\n');
      const document = facts(text, {
        requirements: [
          { ...requirement(range(0, 0, 0, commentEnd), 'tag'), ...(isBody && { body: editRange }) },
        ],
      });
      const item = requirementItem(document, text.split('\n')[position.line] ?? '', position, true);
      assert.ok(item);
      const edit = { range: editRange, newText };
      const resolved = withCode(
        item,
        item.data,
        document,
        { apis: ['HX.a'], code: 'HX.a();' } as unknown as Generation,
        edit,
      );
      assert.ok(resolved.textEdit && 'range' in resolved.textEdit);
      const edits = [resolved.textEdit, ...(resolved.additionalTextEdits ?? [])];
      assert.equal(applied(text, edits), expected);
    });
  }

  it('is not offered where code stands on the line, or on another line', () => {
    const text = '// @requirement x\nfoo(  );\n\n';
    const document = facts(text, { requirements: [requirement(range(0, 0, 0, 17), 'tag')] });
    assert.equal(
      requirementItem(document, text.split('\n')[1] ?? '', { line: 1, character: 5 }, true),
      undefined,
    );
    assert.equal(
      requirementItem(document, text.split('\n')[2] ?? '', { line: 2, character: 0 }, true),
      undefined,
    );
  });

  it('is a command for a client that resolves no edits', () => {
    const text = '// @requirement x\n\n';
    const document = facts(text, { requirements: [requirement(range(0, 0, 0, 17), 'tag')] });
    const item = requirementItem(document, text.split('\n')[1] ?? '', { line: 1, character: 0 }, false);
    assert.deepEqual(item?.command?.arguments, ['file:///a.js', null, 0]);
    assert.equal(item?.data, undefined);
  });
});

function facts(text: string, more: Partial<CheckedDocument>): CheckedDocument {
  const none = {
    lines: new LineIndex(text),
    requirements: [],
    uses: [],
    problems: [],
    leftToTypeScript: [],
    hasSyntaxErrors: false,
  };
  return { uri: 'file:///a.js', version: 1, text, ...none, ...more };
}

function sourceOf({ uri, text, version }: CheckedDocument): SyntaxDocument {
  return openDocument(uri, text, version);
}

function requirement(where: Range, origin: Requirement['origin']): Requirement {
  return { text: 'x', range: where, origin };
}

function problem(where: Range): Problem {
  const fixes = [{ title: 'Change it', certain: true as const, edits: [{ range: where, newText: 'y' }] }];
  return { code: 'unknown-property', severity: 'error', message: 'no', range: where, api: 'HX.a', fixes };
}

function range(line: number, character: number, endLine: number, endCharacter: number): Range {
  return { start: { line, character }, end: { line: endLine, character: endCharacter } };
}

function applied(text: string, edits: readonly { range: Range; newText: string }[]): string {
  const starts = [0];
  for (const match of text.matchAll(/\n/g)) starts.push(match.index + 1);
  const offset = ({ line, character }: Range['start']) => (starts[line] ?? text.length) + character;
  const sorted = edits
    .map((edit, order) => ({
      from: offset(edit.range.start),
      to: offset(edit.range.end),
      text: edit.newText,
      order,
    }))
    .sort((a, b) => b.from - a.from || b.to - a.to || b.order - a.order);
  let result = text;
  let limit = text.length;
  for (const edit of sorted) {
    assert.ok(edit.to <= limit, 'edits do not overlap');
    limit = edit.from;
    result = result.slice(0, edit.from) + edit.text + result.slice(edit.to);
  }
  return result;
}
