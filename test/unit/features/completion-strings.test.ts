// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are code.
import assert from 'node:assert/strict';
import { type CompletionItem, InsertTextFormat } from 'vscode-languageserver-types';
import type { ApiLibrary } from '../../../index/library.js';
import { checkDocument } from '../../../server/checks/check.js';
import { completion } from '../../../server/features/completion.js';
import { closeDocument, openDocument } from '../../../server/syntax/syntax-document.js';
import { expandedSnippet } from '../../support/expanded-snippet.js';
import { libraryOf } from '../../support/snippets.js';

/** Values that mean something in quotes, in templates, in snippets or in the choices of snippets. */
const ODD = [
  "it's",
  'say "hi"',
  'both \' and "',
  'C:\\dir',
  '$1',
  '${a}',
  'a}b',
  'a|b',
  'a,b',
  '`tick`',
  'x\ny',
  '\\',
];

const LIBRARY = `
declare namespace Odd {
  /** Takes one. */
  function one(value: ${ODD.map((it) => JSON.stringify(it)).join(' | ')}): void;
  /** Takes an option. */
  function put(options: { value: ${ODD.map((it) => JSON.stringify(it)).join(' | ')} }): void;
  /** Takes keys. */
  function keys(options: { ${ODD.map((it) => `${JSON.stringify(it)}?: number`).join('; ')} }): void;
}
`;

describe('odd strings in completions', () => {
  let library: ApiLibrary;
  before(async () => {
    library = await libraryOf(LIBRARY);
  });

  async function itemsAt(script: string, snippets: boolean): Promise<CompletionItem[]> {
    const at = script.indexOf('<|>');
    const document = openDocument('file:///a.js', script.replace('<|>', ''), 1);
    try {
      const style = { snippets, deprecatedTag: true, resolvesAdditionalEdits: true, itemDefaults: false };
      const checked = checkDocument(document, [library]);
      const { items } = await completion(checked, document, document.lines.position(at), [library], style);
      return items;
    } finally {
      closeDocument(document);
    }
  }

  /** The first argument of the call that a script makes once an item was inserted at its mark. */
  function argument(script: string, { textEdit, insertTextFormat }: CompletionItem, choice = 0): unknown {
    assert.ok(textEdit && 'range' in textEdit);
    const isSnippet = insertTextFormat === InsertTextFormat.Snippet;
    const newText = isSnippet ? expandedSnippet(textEdit.newText, choice) : textEdit.newText;
    const text = script.replace('<|>', '');
    const { start, end } = textEdit.range;
    const code = text.slice(0, start.character) + newText + text.slice(end.character);
    let passed: unknown;
    const take = (value: unknown) => {
      passed = value;
    };
    new Function('Odd', 'f', code)({ one: take, put: take, keys: take }, () => {});
    return passed;
  }

  for (const snippets of [true, false]) {
    describe(snippets ? 'with snippets' : 'without snippets', () => {
      for (const script of [
        'Odd.one(<|>)',
        'f("a"); Odd.one(<|>)',
        "Odd.one('<|>')",
        'Odd.one("<|>")',
        'Odd.one(`<|>`)',
      ]) {
        it(`${script} means each of the values`, async () => {
          const items = (await itemsAt(script, snippets)).filter(({ kind }) => kind === 12 || kind === 20);
          assert.deepEqual(
            items.map((it) => argument(script, it)),
            ODD,
          );
        });
      }

      for (const quote of ["'", '"']) {
        it(`as keys, in a file with ${quote}`, async () => {
          const script = `f(${quote}a${quote}); Odd.keys({ <|> })`;
          const items = await itemsAt(snippets ? script : script.replace('<|>', '<|>: 1'), snippets);
          const found = items.map((it) =>
            argument(
              snippets ? script : script.replace('<|>', '<|>: 1'),
              snippets ? { ...it, textEdit: withValue(it) } : it,
            ),
          );
          assert.deepEqual(
            found.map((it) => Object.keys(it as object)[0]),
            ODD,
          );
        });
      }
    });
  }

  it('as choices of a snippet', async () => {
    const script = 'Odd.put({ <|> })';
    const [item] = await itemsAt(script, true);
    assert.ok(item);
    assert.deepEqual(
      ODD.map((_, at) => argument(script, item, at)),
      ODD.map((value) => ({ value })),
    );
  });
});

/** The edit of a key, with a number for the value that the user writes over. */
function withValue({ textEdit }: CompletionItem) {
  assert.ok(textEdit && 'range' in textEdit);
  return { ...textEdit, newText: textEdit.newText.replace(/\$\{1:.*\}$/s, '1') };
}
