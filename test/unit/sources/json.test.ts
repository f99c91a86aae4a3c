import assert from 'node:assert/strict';
import path from 'node:path';
import type { LibraryReading } from '../../../index/library-reading.js';
import { parseAccess } from '../../../index/sources/access.js';
import { readProse } from '../../../index/sources/json/prose.js';
import { parseTypeText } from '../../../index/sources/json/type-text.js';
import { readLibrary } from '../../../index/sources/read-library.js';
import { shapeText } from '../../../index/sources/records/shape-text.js';
import { names, REPOSITORY, readText, record, signatures, withFiles } from './fixture.js';

const FOLDER = path.join(REPOSITORY, 'test/w-library');

/** Parameters, keys and optionality of the callables, as far as both kinds of documentation can state them. */
function facts(reading: LibraryReading): unknown {
  return reading.apis
    .filter((api) => api.member === undefined)
    .map((api) => [
      api.name,
      api.signatures.map((signature) =>
        signature.parameters.map((parameter) => {
          const { type } = parameter;
          if (type.kind !== 'object' || type.properties.length === 0)
            return [parameter.name, parameter.optional ?? false];
          const keys = type.properties.map((it) => [
            it.name,
            it.optional ?? false,
            it.default?.replace(/\s/g, '') ?? '',
          ]);
          // A list of options that are all optional does not say whether the object itself may be left out.
          return [
            parameter.name,
            keys.every(([, optional]) => optional) || (parameter.optional ?? false),
            keys,
          ];
        }),
      ),
    ]);
}

