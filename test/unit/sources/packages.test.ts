import assert from 'node:assert/strict';
import type { LibraryReading } from '../../../index/library-reading.js';
import { readLibrary } from '../../../index/sources/read-library.js';
import { eachReference } from '../../../index/sources/records/reachable-types.js';
import { names, REPOSITORY, record, signatures } from './fixture.js';

interface Expected {
  readonly name: string;
  readonly access: LibraryReading['access'];
  readonly callables: readonly [number, number];
  readonly members: readonly [number, number];
}

const PACKAGES: Readonly<Record<string, Expected>> = {
  '@types/google-apps-script': {
    name: 'google-apps-script',
    access: { kind: 'global', path: '' },
    callables: [2400, 2900],
    members: [5400, 6500],
  },
  'dingtalk-jsapi': {
    name: 'dingtalk-jsapi',
    access: { kind: 'module', module: 'dingtalk-jsapi' },
    callables: [420, 520],
    members: [0, 20],
  },
  mongodb: {
    name: 'mongodb',
    access: { kind: 'module', module: 'mongodb' },
    callables: [100, 140],
    members: [550, 700],
  },
};

const readings = new Map<string, Promise<LibraryReading>>();

function reading(name: string): Promise<LibraryReading> {
  const known = readings.get(name) ?? readLibrary([name], { cwd: REPOSITORY });
  readings.set(name, known);
  return known;
}

function within(count: number, [low, high]: readonly [number, number]): void {
  assert.ok(low <= count && count <= high, `${count} is not between ${low} and ${high}`);
}

describe('real packages', () => {
  for (const [source, expected] of Object.entries(PACKAGES)) {
    describe(source, () => {
      let library: LibraryReading;
      before(async () => {
        library = await reading(source);
      });

      it('has a plausible number of APIs, and knows nearly all types', () => {
        assert.deepEqual([library.name, library.access], [expected.name, expected.access]);
        assert.match(library.version, /^\d+\.\d+\.\d+/);
        within(names(library, 'callables').length, expected.callables);
        within(names(library, 'members').length, expected.members);
        assert.ok(
          library.unknownTypes < 0.03 * library.parameters,
          `${library.unknownTypes} of ${library.parameters}`,
        );
        assert.deepEqual(
          library.sources.flatMap((it) => it.skipped),
          [],
        );
        assert.equal(
          library.sources.reduce((sum, it) => sum + it.records, 0),
          library.apis.length,
        );
      });

      it('has names as a program writes them, each once', () => {
        const all = library.apis.map((api) => api.name);
        assert.equal(new Set(all).size, all.length);
        const part = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
        const called = new RegExp(String.raw`^${part}(?:(?:\(\))?\.${part})*$`, 'u');
        assert.deepEqual(
          all.filter((name) => !called.test(name)),
          [],
        );
        // `prototype` only tells a method from a static one of the same name.
        assert.deepEqual(
          all.filter((name) => name.includes('.prototype.') && !all.includes(name.replace('.prototype', ''))),
          [],
        );
        assert.deepEqual(
          library.apis.filter((api) => api.functionality === '' || api.exp === '').map((api) => api.name),
          [],
        );
      });

      it('has a row for every type it mentions', () => {
        const types = new Set(library.types.map((type) => type.name));
        const missing = new Set<string>();
        const meet = (name: string): void => {
          if (!types.has(name)) missing.add(name);
        };
        for (const type of library.types) eachReference(type.shape, meet);
        for (const api of library.apis) eachReference({ kind: 'function', signatures: api.signatures }, meet);
        assert.deepEqual([...missing], []);
      });
    });
  }

  it('google-apps-script: services are globals, what they return has members', async () => {
    const library = await reading('@types/google-apps-script');
    const callables = names(library, 'callables');
    assert.equal(callables[0], 'Browser.inputBox');
    // The namespace of the types does not exist in a script.
    assert.deepEqual(
      callables.filter((name) => name.startsWith('GoogleAppsScript') || name.startsWith('Date')),
      [],
    );
    assert.deepEqual(signatures(library, 'SpreadsheetApp.getActiveSpreadsheet'), [
      '() => GoogleAppsScript.Spreadsheet.Spreadsheet',
    ]);
    const getRange = record(library, 'Spreadsheet.getRange');
    assert.deepEqual(getRange.member, { of: 'GoogleAppsScript.Spreadsheet.Spreadsheet' });
    assert.deepEqual(signatures(library, getRange.name), [
      '(a1Notation: string) => GoogleAppsScript.Spreadsheet.Range',
    ]);
    assert.equal(record(library, 'Sheet.getRange').signatures.length, 4);
    assert.equal(record(library, 'UrlFetchApp.fetch').signatures.length, 2);
  });

  it('dingtalk-jsapi: nested functions of the one exported object', async () => {
    const library = await reading('dingtalk-jsapi');
    const pay = record(library, 'biz.alipay.pay');
    assert.deepEqual(pay.access, {
      kind: 'module',
      module: 'dingtalk-jsapi',
      export: 'biz',
      style: 'commonjs',
    });
    const [signature] = pay.signatures;
    assert.equal(signature?.parameters[0]?.name, 'params');
    assert.equal(signature?.returns.kind, 'promise');
    assert.match(record(library, 'device.notification.alert').des, /message \(string/);
    assert.equal(library.roots.modules['dingtalk-jsapi']?.exportEquals, true);
    assert.match(record(library, 'biz.alipay.pay').key, /\p{Script=Han}/u);
  });

  it('mongodb: classes with statics, members, generics and overloads', async () => {
    const library = await reading('mongodb');
    assert.deepEqual(signatures(library, 'MongoClient.connect'), [
      '(url: string, options?: MongoClientOptions) => Promise<MongoClient>',
    ]);
    assert.deepEqual(record(library, 'MongoClient.connect').access, {
      kind: 'module',
      module: 'mongodb',
      export: 'MongoClient',
      style: 'named',
    });
    const [construct] = record(library, 'MongoClient').signatures;
    assert.equal(construct?.construct, true);
    const insertOne = record(library, 'Collection.insertOne');
    assert.deepEqual(insertOne.member, { of: 'Collection' });
    assert.deepEqual(signatures(library, insertOne.name), [
      '(doc: { _id: any; [key: string]: any } | OptionalId<Document>, options?: InsertOneOptions) => Promise<InsertOneResult<TSchema>>',
    ]);
    assert.ok(record(library, 'Collection.find').signatures.length > 1);
    assert.equal(library.types.find((type) => type.name === 'MongoClient')?.nominal, true);
    assert.deepEqual(
      names(library, 'members').filter((name) => name.includes('prototype')),
      ['MongoClient.prototype.connect', 'ReadPreference.prototype.isValid'],
    );
  });
});
