import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { type CheckOptions, checkDocument } from '../../../server/checks/check.js';
import type { CheckedDocument } from '../../../server/checks/checked-document.js';
import { codeLenses } from '../../../server/features/code-lens.js';
import {
  arrivedOffers,
  type GeneratedRequirement,
  type GeneratedStep,
  type Offer,
  requirementStates,
} from '../../../server/features/requirement-state.js';
import { openDocument, type SyntaxDocument } from '../../../server/syntax/syntax-document.js';
import { NOTES } from '../../support/requirement-library.js';
import { libraryOf } from '../../support/snippets.js';

const R = '// @requirement Ask, then remove.';
const ASK: GeneratedStep = { text: 'Ask first.', apis: ['Notes.ask'] };
const REMOVE: GeneratedStep = { text: 'Remove the note.', apis: ['Notes.remove'] };
const SAVING: GeneratedStep = { text: 'Tell the user "Saving".', apis: ['Notes.tell'] };
const SAVED: GeneratedStep = { text: 'Tell the user "Saved".', apis: ['Notes.tell'] };

describe('what became of a requirement', () => {
  let library: ApiLibrary;
  before(async () => {
    library = await libraryOf(NOTES);
  });

  function open(script: string, options?: CheckOptions): [CheckedDocument, SyntaxDocument] {
    const document = openDocument('file:///a.js', script, 1);
    return [checkDocument(document, [library], options), document];
  }

  function lens(
    script: string,
    steps: readonly GeneratedStep[],
    requirement = 'Ask, then remove.',
    options?: CheckOptions,
  ) {
    const [checked, document] = open(script, options);
    const states = requirementStates(checked, document, [{ requirement, steps }], [library]);
    return codeLenses(checked, states)[0]?.command;
  }

  const titles: readonly [what: string, code: string, steps: readonly GeneratedStep[], title: string][] = [
    ['all is there', "Notes.ask('a');\nNotes.remove('b');", [ASK, REMOVE], '2/2 subtasks'],
    [
      'a call was removed',
      "Notes.ask('a');",
      [ASK, REMOVE],
      'drifted: Notes.remove is not called any more (1/2 subtasks)',
    ],
    [
      'a call elsewhere does not count',
      "Notes.ask('a');\n\nfunction f() { Notes.remove('b'); }",
      [ASK, REMOVE],
      'drifted: Notes.remove is not called any more (1/2 subtasks)',
    ],
    [
      'the library lost an API',
      "Notes.ask('a');",
      [ASK, { text: 'Old.', apis: ['Notes.old'] }],
      'drifted: the library has no Notes.old any more (1/2 subtasks)',
    ],
    [
      'two subtasks call the same API',
      "Notes.tell({ msg: 'Saving' });\nNotes.tell({ msg: 'Saved' });",
      [SAVING, SAVED],
      '2/2 subtasks',
    ],
  ];
  for (const [what, code, steps, title] of titles) {
    it(`${what}: ${title}`, () => assert.equal(lens(`${R}\n${code}\n`, steps)?.title, title));
  }

  it('tells subtasks with the same API apart by their words and comments, not by their order', () => {
    const drifted = (code: string) => {
      const command = lens(`${R}\n\n${code}\n`, [SAVING, SAVED]);
      assert.match(command?.title ?? '', /^drifted: .*1\/2 subtasks/);
      return command?.arguments?.[3];
    };
    assert.equal(drifted("Notes.tell({ msg: 'Saved' });"), 0);
    assert.equal(drifted("Notes.tell({ msg: 'Saving' });"), 1);
    assert.equal(drifted('// Tell the user "Saved".\nNotes.tell({ msg: text });'), 0);
    assert.equal(drifted('// Tell the user "Saving".\nNotes.tell({ msg: text });'), 1);
    // The call of the second does not fit.
    assert.equal(drifted("Notes.tell({ msg: 'Saving' });\nNotes.tell({ text: 'Saved' });"), 1);
  });

  it('has nothing to do for what stands, and for what only the user can decide', () => {
    assert.equal(lens(`${R}\nNotes.ask('a');`, [ASK])?.command, '');
    const reworded = lens(`${R.replace('then', 'and then')}\nNotes.ask('a');`, [ASK]);
    assert.match(reworded?.title ?? '', /^drifted: the requirement was reworded/);
    assert.equal(reworded?.command, '');
    assert.equal(lens(R, [ASK])?.command, 'epigen.regenerate');
  });

  it('knows a reworded requirement in Chinese by its characters', () => {
    const chinese = (comment: string) =>
      lens(`// @requirement ${comment}\n`, [REMOVE], '删除草稿并显示提示')?.title;
    assert.match(chinese('删除这个草稿，然后显示提示') ?? '', /reworded/);
    assert.equal(chinese('下载文件'), 'Generate code');
  });

  it('counts what a TypeScript server says as EpiGEN does', () => {
    const typescript = { checks: true, strictNullChecks: true, noImplicitAny: true, sees: () => true };
    const code = `${R}\nNotes.ask(1);`;
    const alone = lens(code, [ASK])?.title;
    assert.match(alone ?? '', /^drifted: .*\(0\/1 subtasks\)$/);
    assert.deepEqual(open(code, { typescript })[0].problems, []);
    assert.equal(lens(code, [ASK], undefined, { typescript })?.title, alone);
    const off = { severities: { 'type-mismatch': 'off' } } as const;
    assert.equal(lens(code, [ASK], undefined, off)?.title, '1/1 subtasks');
  });

  describe('code on its way has arrived', () => {
    const generated: GeneratedRequirement = { requirement: 'Ask, then remove.', steps: [ASK, REMOVE] };
    const arrived = (script: string, offer: Offer) => {
      const [checked, document] = open(script);
      return arrivedOffers(checked, document, [offer], [library]).length === 1;
    };

    it('when all its calls are there', () => {
      assert.equal(arrived(`${R}\nNotes.ask('a');\nNotes.remove('b');`, { generated }), true);
      assert.equal(arrived(`${R}\nNotes.ask('a');`, { generated }), false);
      assert.equal(arrived("Notes.ask('a');\nNotes.remove('b');", { generated }), false);
    });

    it('when the calls of its subtask are there, whatever became of the others', () => {
      assert.equal(arrived(`${R}\nNotes.remove('b');`, { generated, step: 1 }), true);
      assert.equal(arrived(`${R}\nNotes.remove('b');`, { generated, step: 0 }), false);
    });
  });
});