describe('JSON documentation', () => {
  let declared: LibraryReading;
  before(async () => {
    declared = await readLibrary(['hx.d.ts'], { cwd: FOLDER });
  });

  for (const file of ['apis.json', 'apis.zh.json']) {
    it(`${file} agrees with the declarations on names, keys, optionality and defaults`, async () => {
      const reading = await readLibrary([file], { cwd: FOLDER });
      assert.deepEqual(reading.access, { kind: 'global', path: 'HX' });
      assert.deepEqual(names(reading, 'callables'), names(declared, 'callables'));
      assert.deepEqual(names(reading, 'members').sort(), names(declared, 'members').sort());
      assert.deepEqual(facts(reading), facts(declared));
      assert.equal(reading.unknownTypes, 0);
    });
  }

  it('gives the same keys as the declarations in English', async () => {
    const reading = await readLibrary(['apis.json'], { cwd: FOLDER });
    assert.deepEqual(
      reading.apis.filter((api) => !api.member).map((api) => api.key),
      declared.apis.filter((api) => !api.member).map((api) => api.key),
    );
  });

  it('keeps the documentation’s own wording, in Chinese too', async () => {
    const reading = await readLibrary(['apis.zh.json'], { cwd: FOLDER });
    const api = record(reading, 'HX.showToast');
    assert.equal(api.key, 'showToast: 弹出一条会自动消失的简短文字提示');
    assert.match(api.des, /^弹出一条会自动消失的简短文字提示。提示出现后/);
    assert.deepEqual(api.errors, [{ code: 'E_NOT_READY', when: '页面或应用尚未就绪' }]);
    assert.equal(api.category, '界面反馈');
    assert.equal(api.source.line, 3);
    assert.deepEqual(record(reading, 'HX.showTips').deprecated, {
      message: '自 2.0.0 起请改用 showToast，其 duration 的单位是毫秒。',
      replacement: 'HX.showToast',
    });
  });

  it('reads nested result types, so that handles have methods', async () => {
    const reading = await readLibrary(['apis.json'], { cwd: FOLDER });
    const put = record(reading, 'HX.openDatabase().begin().put');
    assert.deepEqual(put.member, { of: 'HX.openDatabase().begin()' });
    assert.deepEqual(signatures(reading, put.name), [
      '(store: string, record: { id: string; [key: string]: any }) => Promise<void>',
    ]);
  });

  it('merges with declarations: the typed signature wins, prose fills the gaps', async () => {
    await withFiles(
      {
        'lib.d.ts':
          'declare namespace K { function send(to: string, options?: { copy?: boolean }): Promise<number>; }',
        'lib.json': JSON.stringify([
          {
            name: 'send',
            category: 'Mail',
            api_des:
              'Sends a mail. Parameters: to (number, required): Address. options.copy (boolean, optional): Keeps a copy. Default: `false`. Returns: void. Errors: E_X - It broke.',
            api_exp: "K.send('a@b.c');",
          },
          {
            name: 'fetchAll',
            api_des: 'Fetches all. Parameters: none. Returns: string[].',
            api_exp: 'K.fetchAll();',
          },
        ]),
      },
      async (cwd) => {
        const reading = await readLibrary(['lib.d.ts', 'lib.json'], { cwd });
        assert.deepEqual(names(reading, 'callables'), ['K.send', 'K.fetchAll']);
        assert.deepEqual(signatures(reading, 'K.send'), [
          '(to: string, options?: { copy?: boolean }) => Promise<number>',
        ]);
        const send = record(reading, 'K.send');
        assert.equal(send.key, 'send: Sends a mail');
        assert.equal(send.exp, "K.send('a@b.c');");
        assert.equal(send.category, 'Mail');
        assert.deepEqual(send.errors, [{ code: 'E_X', when: 'It broke' }]);
        assert.equal(send.signatures[0]?.parameters[0]?.doc, 'Address.');
        const options = send.signatures[0]?.parameters[1]?.type;
        assert.ok(options?.kind === 'object');
        assert.equal(options.properties[0]?.default, 'false');
        assert.deepEqual(signatures(reading, 'K.fetchAll'), ['() => string[]']);
      },
    );
  });

  it('takes several languages: the first source speaks, the second does not repeat', async () => {
    const reading = await readLibrary(['apis.json', 'apis.zh.json'], { cwd: FOLDER });
    assert.equal(names(reading, 'callables').length, 97);
    assert.match(record(reading, 'HX.showToast').des, /^Shows/);
    assert.deepEqual(
      reading.sources.map((it) => it.records),
      [97, 97],
    );
  });

  it('finds names in the examples, reports what it skips, with lines', async () => {
    const reading = await readText(
      `[
  { "api_des": "Opens it.", "api_exp": "const x = K.open('a');" },
  { "name": "close", "api_des": "Closes it.", "api_exp": "K.close();" },
  { "name": "close", "api_des": "Closes it again.", "api_exp": "K.close();" },
  { "api_des": "Nobody knows." },
  "text"
]`,
      'lib.json',
    );
    assert.deepEqual(names(reading, 'callables'), ['K.open', 'K.close']);
    assert.deepEqual(
      reading.sources[0]?.skipped.map((it) => it.line),
      [4, 5, 6],
    );
    assert.match(reading.sources[0]?.skipped[0]?.why ?? '', /close is documented already in line 3/);
    // Nothing is said of the parameters, so nothing is known of the signature.
    assert.deepEqual(record(reading, 'K.open').signatures, []);
  });

  it('takes the list under "apis", names with prefix, and dotted names', async () => {
    const text = JSON.stringify({
      apis: [
        {
          name: 'dd.biz.open',
          api_des: 'Opens. Parameters: url (string, required): Address.',
          api_exp: 'dd.biz.open(u);',
        },
        { name: 'dd.ready', api_des: 'Waits. Parameters: none.', api_exp: 'dd.ready();' },
      ],
    });
    const reading = await readText(text, 'lib.json', 'global:dd');
    assert.deepEqual(names(reading, 'callables'), ['dd.biz.open', 'dd.ready']);
    assert.deepEqual(record(reading, 'dd.biz.open').key, 'biz.open: Opens');
  });

  it('serves as a module', async () => {
    const text = JSON.stringify([{ name: 'open', api_des: 'Opens.', api_exp: 'h5.open();' }]);
    const reading = await readText(text, 'lib.json', 'module:@corp/h5');
    assert.deepEqual(record(reading, 'open').access, {
      kind: 'module',
      module: '@corp/h5',
      export: 'open',
      style: 'named',
    });
    assert.deepEqual(reading.roots.modules['@corp/h5']?.shape, { kind: 'ref', name: 'module:@corp/h5' });
  });

  it('reads types from text', () => {
    const types: readonly (readonly [string, string | undefined])[] = [
      ["'a' | 'b'", "'a' | 'b'"],
      ['string[]', 'string[]'],
      ['Array<{ id: number }>', '{ id: number }[]'],
      ['Record<string, boolean>', 'Record<string, boolean>'],
      ['(x: number, ...rest: string[]) => Promise<void>', '(x: number, ...rest: string[]) => Promise<void>'],
      ['{ a?: 1 | -2; "b-c": null; run(): Date }', "{ a?: 1 | -2; 'b-c': null; run(): Date }"],
      ['Map<string, Uint8Array>', 'Map<string, Uint8Array>'],
      ['字符串', 'string'],
      ['Boolean', 'boolean'],
      ['SomethingElse', 'unknown'],
      ['the user object', undefined],
      ['', undefined],
    ];
    for (const [text, expected] of types) {
      const shape = parseTypeText(text);
      assert.equal(shape && shapeText(shape), expected, text);
    }
  });

  it('does not take words of the description for headings', () => {
    const { documentation, signature } = readProse('Returns: nobody knows the Parameters: of this.');
    assert.equal(signature, undefined);
    assert.equal(documentation.returns, 'nobody knows the Parameters: of this.');
  });

  it('leaves unknown what is not stated', () => {
    const { signature } = readProse(
      'Does it. Parameters: a (Thing, required): A thing. b: no type. Returns: a thing of some kind.',
    );
    assert.deepEqual(signature, {
      parameters: [{ name: 'a', type: { kind: 'unknown' }, doc: 'A thing. b: no type.' }],
      returns: { kind: 'unknown' },
      returnsDoc: 'a thing of some kind.',
    });
  });

  it('is looked up under the prefix the user gives', async () => {
    const reading = await readLibrary(['apis.json'], { cwd: FOLDER, access: parseAccess('global:W.api') });
    assert.equal(names(reading, 'callables')[0], 'W.api.showToast');
    assert.ok(record(reading, 'W.api.showToast'));
  });
});
