import assert from 'node:assert/strict';
import type { MarkupContent } from 'vscode-languageserver-types';
import type { ApiLibrary } from '../../../index/library.js';
import { hover } from '../../../server/features/hover.js';
import { closeDocument, openDocument } from '../../../server/syntax/syntax-document.js';
import { SHOP } from '../../support/feature-library.js';
import { libraryOf } from '../../support/snippets.js';

describe('hover', () => {
  let library: ApiLibrary;
  before(async () => {
    library = await libraryOf(SHOP);
  });

  /** The text at `<|>`, and what it is shown for; empty if nothing is shown. */
  function shown(script: string, markdown = true): { text: string; of: string } {
    const at = script.indexOf('<|>');
    const text = script.replace('<|>', '');
    const document = openDocument('file:///a.js', text, 1);
    try {
      const found = hover(document, document.lines.position(at), [library], { markdown, base: '/work' });
      const { range } = found ?? {};
      const of = range && text.slice(document.lines.offset(range.start), document.lines.offset(range.end));
      return { text: (found?.contents as MarkupContent)?.value ?? '', of: of ?? '' };
    } finally {
      closeDocument(document);
    }
  }

  const cases: readonly [what: string, script: string, ...expected: RegExp[]][] = [
    ['an API', 'Shop.or<|>der({})', /^```typescript\nShop\.order\(/, /Creates an order\./, /`options\.ship`/],
    ['the end of a name', 'Shop.order<|>({})', /Creates an order/],
    ['a deprecated API says so first', 'Shop.cl<|>ose()', /^\*\*Deprecated\.\*\* Use Shop\.watch instead/],
    ['the library itself', 'Sh<|>op.order({})', /namespace Shop/, /Lib 1\.0\.0/],
    [
      'an option',
      "Shop.order({ s<|>ku: 'a' })",
      /\(option\) sku: string/,
      /Article, at most 12 characters/,
      /\*\*Required\*\* · Length: at most 12 characters/,
      /`Shop\.order` `options\.sku` · .*\[lib\.d\.ts:\d+\]\(<file:\/\//,
    ],
    ['range and default', 'Shop.order({ qt<|>y: 1 })', /\*\*Optional\*\* · Range: 1 to 99/, /Default: `1`/],
    ['a unit', 'Shop.order({ time<|>out: 1 })', /Unit: milliseconds/],
    ['meanings', 'Shop.order({ spe<|>ed: x })', /- `n` — normal\n- `x` — express\n- `o` — overnight/],
    ['the value that is written', "Shop.order({ speed: '<|>x' })", /- \*\*`x` — express\*\*/],
    ['a key in quotes', 'Shop.order({ "sp<|>eed": "x" })', /\(option\) speed\?/],
    ['a short key', 'Shop.order({ sk<|>u })', /\(option\) sku: string/],
    [
      'a deprecated option',
      "Shop.order({ col<|>our: 'red' })",
      /^\*\*Deprecated\.\*\* Use speed\.\n/,
      /\(option\) colour\?/,
    ],
    ['a nested option', 'Shop.order({ ship: { flo<|>or: 1 } })', /floor: number/, /Floor, 0 is the ground/],
    ['what goes together', 'Shop.order({ ship: { li<|>ft: true } })', /Together with: `floor`/],
    [
      'an option of a list',
      'Shop.order({ items: [{ sk<|>u: 1 }] })',
      /Article of the item/,
      /`options\.items\.sku`/,
    ],
    [
      'an option of a named type',
      'Shop.order({ to: { ci<|>ty: "x" } })',
      /\(option\) city\?: string/,
      /City of the delivery/,
    ],
    [
      'an object lists what is in it',
      'Shop.order({ sh<|>ip: {} })',
      /\*\*Properties\*\*\n\n- `floor`: `number`/,
    ],
    ['an option of the second overload', 'Shop.pay({ curr<|>ency: "eur" })', /\(option\) currency\?/],
    ['while the call is unfinished', 'Shop.order({ qt<|>y: 1, ', /\(option\) qty/],
    [
      'a property of a result',
      'const o = await Shop.order({}); o.deliv<|>ery',
      /\(property\) Shop\.Order\.delivery: number/,
      /Unit: hours/,
      /from `Shop\.order\(\)\.delivery`/,
    ],
    ['a deprecated property', 'Shop.watch((o) => o.num<|>ber)', /^\*\*Deprecated\.\*\* Use id/],
    ['a nested property', 'const o = await Shop.order({}); o.customer.na<|>me', /Name on the invoice/],
    ['in a chain', 'Shop.order({}).then((o) => o.i<|>d)', /Number on the invoice/],
    ['destructured', 'const { i<|>d } = await Shop.order({});', /Number on the invoice/],
    ['destructured deeper', 'const { customer: { na<|>me } } = await Shop.order({});', /Name on the invoice/],
    [
      'a renamed variable',
      'const { id: a } = await Shop.order({}); f(a<|>);',
      /\(const\) a: string/,
      /Number on/,
    ],
    ['in a parameter', 'Shop.watch(({ i<|>d }) => {})', /Number on the invoice/],
    [
      'a variable',
      'const o = await Shop.order({}); f(o<|>);',
      /\(const\) o: Shop\.Order/,
      /as it was accepted/,
      /- `customer`/,
    ],
    [
      'a callback parameter',
      'Shop.watch((ord<|>er) => {})',
      /\(parameter\) order: Shop\.Order/,
      /`Shop\.watch` `callback`/,
    ],
    [
      'of an option',
      'Shop.order({ success(o<|>) {} })',
      /\(parameter\) o: Shop\.Order/,
      /`options\.success`/,
    ],
    ['a method of a class', 'new Shop.Cache(1).g<|>et("a")', /get\(id: string\)/],
  ];
  for (const [what, script, ...expected] of cases) {
    it(`${what}: ${script}`, () => {
      const { text } = shown(script);
      for (const it of expected) assert.match(text, it);
    });
  }

  for (const script of [
    'const Shop = {}; Shop.or<|>der({})',
    'x = { sk<|>u: 1 }',
    'other<|>()',
    '// Shop.or<|>der',
    'const n<|> = 1; Shop.pay(n, "eur")',
    'Shop.order({ unkn<|>own: 1 })',
  ])
    it(`nothing at ${script}`, () => assert.equal(shown(script).text, ''));

  it('is about the name alone', () => {
    assert.equal(shown("Shop.order({ s<|>ku: 'a' })").of, 'sku');
    assert.equal(shown('Shop.or<|>der({})').of, 'order');
  });

  it('is plain text for clients that show no Markdown', () => {
    const { text } = shown('Shop.order({ spe<|>ed: x })', false);
    assert.match(text, /^\(option\) speed\?: 'n' \| 'x' \| 'o'\n/);
    assert.match(text, /\nn: normal\nx: express\n/);
    assert.doesNotMatch(text, /\*\*|```/);
  });

  it('does not let documentation turn the reading direction, or bring HTML and commands', async () => {
    const evil = await libraryOf(
      'declare namespace E {\n  /** Runs \u202Etxt.exe\u202C <img src=x> [x](command:quit). */\n  function run(): void;\n}',
    );
    const document = openDocument('file:///a.js', 'E.run()', 1);
    const found = hover(document, { line: 0, character: 3 }, [evil], { markdown: true, base: '/' });
    assert.match((found?.contents as MarkupContent | undefined)?.value ?? '', /Runs txt\.exe x\./);
  });
});
