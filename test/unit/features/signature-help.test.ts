import assert from 'node:assert/strict';
import type { MarkupContent } from 'vscode-languageserver-types';
import type { ApiLibrary } from '../../../index/library.js';
import { signatureHelp } from '../../../server/features/signature-help.js';
import { closeDocument, openDocument } from '../../../server/syntax/syntax-document.js';
import { SHOP } from '../../support/feature-library.js';
import { libraryOf } from '../../support/snippets.js';

describe('signature help', () => {
  let library: ApiLibrary;
  before(async () => {
    library = await libraryOf(SHOP);
  });

  /** The active signature as a client shows it, the active part in `«»`; the documentation of that part. */
  function shown(script: string, labelOffsets = true): { label: string; doc: string; of: number } {
    const at = script.indexOf('<|>');
    const document = openDocument('file:///a.js', script.replace('<|>', ''), 1);
    try {
      const style = { markdown: true, labelOffsets };
      const help = signatureHelp(document, document.lines.position(at), [library], style);
      const signature = help?.signatures[help.activeSignature ?? 0];
      if (!signature) return { label: 'nothing', doc: '', of: 0 };
      const parameter = signature.parameters?.[help.activeParameter ?? -1];
      const { label } = signature;
      const of = help.signatures.length;
      if (!parameter) return { label, doc: '', of };
      const span = parameter.label;
      const [start, end] =
        typeof span === 'string' ? [label.indexOf(span), label.indexOf(span) + span.length] : span;
      return {
        label: `${label.slice(0, start)}«${label.slice(start, end)}»${label.slice(end)}`,
        doc: (parameter.documentation as MarkupContent | undefined)?.value ?? '',
        of,
      };
    } finally {
      closeDocument(document);
    }
  }

  const cases: readonly [what: string, script: string, label: RegExp, doc?: RegExp][] = [
    [
      'the first parameter',
      'Shop.order(<|>)',
      /^Shop\.order\(«options: \{ sku: string;.*\}»\): Promise<Shop\.Order>$/,
      /The order/,
    ],
    [
      'the option that is written',
      "Shop.order({ sku: 'a', qty: <|> })",
      /sku: string; «qty\?: number»;/,
      /Range: 1 to 99/,
    ],
    ['on the key', 'Shop.order({ q<|>ty: 1 })', /«qty\?: number»/],
    ['between options it is the parameter', "Shop.order({ sku: 'a', <|> })", /^Shop\.order\(«options: /],
    [
      'a nested option',
      'Shop.order({ ship: { floor: <|> } })',
      /ship\?: \{ «floor: number»; lift\?: boolean \}/,
      /0 is the ground/,
    ],
    [
      'an option of a list',
      'Shop.order({ items: [{ qty: <|> }] })',
      /items\?: \{ sku: string; «qty\?: number» \}\[\]/,
    ],
    [
      'an option of a named type',
      'Shop.order({ to: { city: <|> } })',
      /to\?: \{ street: string; «city\?: string» \}/,
      /City of the delivery/,
    ],
    ['unfinished', 'Shop.order({ speed: <|>', /«speed\?: 'n' \| 'x' \| 'o'»/, /`x` — express/],
    ['unfinished in the middle', 'f(Shop.order({ qty: <|>\nconst x = 1;', /«qty\?: number»/],
    ['the second parameter', 'Shop.pay(1, <|>)', /pay\(amount: number, «currency: 'eur' \| 'usd'»\)/],
    ['the overload for an object', 'Shop.pay({ <|> })', /pay\(«options: \{ order: Shop\.Order; currency\?/],
    ['the overload for a number', 'Shop.pay(1<|>)', /pay\(«amount: number»,/],
    ['an overload by its keys', 'Shop.pay({ currency: <|> })', /«currency\?: 'eur' \| 'usd'»/],
    ['a callback', 'Shop.watch(<|>)', /watch\(«callback: \(order: Shop\.Order, again: boolean\) => void»\)/],
    ['a constructor', 'new Shop.Cache(<|>)', /new .*Cache\(«size: number»\)/],
    ['a static method', 'Shop.Cache.open(<|>)', /open\(«name: string»\)/],
    ['a method', 'const c = Shop.Cache.open("a"); c.get(<|>)', /get\(«id: string»\)/],
    ['the inner call', 'Shop.pay(Shop.order(<|>))', /^Shop\.order/],
    ['behind the last parameter', 'Shop.close(1, <|>)', /^Shop\.close\(\): void$/],
  ];
  for (const [what, script, label, doc] of cases) {
    it(`${what}: ${script.replace('\n', ' ⏎ ')}`, () => {
      const found = shown(script);
      assert.match(found.label, label);
      if (doc) assert.match(found.doc, doc);
      if (doc) assert.match(shown(script, false).label, label);
    });
  }

  for (const script of [
    'Shop.order<|>({})',
    'Shop.order({})<|>',
    'other(<|>)',
    'Shop.watch((order) => { <|> })',
    'const Shop = {}; Shop.order(<|>)',
  ])
    it(`nothing at ${script}`, () => assert.equal(shown(script).label, 'nothing'));

  it('lists all overloads', () => assert.equal(shown('Shop.pay(<|>)').of, 2));
});
