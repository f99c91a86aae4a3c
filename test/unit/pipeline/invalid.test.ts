import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { checkText } from '../../../server/checks/check.js';
import type { Problem } from '../../../server/checks/problem.js';
import { marked, repaired, verdictOn } from '../../../server/pipeline/code/validate.js';
import { generated, libraryFrom } from '../../support/generated.js';
import { SHOP } from './shop.js';

/** The generator trusts the name of the parameter; only the checker reads what JSDoc says of its type. */
const TEXT = '/** @param {Date} orderId */\nasync function run(orderId) {<|>}\n';
const REQUIREMENT = 'Print the invoice of the order `orderId`.';

describe('calls that the checker rejects', () => {
  let library: ApiLibrary;
  before(async () => {
    library = await libraryFrom({ declarations: SHOP });
  });

  it('are refused, with the reason', async () => {
    const generation = await generated({ library, requirement: REQUIREMENT, text: TEXT });
    assert.equal(generation.edit, undefined);
    assert.equal(generation.code, '');
    assert.match(
      generation.refusal ?? '',
      /^the generated call of Shop\.printInvoice does not pass the check: /,
    );
  });

  it('are marked if the setting says so, and marked in the diagnostics', async () => {
    const generation = await generated({
      library,
      requirement: REQUIREMENT,
      text: TEXT,
      settings: { onInvalid: 'mark' },
    });
    const [comment, call] = generation.code.split('\n');
    assert.match(comment ?? '', /^\/\/ epigen: type-mismatch: \S/);
    assert.equal(call, 'await Shop.printInvoice(orderId);');
    const [problem] = generation.diagnostics;
    assert.deepEqual(
      [problem?.code, problem?.marked, problem?.range.start],
      ['type-mismatch', true, { line: 1, character: 'await Shop.printInvoice('.length }],
    );
    assert.match(
      generation.edited ?? '',
      /\n {2}\/\/ epigen: type-mismatch: .*\n {2}await Shop\.printInvoice\(orderId\);\n/,
    );
  });

  it('never stand in a file unmarked', async () => {
    for (const type of [
      'Date',
      'number',
      'boolean',
      'string[]',
      '{ id: string }',
      '() => void',
      '*',
      'string',
    ]) {
      const text = `/** @param {${type}} orderId */\nasync function run(orderId) {<|>}\n`;
      for (const requirement of [REQUIREMENT, 'Cancel the order and print the invoice.']) {
        const { edited = '' } = await generated({ library, requirement, text });
        const errors = checkText(edited, [library]).problems.filter((it) => it.severity === 'error');
        assert.deepEqual(errors, [], `${type}: ${edited}`);
      }
    }
  });
});

describe('a constant to fill in', () => {
  it('is not reported for what the documentation demands of its value', async () => {
    const net = await libraryFrom({
      declarations: `declare const Net: {
        /** Opens a page. @param url Absolute https address. */
        open(url: string): void;
      };`,
    });
    const filled = verdictOn("Net.open('');", "Net.open('');", { line: 0, indent: '' }, [net]);
    assert.deepEqual(
      filled.problems.map((it) => it.code),
      ['contract-format'],
    );
    const code = "const url = ''; // epigen: fill in: Absolute https address\nNet.open(url);";
    assert.deepEqual(verdictOn(code, code, { line: 0, indent: '' }, [net]).problems, []);
  });
});

describe('marks and repairs', () => {
  const problem = (line: number, from: number, to: number, more: Partial<Problem> = {}): Problem => ({
    code: 'type-mismatch',
    severity: 'error',
    message: 'expected string,\nfound number',
    range: { start: { line, character: from }, end: { line, character: to } },
    api: 'Shop.printInvoice',
    ...more,
  });

  it('marks above the line, at its indentation, and moves ranges along', () => {
    const { code, problems } = marked('if (a) {\n  b(1);\n  c(2);\n}', [problem(1, 4, 5), problem(2, 4, 5)]);
    assert.equal(
      code,
      'if (a) {\n  // epigen: type-mismatch: expected string, found number\n  b(1);\n  // epigen: type-mismatch: expected string, found number\n  c(2);\n}',
    );
    assert.deepEqual(
      problems.map((it) => [it.range.start.line, it.marked]),
      [
        [2, true],
        [4, true],
      ],
    );
  });

  it('leaves hints and warnings unmarked', () => {
    const hint = problem(0, 0, 1, { severity: 'hint', code: 'deprecated-api' });
    assert.deepEqual(marked('b(1);', [hint]), { code: 'b(1);', problems: [hint] });
  });

  it('applies the first certain fix of each error, from the end on', () => {
    const fix = (line: number, from: number, to: number, newText: string) => ({
      fixes: [
        {
          title: `Change to ${newText}`,
          certain: true as const,
          edits: [{ range: { start: { line, character: from }, end: { line, character: to } }, newText }],
        },
      ],
    });
    const code = 'a({ durration: 1, titel: 2 });';
    assert.equal(
      repaired(code, [
        problem(0, 4, 13, fix(0, 4, 13, 'duration')),
        problem(0, 18, 23, fix(0, 18, 23, 'title')),
      ]),
      'a({ duration: 1, title: 2 });',
    );
    assert.equal(repaired(code, [problem(0, 4, 13)]), undefined);
    assert.equal(
      repaired(code, [problem(0, 4, 13, { severity: 'hint', ...fix(0, 4, 13, 'duration') })]),
      undefined,
    );
  });
});
