import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { completionContext } from '../../../server/analysis/completion-context.js';
import { closeDocument, openDocument } from '../../../server/syntax/syntax-document.js';
import { libraryOf } from '../../support/snippets.js';

const DECLARATIONS = `
declare namespace Corp {
  interface User { id: string; phone?: string }
  /** Sends. */
  function send(options: { body?: string; to: string; level?: 'low' | 'high'; secret?: boolean }): Promise<User>;
  interface Channel { open(name: string): void }
  /** A channel. */
  function channel(name: 'a' | 'b'): Channel;
}
`;

describe('what the libraries offer at the cursor', () => {
  let library: ApiLibrary;

  before(async () => {
    library = await libraryOf(DECLARATIONS);
  });

  /** `|` is the cursor; the answer is `what it replaces -> kind name, …`. */
  function offered(script: string): string {
    const at = script.indexOf('|');
    const text = script.replace('|', '');
    const document = openDocument('file:///a.js', text, 1);
    try {
      const found = completionContext(document, document.lines.position(at), [library]);
      if (!found) return 'nothing';
      const start = document.lines.offset(found.range.start);
      const replaced = text.slice(start, document.lines.offset(found.range.end));
      return `${replaced} -> ${found.proposals.map((it) => `${it.kind} ${it.name}`).join(', ')}`;
    } finally {
      closeDocument(document);
    }
  }

  const cases: readonly (readonly [string, string])[] = [
    ['|', ' -> namespace Corp'],
    ['Co|', 'Co -> namespace Corp'],
    ['Corp.|', ' -> api send, api channel'],
    ['Corp.se|nd', 'send -> api send, api channel'],
    ['Corp\n  .|', ' -> api send, api channel'],
    ['Corp?.|', ' -> api send, api channel'],
    ['const x = Corp.|\nfoo();', ' -> api send, api channel'],
    ['Corp.send({ | })', ' -> option to, option body, option level, option secret'],
    ['Corp.send({ to: 1, bo| })', 'bo -> option body, option level, option secret'],
    ['Corp.send({ to: 1, | , level: "low" })', ' -> option body, option secret'],
    ['Corp.send({ level: | })', ` -> value 'low', value 'high', namespace Corp`],
    ['Corp.send({ level: "|" })', ' -> value low, value high'],
    ['Corp.send({ secret: | })', ' -> value true, value false, namespace Corp'],
    ['Corp.channel(|)', ` -> value 'a', value 'b', namespace Corp`],
    [`Corp.channel('|')`, ' -> value a, value b'],
    [`Corp.channel('a').|`, ' -> api open'],
    ['async () => { const u = await Corp.send({ to: "a" }); u.| }', ' -> property id, property phone'],
    ['Corp.send({ to: "a" }).then((u) => u.|)', ' -> property id, property phone'],
    // Not finished yet.
    ['Corp.send({ to: "a", |', ' -> option body, option level, option secret'],
    [
      'function f() {\n  Corp.send({ level: |\n}\nfunction g() {}',
      ` -> value 'low', value 'high', namespace Corp`,
    ],
    ['Corp.channel("|', ' -> value a, value b'],
    ['if (/[(]/.test(x)) { Corp.|', ' -> api send, api channel'],
    ['`${Corp.|', ' -> api send, api channel'],
    // No place for names of a library.
    ['// Corp.|', 'nothing'],
    ['/* Corp.| */', 'nothing'],
    ['"Corp.|"', 'nothing'],
    ['const |', 'nothing'],
    ['function f(Corp) { Corp.| }', 'nothing'],
    ['x = { a: 1, | }', 'nothing'],
    ['1.|', 'nothing'],
  ];
  for (const [script, expected] of cases) {
    it(`${script.split('\n').join(' ⏎ ')} : ${expected}`, () => assert.equal(offered(script), expected));
  }
});
