import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { LibraryReading } from '../../../index/library-reading.js';
import { parseAccess } from '../../../index/sources/access.js';
import { readLibrary } from '../../../index/sources/read-library.js';
import { eachReference } from '../../../index/sources/records/reachable-types.js';
import { names, REPOSITORY, record, signatures, typeText } from './fixture.js';

const FOLDER = path.join(REPOSITORY, 'test/w-library');
const FILE = path.join(FOLDER, 'hx.d.ts');

describe('the example library', () => {
  let hx: LibraryReading;
  before(async () => {
    hx = await readLibrary(['hx.d.ts'], { cwd: FOLDER });
  });

  it('has 97 callables under the global HX and no type that is unknown', () => {
    assert.deepEqual(hx.access, { kind: 'global', path: 'HX' });
    assert.equal(hx.name, 'HX');
    assert.equal(names(hx, 'callables').length, 97);
    assert.equal(hx.unknownTypes, 0);
    assert.ok(hx.parameters > 300);
    assert.deepEqual(hx.inputs, [FILE]);
    assert.deepEqual(hx.sources, [{ file: FILE, records: hx.apis.length, skipped: [] }]);
  });

  it('lists callables in the order of the documentation, members after them', () => {
    const documented = [...readFileSync(FILE, 'utf8').matchAll(/^ {2}function (\w+)/gm)].map(
      (it) => `HX.${it[1]}`,
    );
    assert.deepEqual(names(hx, 'callables'), documented);
    assert.deepEqual(
      hx.apis.map((api) => api.member === undefined),
      [...documented.map(() => true), ...names(hx, 'members').map(() => false)],
    );
  });

  it('reads a function with its options, defaults, failures and position', () => {
    const { des, ...api } = record(hx, 'HX.showToast');
    assert.deepEqual(api, {
      name: 'HX.showToast',
      library: 'HX',
      version: '1.0.0',
      access: { kind: 'global', path: 'HX.showToast' },
      functionality: 'Shows a short text message that disappears on its own',
      exp: "HX.showToast({ msg: 'Draft saved', type: 's', duration: 1500 });",
      key: 'showToast: Shows a short text message that disappears on its own',
      signatures: [
        {
          parameters: [
            {
              name: 'options',
              type: {
                kind: 'object',
                properties: [
                  {
                    name: 'msg',
                    type: { kind: 'primitive', name: 'string' },
                    doc: 'Text of the toast, at most 60 characters.',
                  },
                  {
                    name: 'type',
                    type: {
                      kind: 'union',
                      types: ['n', 's', 'w', 'e'].map((value) => ({ kind: 'literal', value })),
                    },
                    optional: true,
                    doc: "Style: `n` neutral, `s` success, `w` warning, `e` error. Default: `'n'`.",
                    default: "'n'",
                  },
                  {
                    name: 'duration',
                    type: { kind: 'primitive', name: 'number' },
                    optional: true,
                    doc: 'Time on screen in milliseconds. Default: `2000`.',
                    default: '2000',
                  },
                ],
              },
              doc: 'What to show.',
            },
          ],
          returns: { kind: 'promise', value: { kind: 'primitive', name: 'void' } },
          returnsDoc: 'Nothing.',
        },
      ],
      since: '1.0.0',
      category: 'UI feedback',
      errors: [{ code: 'E_NOT_READY', when: 'The page is not yet visible.' }],
      contracts: [
        {
          kind: 'length',
          path: 'options.msg',
          maximum: 60,
          of: 'characters',
          sentence: 'Text of the toast, at most 60 characters.',
          stated: 'prose',
        },
        {
          kind: 'unit',
          path: 'options.duration',
          unit: 'ms',
          sentence: 'Time on screen in milliseconds.',
          stated: 'prose',
        },
      ],
      source: { file: FILE, line: 65, column: 12 },
    });
    assert.equal(
      des,
      "Shows a short text message that disappears on its own. The promise resolves as soon as the toast is visible, so it rarely needs to be awaited. Parameters: options.msg (string, required): Text of the toast, at most 60 characters. options.type ('n' | 's' | 'w' | 'e', optional): Style: `n` neutral, `s` success, `w` warning, `e` error. Default: `'n'`. options.duration (number, optional): Time on screen in milliseconds. Default: `2000`. Returns: Promise<void>. Errors: E_NOT_READY - The page is not yet visible.",
    );
  });

  it('keeps type parameters and their defaults', () => {
    const [signature] = record(hx, 'HX.getStorage').signatures;
    assert.deepEqual(signature?.typeParameters, [{ name: 'T', default: { kind: 'any' } }]);
    assert.deepEqual(signature?.returns, {
      kind: 'promise',
      value: {
        kind: 'union',
        types: [
          { kind: 'parameter', name: 'T' },
          { kind: 'primitive', name: 'null' },
        ],
      },
    });
  });

  it('finds the replacement of a deprecated API', () => {
    assert.deepEqual(record(hx, 'HX.showTips').deprecated, {
      message: 'Since 2.0.0. Use showToast, whose duration is in milliseconds.',
      replacement: 'HX.showToast',
    });
    assert.equal(record(hx, 'HX.request').deprecated?.replacement, 'HX.fetch');
  });

  it('names the methods of handles after the API that gives the handle', () => {
    const start = record(hx, 'HX.createUploader().start');
    assert.deepEqual(start.member, { of: 'HX.Uploader' });
    assert.match(start.key, /^createUploader\(\)\.start: /);
    assert.match(start.exp, /uploader\.start\(\)/);
    assert.deepEqual(signatures(hx, 'HX.createUploader().start'), ['() => Promise<HX.UploadResult>']);
    assert.deepEqual(
      names(hx, 'members').filter((name) => name.startsWith('HX.openDatabase')),
      [
        'HX.openDatabase().begin',
        'HX.openDatabase().close',
        ...['put', 'get', 'query', 'remove', 'commit', 'rollback'].map(
          (method) => `HX.openDatabase().begin().${method}`,
        ),
      ],
    );
  });

  it('leads from the global to its functions and from types to their methods', () => {
    assert.deepEqual(hx.roots, { globals: { HX: { kind: 'ref', name: 'HX' } }, modules: {} });
    const root = hx.types.find((type) => type.name === 'HX')?.shape;
    assert.ok(root?.kind === 'object');
    assert.deepEqual(
      root.properties.map((property) => property.type),
      names(hx, 'callables').map((name) => ({ kind: 'api', name })),
    );
    assert.match(typeText(hx, 'HX.Transaction'), /put: HX\.openDatabase\(\)\.begin\(\)\.put/);
    assert.deepEqual(hx.types.find((type) => type.name === 'HX.HXError')?.bases, ['Error']);
    assert.match(typeText(hx, 'HX.HXError'), /name: string; message: string/);
  });

  it('has a row for every type it mentions, a record for every API, and no undefined inside', () => {
    const types = new Set(hx.types.map((type) => type.name));
    const missing = new Set<string>();
    for (const type of hx.types) eachReference(type.shape, (name) => types.has(name) || missing.add(name));
    for (const api of hx.apis) {
      for (const signature of api.signatures) {
        eachReference(
          { kind: 'function', signatures: [signature] },
          (name) => types.has(name) || missing.add(name),
        );
      }
    }
    assert.deepEqual([...missing], []);
    const recorded = new Set(hx.apis.map((api) => api.name));
    const mentioned = [...JSON.stringify([hx.types, hx.apis]).matchAll(/"kind":"api","name":"([^"]+)"/g)].map(
      (it) => it[1],
    );
    assert.deepEqual(
      mentioned.filter((name) => !recorded.has(name ?? '')),
      [],
    );
    assert.deepEqual(JSON.parse(JSON.stringify(hx)), hx);
  });

  it('serves as a module when the user says so', async () => {
    const reading = await readLibrary(['hx.d.ts'], { cwd: FOLDER, access: parseAccess('module:@corp/h5') });
    assert.equal(names(reading, 'callables').length, 97);
    assert.equal(
      record(reading, 'showToast').key,
      'showToast: Shows a short text message that disappears on its own',
    );
    assert.deepEqual(record(reading, 'showToast').access, {
      kind: 'module',
      module: '@corp/h5',
      export: 'showToast',
      style: 'named',
    });
    assert.ok(record(reading, 'createUploader().start'));
    assert.deepEqual(reading.roots.modules['@corp/h5'], { shape: { kind: 'ref', name: 'module:@corp/h5' } });
    const root = reading.types.find((type) => type.name === 'module:@corp/h5')?.shape;
    assert.ok(root?.kind === 'object');
    const property = (name: string) => root.properties.find((it) => it.name === name)?.type;
    assert.deepEqual(property('showToast'), { kind: 'api', name: 'showToast' });
    assert.deepEqual(property('default'), { kind: 'ref', name: 'HX' });
  });

  it('takes name and version from the user', async () => {
    const reading = await readLibrary(['hx.d.ts'], { cwd: FOLDER, name: 'w', version: '9.9.9' });
    assert.deepEqual([reading.name, reading.version, reading.apis[0]?.library], ['w', '9.9.9', 'w']);
  });
});
