// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are snippets.
import assert from 'node:assert/strict';
import type { CompletionItem, CompletionList, MarkupContent } from 'vscode-languageserver-types';
import type { ApiLibrary } from '../../../index/library.js';
import { checkDocument } from '../../../server/checks/check.js';
import { completion } from '../../../server/features/completion.js';
import { type ItemData, itemDocumentation } from '../../../server/features/completion-resolve.js';
import { importEdits } from '../../../server/features/import-edits.js';
import { closeDocument, openDocument } from '../../../server/syntax/syntax-document.js';
import { SHOP } from '../../support/feature-library.js';
import { libraryOf } from '../../support/snippets.js';

const MAIL = `
/** A mail. */
export interface Receipt { id: string }
/** Sends a mail. */
export function sendMail(options: { to: string; body?: string }): Promise<Receipt>;
/** Lists the folders. */
export function listFolders(): string[];
`;

describe('completion', () => {
  let shop: ApiLibrary;
  let mail: ApiLibrary;
  before(async () => {
    const searching = (library: ApiLibrary): ApiLibrary => ({
      ...library,
      // Retrieval has tests of its own; here whatever says "order" or 订单 means one API.
      search: async (text) =>
        /order|订单/.test(text) && library.find('Shop.order')
          ? [{ name: 'Shop.order', key: 'order: Creates an order.', score: 0.8, library: library.name }]
          : /mail/.test(text) && library.find('sendMail')
            ? [{ name: 'sendMail', key: 'sendMail: Sends a mail.', score: 0.8, library: library.name }]
            : [],
    });
    shop = searching(await libraryOf(SHOP));
    mail = searching({ ...(await libraryOf(MAIL, 'module:@corp/mail')), name: 'Mail' });
  });

  async function listAt(script: string, snippets = true, resolves = true): Promise<CompletionList> {
    const at = script.indexOf('<|>');
    const document = openDocument('file:///a.js', script.replace('<|>', ''), 1);
    try {
      const style = { snippets, deprecatedTag: true, resolvesAdditionalEdits: resolves, itemDefaults: false };
      const checked = checkDocument(document, [shop, mail]);
      return await completion(checked, document, document.lines.position(at), [shop, mail], style);
    } finally {
      closeDocument(document);
    }
  }

  async function item(
    script: string,
    label: string,
    snippets = true,
    resolves = true,
  ): Promise<CompletionItem> {
    const { items } = await listAt(script, snippets, resolves);
    const found = items.find((it) => it.label === label);
    assert.ok(found, `no ${label} among ${items.map((it) => it.label).join(', ')}`);
    return found;
  }

  const inserted: readonly [script: string, label: string, text: string][] = [
    ['Shop.<|>', 'order', "order({ sku: '${1}' })$0"],
    ['Shop.<|>', 'watch', 'watch((order, again) => {$1})$0'],
    ['Shop.<|>', 'pay', "pay(${1:amount}, ${2|'eur','usd'|})$0"],
    ['Shop.<|>', 'close', 'close()$0'],
    ['Shop.<|>({})', 'order', 'order'],
    ['Shop.order({ <|> })', 'sku', "sku: '${1}'"],
    ['Shop.order({ <|> })', 'speed', "speed: ${1|'n','x','o'|}"],
    ['Shop.order({ <|> })', 'qty', 'qty: ${1:qty}'],
    ['Shop.order({ <|> })', 'ship', 'ship: { floor: ${1:floor} }'],
    ['Shop.order({ <|> })', 'items', 'items: [$1]'],
    ['Shop.order({ <|> })', 'success', 'success: order => {\n\t$0\n}'],
    ['Shop.order({ s<|>: 1 })', 'sku', 'sku'],
    ['Shop.order({ to: { <|> } })', 'street', "street: '${1}'"],
    ['Shop.watch(<|>)', '(order, again) => {}', '(order, again) => {\n\t$0\n}'],
    ['Shop.order(<|>)', '{ sku }', "{ sku: '${1}' }"],
    ['f("x"); Shop.order({ speed: <|> })', "'x'", '"x"'],
    ['Shop.order({ speed: "<|>" })', 'x', 'x'],
    ['send<|>', 'sendMail', "sendMail({ to: '${1}' })$0"],
    ["import { <|> } from '@corp/mail'", 'sendMail', 'sendMail'],
    ["import {\n  <|>\n} from '@corp/mail'", 'sendMail', 'sendMail'],
    ["import {\n  listFolders,\n  send<|>,\n} from '@corp/mail'", 'sendMail', 'sendMail'],
    ["export { <|> } from '@corp/mail'", 'sendMail', 'sendMail'],
    ["import { sendMail as post } from '@corp/mail'; pos<|>", 'post', "post({ to: '${1}' })$0"],
    ['notifyAboutOrder<|>', 'Shop.order', "Shop.order({ sku: '${1}' })$0"],
    ['// @requirement create an order<|>', 'Shop.order', 'Shop.order'],
    ['// 创建订单<|>', 'Shop.order', 'Shop.order'],
  ];
  for (const [script, label, text] of inserted) {
    it(`${script} + ${label} -> ${JSON.stringify(text)}`, async () => {
      const { textEdit } = await item(script, label);
      assert.equal(textEdit && 'newText' in textEdit && textEdit.newText, text);
    });
  }

  const labels: readonly [what: string, script: string, expected: string][] = [
    [
      'required first, then as documented',
      'Shop.order({ <|> })',
      'sku, qty, speed, timeout, ship, to, items, success, colour',
    ],
    [
      'used ones left out',
      "Shop.order({ sku: 'a', <|>, qty: 1 })",
      'speed, timeout, ship, to, items, success, colour',
    ],
    ['the overload that is meant', 'Shop.pay({ <|> })', 'order, currency'],
    ['unfinished', 'Shop.pay({ order, <|>', 'currency'],
    ['static members of a class', 'Shop.Cache.<|>', 'open'],
    ['members of an instance', 'new Shop.Cache(1).<|>', 'get'],
    ['properties of a result', 'const o = await Shop.order({}); o.<|>', 'id, delivery, customer, number'],
    ['in a callback', 'Shop.watch((o) => o.customer.<|>)', 'name, mail'],
    ['strings', "Shop.order({ speed: '<|>' })", 'n, x, o'],
    ['strings of an argument that comes later', "Shop.pay(1, '<|>')", 'eur, usd'],
    ['what is imported already left out', "import {\n  sendMail,\n  <|>\n} from '@corp/mail'", 'listFolders'],
    ['nothing in the exports of a file', 'const a = 1; export { <|> }', ''],
    ['nothing where an import is renamed', "import { sendMail as <|> } from '@corp/mail'", ''],
    ['names of modules', "import { sendMail } from '<|>'", '@corp/mail'],
    ['nothing in an unclosed string', 'const x = "Sho<|>', ''],
    ['nothing where a name is declared', 'const <|>', ''],
    [
      'variables that fit, the one with the name first',
      "const a = 'x', sku = 'y', n = 3; Shop.order({ sku: <|> })",
      'sku, a, Shop',
    ],
    [
      'results that fit',
      'const o = await Shop.order({}); const n = 1; Shop.pay({ order: <|> })',
      'o, { id, delivery, customer, number }, Shop',
    ],
    ['not what comes later', "Shop.order({ sku: <|> }); const b = 'x';", 'Shop'],
  ];
  for (const [what, script, expected] of labels) {
    it(`${what}: ${script}`, async () => {
      const { items } = await listAt(script);
      assert.equal(items.map((it) => it.label).join(', '), expected);
    });
  }

  it('says what is required, what is deprecated, and the module of an export', async () => {
    assert.equal((await item('Shop.order({ <|> })', 'sku')).detail, '(required) string');
    assert.deepEqual((await item('Shop.order({ <|> })', 'colour')).tags, [1]);
    assert.deepEqual((await item('send<|>', 'sendMail')).labelDetails, { description: '@corp/mail' });
  });

  it('has names alone for clients without snippets', async () => {
    for (const [script, label] of [
      ['Shop.<|>', 'order'],
      ['Shop.order({ <|> })', 'sku'],
      ['send<|>', 'sendMail'],
    ] as const) {
      const { textEdit, insertTextFormat } = await item(script, label, false);
      assert.equal(textEdit && 'newText' in textEdit && textEdit.newText, label);
      assert.equal(insertTextFormat, undefined);
    }
  });

  it('finds an API by its meaning whatever the editor filters by, and asks again with each letter', async () => {
    const { isIncomplete } = await listAt('orderNow<|>');
    assert.equal(isIncomplete, true);
    assert.equal((await item('orderNow<|>', 'Shop.order')).filterText, 'orderNow');
    assert.equal((await listAt('Shop.<|>')).isIncomplete, false);
  });

  it('imports what it names: at once, or when the client asks', async () => {
    const script = "import { listFolders } from '@corp/mail';\nsend<|>";
    const [edit] = (await item(script, 'sendMail', true, false)).additionalTextEdits ?? [];
    assert.equal(edit?.newText, ', sendMail');
    const late = await item(script, 'sendMail');
    assert.equal(late.additionalTextEdits, undefined);
    assert.equal((late.data as ItemData).import?.export, 'sendMail');
    const bare = openDocument('file:///a.js', 'send', 1);
    assert.deepEqual(
      importEdits(bare, { module: '@corp/mail', export: 'sendMail', local: 'sendMail' }).map(
        (it) => it.newText,
      ),
      ["import { sendMail } from '@corp/mail';\n\n"],
    );
    for (const head of [
      '#!/usr/bin/env node\n',
      "#!/usr/bin/env node\n'use strict';\n",
      '#!/usr/bin/env node\n// Words.\n',
    ]) {
      const tool = openDocument('file:///a.js', `${head}send`, 1);
      const [{ range, newText } = {}] = importEdits(tool, {
        module: '@corp/mail',
        export: 'sendMail',
        local: 'sendMail',
      });
      const at = tool.lines.offset(range?.start ?? { line: 0, character: 0 });
      const text = tool.text.slice(0, at) + newText + tool.text.slice(at);
      assert.equal(openDocument('file:///b.js', text, 1).hasErrors, false, text);
      assert.match(
        text,
        /^#!\/usr\/bin\/env node\n[\s\S]*import \{ sendMail \} from '@corp\/mail';\n\n[\s\S]*send$/,
      );
    }
  });

  it('documents items when they are resolved, and not before', async () => {
    const style = { markdown: true, base: '/work' };
    for (const [script, label, expected] of [
      ['Shop.<|>', 'order', /Creates an order/],
      ['Shop.order({ <|> })', 'qty', /Range: 1 to 99/],
      ['Shop.order({ ship: { <|> } })', 'floor', /0 is the ground/],
      ['Shop.order({ items: [{ <|> }] })', 'sku', /Article of the item/],
      ['Shop.order({ to: { <|> } })', 'city', /City of the delivery/],
      ['const o = await Shop.order({}); o.<|>', 'delivery', /\(property\) delivery[\s\S]*Unit: hours/],
      ['Shop.watch((o) => o.<|>)', 'id', /Number on the invoice/],
      ['send<|>', 'sendMail', /Sends a mail/],
    ] as const) {
      const found = await item(script, label);
      assert.equal(found.documentation, undefined);
      const resolved: MarkupContent | undefined = itemDocumentation(
        found.data as ItemData,
        [shop, mail],
        style,
      );
      assert.match(resolved?.value ?? '', expected);
    }
  });

  it('says the range of all edits once, where the client takes that', async () => {
    const document = openDocument('file:///a.js', 'Shop.', 1);
    const style = { snippets: true, deprecatedTag: true, resolvesAdditionalEdits: true, itemDefaults: true };
    const position = { line: 0, character: 5 };
    const list = await completion(checkDocument(document, [shop]), document, position, [shop], style);
    assert.deepEqual(list.itemDefaults, { editRange: { start: position, end: position } });
    const close = list.items.find((it) => it.label === 'close');
    assert.equal(close?.textEdit, undefined);
    assert.equal(close?.textEditText, 'close()$0');
  });

  it('has at most 100 items and 30 KB, the best first', async () => {
    const functions = Array.from(
      { length: 2000 },
      (_, at) =>
        `/** Does it. */ function ${at % 2 ? 'show' : 'hide'}Panel${at}(options: { title: string; width?: number; height?: number }): Promise<{ id: string; title: string }>;`,
    );
    const many = await libraryOf(
      `declare namespace Many {\n${functions.join('\n')}\nfunction superPanel(): void;\n}`,
    );
    const at = async (script: string) => {
      const document = openDocument('file:///a.js', script, 1);
      const style = {
        snippets: true,
        deprecatedTag: true,
        resolvesAdditionalEdits: true,
        itemDefaults: false,
      };
      const position = { line: 0, character: script.length };
      return completion(checkDocument(document, [many]), document, position, [many], style);
    };
    const list = await at('Many.sP');
    assert.ok(list.items.length <= 100 && list.items.length > 20);
    assert.ok(Buffer.byteLength(JSON.stringify(list)) < 30 * 1024);
    assert.equal(list.isIncomplete, true);
    assert.ok(list.items.every((it) => !it.label.startsWith('hide')));
    // What is abbreviated is found among 2,000.
    assert.deepEqual(
      (await at('Many.suP')).items.map((it) => it.label),
      ['superPanel'],
    );
  });
});
