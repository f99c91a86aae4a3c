import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { checkDocument } from '../../../server/checks/check.js';
import { requirementRegion } from '../../../server/features/requirement-region.js';
import { closeDocument, openDocument } from '../../../server/syntax/syntax-document.js';
import { NOTES } from '../../support/requirement-library.js';
import { libraryOf } from '../../support/snippets.js';

const R = '// @requirement Remove the note.';
const SUBTASKS = ['Ask first.', 'Remove the note of today.'];

/** `«…»` is the region, `‹…›` the body of the function that the comment documents. */
const REGIONS: Readonly<Record<string, string>> = {
  statements: `${R}«\nawait Notes.ask('a');\nawait Notes.remove('b');»`,
  'a documented function': `/** @requirement Remove. */\n«function f() ‹{ Notes.remove('b'); }›»\nNotes.ask('x');`,
  'a function below a tag comment': `${R}\n«function f() ‹{ Notes.remove('b'); }›»\nNotes.ask('x');`,
  'an exported function': `${R}\n«export async function f() ‹{ Notes.remove('b'); }›»\nNotes.ask('x');`,
  'an arrow constant': `/** @requirement Remove. */\n«const f = () => ‹{ Notes.remove('b'); }›;»\nNotes.ask('x');`,
  'an arrow function that is one expression': `/** @requirement Remove. */\n«const f = () => Notes.remove('b');»\nNotes.ask('x');`,
  'an arrow constant alone below a tag comment': `${R}\n«const f = () => ‹{ Notes.remove('b'); }›;»\n\nNotes.ask('x');`,
  'an arrow constant and a call that needs it': `${R}«\nconst f = () => {};\nNotes.on(f);»`,
  'a method': `class A {\n  ${R}\n  «go() ‹{ Notes.remove('b'); }›»\n  on() { Notes.ask('x'); }\n}`,
  'a field of a class': `class A {\n  ${R}\n  «go = () => ‹{ Notes.remove('b'); }›»;\n  on() { Notes.ask('x'); }\n}`,
  'a member of an object': `const a = {\n  ${R}\n  «go: () => ‹{ Notes.remove('b'); }›»,\n  on() { Notes.ask('x'); },\n};`,
  'a function that is assigned': `/** @requirement Remove. */\n«module.exports.f = function () ‹{ Notes.remove('b'); }›;»\nNotes.ask('x');`,
  'nothing at the end of a class body': `class A {\n  on() { Notes.ask('x'); }\n  ${R}«»\n}\nNotes.ask('x');`,
  'statements in a function': `function f() {\n  ${R}«\n  Notes.remove('b');»\n}\nNotes.ask('x');`,
  'a case of a switch': `switch (x) {\n  case 1:\n    ${R}«\n    Notes.remove('b');\n    break;»\n  case 2:\n    Notes.ask('x');\n}`,
  'nothing in an empty case': `switch (x) {\n  case 1:\n    ${R}«»\n  case 2:\n    Notes.ask('x');\n}`,
  'the default case': `switch (x) {\n  case 1:\n    Notes.ask('x');\n  default:\n    ${R}«\n    Notes.remove('b');»\n}\nNotes.ask('y');`,
  'up to the next requirement': `${R}«\nNotes.remove('b');»\n// @requirement Ask.\nNotes.ask('x');`,
  'up to a function': `${R}«\nNotes.remove('b');»\nfunction f() { Notes.ask('x'); }`,
  'up to a class': `${R}«\nNotes.remove('b');»\nclass A { on() { Notes.ask('x'); } }`,
  'up to an export': `${R}«\nNotes.remove('b');»\nexport const x = Notes.ask('x');`,
  'up to an arrow constant behind a blank line': `${R}«\nNotes.remove('b');»\n\nconst f = () => Notes.ask('x');`,
  'up to a callback behind a blank line': `${R}«\nNotes.remove('b');»\n\napp.get(() => { Notes.ask('x'); });`,
  'a callback below the comment of a subtask': `${R}«\n\n// ${SUBTASKS[0]}\nsetTimeout(() => Notes.ask('a'), 9);»\n\n// Others.\napp.get(() => { Notes.ask('x'); });`,
  'calls behind a blank line': `${R}«\nNotes.ask('a');\n\nNotes.remove('b');»`,
  'a listener behind a blank line': `${R}«\nNotes.ask('a');\n\nNotes.on((key) => Notes.remove(key));»`,
  'a function around it that is called at once': `${R}«\n\n(async () => {\n  await Notes.remove('b');\n})();»`,
  'a promise around it': `${R}«\n\nawait new Promise((done) => {\n  Notes.on(() => done(Notes.remove('b')));\n});»`,
  'the comment of a subtask whose code was removed': `${R}«\nNotes.ask('a');\n// ${SUBTASKS[1]}»\n\n/** Other. */\nfunction f() {}`,
  'that comment alone where a function follows': `${R}«\n\n// ${SUBTASKS[0]}»\nfunction f() { Notes.remove('b'); }`,
  'that comment alone where an arrow function follows': `${R}«\n\n// ${SUBTASKS[0]}»\n\nconst f = () => Notes.remove('b');`,
  'nothing before the end': `${R}«»\n`,
  'nothing before a function further down': `${R}«»\n\nfunction f() { Notes.remove('b'); }`,
};

describe('the code of a requirement is', () => {
  let library: ApiLibrary;
  before(async () => {
    library = await libraryOf(NOTES);
  });

  for (const [what, marked] of Object.entries(REGIONS)) {
    it(what, () => {
      const document = openDocument('file:///a.js', marked.replace(/[«»‹›]/g, ''), 1);
      try {
        const checked = checkDocument(document, [library]);
        const requirement = checked.requirements.find((it) => it.origin === 'tag');
        assert.ok(requirement);
        const { range, body } = requirementRegion(requirement, SUBTASKS, checked, document);
        const marks = [
          { at: range.start, mark: '«' },
          ...(body ? [{ at: body.start, mark: '‹' }] : []),
          ...(body ? [{ at: body.end, mark: '›' }] : []),
          { at: range.end, mark: '»' },
        ].map(({ at, mark }) => ({ at: document.lines.offset(at), mark }));
        // From the last on, so that the offsets before it hold.
        const text = marks.reduceRight(
          (now, { at, mark }) => now.slice(0, at) + mark + now.slice(at),
          document.text,
        );
        assert.equal(text, marked);
      } finally {
        closeDocument(document);
      }
    });
  }
});
