import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { URI } from 'vscode-uri';
import type { ApiLibrary } from '../../../index/library.js';
import { wantedOf } from '../../../server/analysis/mentions.js';
import { subjectAt } from '../../../server/analysis/subject-at.js';
import { checkDocument } from '../../../server/checks/check.js';
import { definition } from '../../../server/features/definition.js';
import { documentLinks } from '../../../server/features/document-links.js';
import { inlayHints } from '../../../server/features/inlay-hints.js';
import { references } from '../../../server/features/references.js';
import { packed, semanticTokens } from '../../../server/features/semantic-tokens.js';
import { workspaceSymbols } from '../../../server/features/workspace-symbols.js';
import { openDocument, type SyntaxDocument } from '../../../server/syntax/syntax-document.js';
import { scriptFiles } from '../../../server/workspace-files.js';
import { SHOP } from '../../support/feature-library.js';
import { memoryLibrary } from '../../support/memory-library.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const WHOLE = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };

describe('places of APIs', () => {
  let folder: string;
  let library: ApiLibrary;
  before(async () => {
    // The declarations must lie where the library says.
    folder = temporaryFolder();
    writeFileSync(path.join(folder, 'shop.d.ts'), SHOP);
    const { readLibrary } = await import('../../../index/sources/read-library.js');
    const reading = await readLibrary(['shop.d.ts'], { cwd: folder, name: 'Shop', version: '1.0.0' });
    library = memoryLibrary(reading, async (text) =>
      text.includes('buy') ? [{ name: 'Shop.order', key: '', score: 1, library: 'Shop' }] : [],
    );
  });

  function open(script: string, name = 'a.js'): { document: SyntaxDocument; at: number } {
    const uri = URI.file(path.join(folder, name)).toString();
    return { document: openDocument(uri, script.replace('<|>', ''), 1), at: script.indexOf('<|>') };
  }

  /** The line that a definition leads to, and what stands there. */
  async function declared(script: string): Promise<string> {
    const { document, at } = open(script);
    const place = await definition(document, document.lines.position(at), [library], folder);
    if (!place) return 'nothing';
    const { start, end } = place.location.range;
    const line = place.text.split('\n')[start.line] ?? '';
    return `${line.trim()} [${line.slice(start.character, end.character)}]`;
  }

  const definitions: readonly [script: string, expected: string][] = [
    ['Shop.or<|>der({})', 'function order(options: { [order]'],
    ['Shop.order({ q<|>ty: 1 })', 'qty?: number; [qty]'],
    ['Shop.order({ ship: { li<|>ft: 1 } })', 'ship?: { floor: number; lift?: boolean }; [lift]'],
    ['Shop.order({ items: [{ s<|>ku: 1 }] })', 'items?: { sku: string; qty?: number }[]; [sku]'],
    ['Shop.order({ to: { ci<|>ty: 1 } })', 'interface Target { street: string; city?: string; } [city]'],
    [
      'Shop.pay({ curr<|>ency: "eur" })',
      "function pay(options: { order: Order; currency?: 'eur' | 'usd' }): void; [currency]",
    ],
    ['const o = await Shop.order({}); o.deliv<|>ery', 'delivery: number; [delivery]'],
    ['const { customer: { ma<|>il } } = await Shop.order({});', 'mail?: string; [mail]'],
    ['Shop.watch((o) => o.i<|>d)', 'id: string; [id]'],
    ['Sh<|>op', 'nothing'],
    ['const a<|> = 1', 'nothing'],
  ];
  for (const [script, expected] of definitions) {
    it(`definition at ${script}`, async () => assert.equal(await declared(script), expected));
  }

  it('nothing is declared where the source is not', async () => {
    const { document, at } = open('Shop.or<|>der({})');
    const elsewhere: ApiLibrary = {
      ...library,
      find: (name) => {
        const api = library.find(name);
        return api && { ...api, source: { ...api.source, file: '/nowhere/x.d.ts' } };
      },
    };
    assert.equal(await definition(document, document.lines.position(at), [elsewhere], folder), null);
  });

  /** `file:line:text` of all references. */
  async function mentioned(script: string): Promise<string[]> {
    const { document, at } = open(script);
    const subject = subjectAt(document, at, [library]);
    const wanted = subject && wantedOf(subject);
    assert.ok(wanted, 'something of the library');
    const found = await references(
      wanted,
      [library],
      [document],
      [...scriptFiles(folder), ...scriptFiles(folder)],
      new AbortController().signal,
    );
    return found.flatMap(({ locations, document: of }) =>
      locations.map(({ uri, range }) => {
        const text = of.text.slice(of.lines.offset(range.start), of.lines.offset(range.end));
        return `${path.basename(URI.parse(uri).fsPath)}:${range.start.line + 1}:${text}`;
      }),
    );
  }

  it('references are found in open documents and in the files of the folder', async () => {
    mkdirSync(path.join(folder, 'src/node_modules/x'), { recursive: true });
    writeFileSync(
      path.join(folder, 'src/b.js'),
      "const { order } = Shop;\norder({ sku: 'a', qty: 2 });\nfunction f(Shop) { Shop.order(); }\nother.order({ qty: 1 });\n",
    );
    writeFileSync(path.join(folder, 'src/node_modules/x/c.js'), 'Shop.order({});');
    // What is open counts as it is in the editor.
    writeFileSync(path.join(folder, 'a.js'), 'Shop.order({}); Shop.order({});');
    const script = "Shop.or<|>der({ qty: 1, ship: { qty: 1 } });\nconst o = Shop['order']({ sku: 'x' });\n";
    assert.deepEqual(await mentioned(script), [
      'a.js:1:order',
      "a.js:2:'order'",
      'b.js:1:order',
      'b.js:2:order',
    ]);
    assert.deepEqual(await mentioned(script.replace('<|>', '').replace('qty', 'q<|>ty')), [
      'a.js:1:qty',
      'b.js:2:qty',
    ]);
  });

  it('references follow no links, and end when nobody wants them', async () => {
    const script = 'Shop.or<|>der({});';
    const linked = path.join(folder, 'linked');
    mkdirSync(linked);
    writeFileSync(path.join(linked, 'one.js'), 'Shop.order({});');
    const before = await mentioned(script);
    symlinkSync(path.join(linked, 'one.js'), path.join(linked, 'two.js'));
    symlinkSync(folder, path.join(linked, 'around'), 'junction');
    assert.deepEqual(await mentioned(script), before);
    assert.ok(before.includes('one.js:1:order'));

    const { document, at } = open(script);
    const subject = subjectAt(document, at, [library]);
    const wanted = subject && wantedOf(subject);
    assert.ok(wanted);
    const stop = new AbortController();
    const looked: string[] = [];
    const files = function* () {
      for (const file of scriptFiles(folder)) {
        looked.push(file);
        stop.abort();
        yield file;
      }
    };
    assert.deepEqual(await references(wanted, [library], [], files(), stop.signal), []);
    assert.equal(looked.length, 1);
  });

  it('references of a result do not mix with those of another type', async () => {
    assert.deepEqual(
      await mentioned(
        'const o = await Shop.order({});\no.customer.na<|>me;\nShop.watch(({ customer: { name } }) => name);\nx.name;',
      ),
      ['a.js:2:name', 'a.js:3:name'],
    );
  });

  it('names of APIs in comments lead to the documentation, names in code to nothing', () => {
    const { document } = open('// Shop.order and Shop.nothing, {@link Shop.watch}.\nShop.order({});');
    const links = documentLinks(document, [library], folder);
    assert.equal(links.length, 2);
    assert.equal(links[0]?.target, 'https://docs.shop.example/order');
    assert.match(links[1]?.target ?? '', /shop\.d\.ts#L\d+$/);
    assert.deepEqual(links[0]?.range, { start: { line: 0, character: 3 }, end: { line: 0, character: 13 } });
  });

  it('symbols are found by abbreviation and by meaning', async () => {
    const found = async (query: string) =>
      (await workspaceSymbols(query, [{ library, base: folder }])).map((it) => it.name);
    assert.equal((await found('ord'))[0], 'Shop.order');
    assert.ok((await found('')).includes('Shop.pay'));
    assert.deepEqual(await found('buy something'), ['Shop.order']);
    assert.deepEqual(await found('zzz'), []);
    const [close] = await workspaceSymbols('close', [{ library, base: folder }]);
    assert.deepEqual(close?.tags, [1]);
  });

  const hints: readonly [script: string, expected: string][] = [
    ["Shop.order({ sku: 'a', timeout: 500 });", "500‹ ms›‹, qty: 1, speed: 'n'›"],
    ["Shop.order({ sku: 'a', qty: 2, speed: 'x', timeout: 60 * 1000 });", '1000‹ ms›'],
    ["Shop.order({ sku: 'a', qty: 2, speed: 'x', timeout: limitMs });", ''],
    ['Shop.order({ ...rest });', ''],
    ['other({ timeout: 500 });', ''],
  ];
  for (const [script, expected] of hints) {
    it(`hints in ${script}`, () => {
      const { document } = open(script);
      const found = inlayHints(document, WHOLE, [library]);
      const word = /\w*$/.exec(script.slice(0, found[0]?.position.character ?? 0))?.[0] ?? '';
      assert.equal(found.length === 0 ? '' : word + found.map((it) => `‹${it.label}›`).join(''), expected);
    });
  }

  it('tokens mark APIs, and deprecated ones', () => {
    const { document } = open("Shop.pay(1, 'eur'); Shop.close();\nother.close();");
    const tokens = semanticTokens(checkDocument(document, [library]));
    assert.deepEqual(packed(tokens), [0, 5, 3, 0, 1, 0, 20, 5, 0, 3]);
  });
});
