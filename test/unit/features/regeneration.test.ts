import assert from 'node:assert/strict';
import type { Range } from 'vscode-languageserver-types';
import type { ApiLibrary } from '../../../index/library.js';
import { checkDocument } from '../../../server/checks/check.js';
import { regenerate } from '../../../server/features/regeneration.js';
import { type GeneratedStep, requirementStates } from '../../../server/features/requirement-state.js';
import type { Generation, GenerationRequest } from '../../../server/pipeline/generation.js';
import { LineIndex } from '../../../server/syntax/line-index.js';
import { closeDocument, openDocument } from '../../../server/syntax/syntax-document.js';
import { NOTES } from '../../support/requirement-library.js';
import { libraryOf } from '../../support/snippets.js';

const SETTINGS = { engine: 'offline', repairRounds: 2, onInvalid: 'refuse' } as const;
const R = '// @requirement Ask, then remove.';
const ASK = { text: 'Ask first.', apis: ['Notes.ask'] };
const REMOVE = { text: 'Remove the note.', apis: ['Notes.remove'] };
const TELL = { text: 'Tell the user.', apis: ['Notes.tell'] };

describe('a subtask is generated anew', () => {
  let library: ApiLibrary;
  before(async () => {
    library = await libraryOf(NOTES);
  });

  /** The answer, where the pipeline makes this code and edit, and what the pipeline was asked for. */
  async function answerOf(
    script: string,
    steps: readonly GeneratedStep[],
    step: number,
    made?: { readonly newText: string; readonly code: string },
  ): Promise<{ refusal?: string; asked?: GenerationRequest }> {
    const document = openDocument('file:///a.js', script, 1);
    try {
      const checked = checkDocument(document, [library]);
      const generated = { requirement: 'Ask, then remove.', steps };
      const [state] = requirementStates(checked, document, [generated], [library]);
      assert.ok(state, 'the requirement is known');
      let asked: GenerationRequest | undefined;
      const none = { apis: [], steps: [], alternatives: [], diagnostics: [], engine: 'offline' } as const;
      const generate = async (request: GenerationRequest): Promise<Generation> => {
        asked = request;
        const { requirement } = request;
        const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
        const edit = made && { edit: { range: nowhere, newText: made.newText } };
        return { ...none, requirement, code: made?.code ?? '', ...edit };
      };
      const settings = { ...SETTINGS, stepComments: true };
      const { refusal } = await regenerate(checked, document, state, step, [library], settings, generate, {
        models: {},
      });
      return { ...(refusal === undefined ? {} : { refusal }), ...(asked && { asked }) };
    } finally {
      closeDocument(document);
    }
  }

  /** The text with `«…»` around what is replaced, or `«»` where code is put; or the refusal. */
  async function place(
    script: string,
    steps: readonly GeneratedStep[],
    step: number,
  ): Promise<{ text: string; comments?: boolean }> {
    const { asked, refusal } = await answerOf(script, steps, step);
    if (!asked?.file) return { text: refusal ?? 'nothing' };
    const { target } = asked.file;
    const range: Range =
      'after' in target
        ? { start: target.after, end: target.after }
        : 'body' in target
          ? target.body
          : target.replace;
    const lines = new LineIndex(script);
    const [start, end] = [lines.offset(range.start), lines.offset(range.end)];
    const text = `${script.slice(0, start)}«${script.slice(start, end)}»${script.slice(end)}`;
    return { text, comments: asked.settings.stepComments };
  }

  const places: Readonly<
    Record<string, readonly [marked: string, steps: readonly GeneratedStep[], step: number]>
  > = {
    'behind the code of the subtask before it': [
      `${R}\nconst { ok } = await Notes.ask('a');«»\nawait Notes.tell({ msg: 'b' });`,
      [ASK, REMOVE, TELL],
      1,
    ],
    'and not behind a call of that API further down': [
      `${R}\nconst { ok } = await Notes.ask('a');«»\nawait Notes.tell({ msg: 'b' });\nawait Notes.ask('c');`,
      [ASK, REMOVE, TELL],
      1,
    ],
    'and not behind a call of that API that stands before': [
      `${R}\nawait Notes.tell({ msg: 'mine' });\nawait Notes.ask('a');\nawait Notes.tell({ msg: 'b' });«»\nother();`,
      [ASK, TELL, REMOVE],
      2,
    ],
    'and not in a function further down': [
      `${R}\nawait Notes.ask('a');«»\n\nexport async function f() {\n  await Notes.ask('c');\n  await Notes.tell({ msg: 'd' });\n}`,
      [ASK, REMOVE],
      1,
    ],
    'behind the requirement if it is the first': [`${R}«»\nawait Notes.remove('a');`, [ASK, REMOVE], 0],
    'behind the requirement where nothing is left, whatever other functions do': [
      `${R}«»\n\nasync function f() {\n  await Notes.ask('c');\n  await Notes.remove('d');\n}`,
      [ASK, REMOVE],
      1,
    ],
    'behind its own comment': [
      `${R}\n\n// Ask first.\nawait Notes.ask('a');\n// Remove the note.«»\n\nother();`,
      [ASK, REMOVE],
      1,
    ],
    'behind its own comment, however long that is': [
      `${R}\n\n// ${'Remove the note. '.repeat(9)}Remove …«»\nother();`,
      [{ text: `${'Remove the note. '.repeat(9)}Remove more and more`, apis: ['Notes.remove'] }],
      0,
    ],
    'not behind the same comment elsewhere': [
      `${R}\nawait Notes.ask('a');«»\n\nfunction f() {\n  // Remove the note.\n}`,
      [ASK, REMOVE],
      1,
    ],
    'in the body of the documented function': [
      `/** @requirement Ask, then remove. */\nasync function f() {«»\n  other();\n}`,
      [ASK, REMOVE],
      0,
    ],
    'in an empty body': [`/** @requirement Ask, then remove. */\nasync function f() «{}»`, [ASK, REMOVE], 0],
    'in a guard, where the subtask before it is': [
      `${R}\nif (ok) {\n  await Notes.remove('a');«»\n}\nother();`,
      [REMOVE, TELL],
      1,
    ],
    'instead of its statement': [`${R}\n«await Notes.tell({ text: 'a' });»\nother();`, [TELL], 0],
    'instead of a call that nobody waits for': [`${R}\n«Notes.tell({ text: 'a' });»`, [TELL], 0],
    'instead of what a variable gets, since others use it': [
      `${R}\nconst { ok } = «await Notes.ask(1);»\nother(ok);`,
      [ASK],
      0,
    ],
    'instead of its statement in a case': [
      `switch (x) {\n  case 1:\n    ${R}\n    «Notes.tell({ text: 'a' });»\n    break;\n}`,
      [TELL],
      0,
    ],
    'instead of a listener that does nothing': [
      `${R}\n«Notes.on((key) => {}, 1);»`,
      [{ text: 'Listen.', apis: ['Notes.on'] }],
      0,
    ],
  };
  for (const [what, [marked, steps, step]] of Object.entries(places)) {
    it(what, async () => {
      assert.equal((await place(marked.replace(/[«»]/g, ''), steps, step)).text, marked);
    });
  }

  const refused: Readonly<Record<string, string>> = {
    'a condition': "if (await Notes.tell({ text: 'a' })) { mine(); }",
    'an array': "const all = [Notes.tell({ text: 'a' }), mine()];",
    'an object': "const all = { a: Notes.tell({ text: 'a' }), b: mine() };",
    'an arrow function': "const f = () => Notes.tell({ text: 'a' });\nf();",
    'another call': "mine(Notes.tell({ text: 'a' }));",
    'a chain': "Notes.tell({ text: 'a' }).then(mine);",
    'a variable that holds the promise': "const a = Notes.tell({ text: 'a' });\nmine(a);",
    'several variables': "const a = Notes.tell({ text: 'a' }), b = mine();",
    'a pattern that is part of more': "const a = mine() || Notes.tell({ text: 'a' });",
    'a loop without braces': "for (const it of all) Notes.tell({ text: 'a' });",
    'an if without braces': "if (mine()) Notes.tell({ text: 'a' });",
    'a returned value': "function f() { return Notes.tell({ text: 'a' }); }",
    'what ends a promise': "await new Promise((done) => { Notes.tell({ text: 'a' }); mine(done); });",
  };
  for (const [what, code] of Object.entries(refused)) {
    it(`not where the call is part of ${what}`, async () => {
      const { text } = await place(`async function run() {\n  ${R}\n  ${code}\n}`, [TELL], 0);
      assert.match(text, /^The call of Notes\.tell .* stands together with other code.*by hand/);
    });
  }

  it('not where a function in the call does something', async () => {
    const script = `${R}\nNotes.on((key) => {\n  mine(key);\n}, 1);`;
    const { text } = await place(script, [{ text: 'Listen.', apis: ['Notes.on'] }], 0);
    assert.match(text, /^The call of Notes\.on .*by hand/);
  });

  it('not as a function around it where a variable gets its value', async () => {
    const script = `${R}\nconst { ok } = await Notes.ask(1);\nmine(ok);`;
    const code = "await Notes.ask('a');";
    const refusal = async (newText: string) => (await answerOf(script, [ASK], 0, { newText, code })).refusal;
    assert.equal(await refusal(code), undefined);
    assert.equal(await refusal(`import x from 'x';\n${code}`), undefined);
    assert.match((await refusal(`(async () => {\n  ${code}\n})();`)) ?? '', /by hand/);
  });

  it('with its comment, unless that stands there', async () => {
    const missing = `${R}\n\n// Ask first.\nawait Notes.ask('a');`;
    assert.equal((await place(missing, [ASK, REMOVE], 1)).comments, true);
    assert.equal((await place(`${missing}\n// Remove the note.`, [ASK, REMOVE], 1)).comments, false);
    assert.equal((await place(`${R}\nawait Notes.tell({ text: 'a' });`, [TELL], 0)).comments, false);
  });
});
