import assert from 'node:assert/strict';
import path from 'node:path';
import type { LibraryReading } from '../../../index/library-reading.js';
import { readLibrary } from '../../../index/sources/read-library.js';
import { record, withFiles } from './fixture.js';

const DECLARATIONS = `
declare namespace K {
  /** Opens a page. @param options.url - Absolute address. */
  function open(options: { url: string }): Promise<void>;
  /** Asks. @param time - Time in milliseconds. */
  function ask(time: number): Promise<void>;
  /** Sends. */
  function send(text: string): Promise<void>;
}`;

function read(corrections: string): Promise<LibraryReading> {
  return withFiles({ 'k.d.ts': DECLARATIONS, 'epigen.contracts.json': corrections }, (cwd) =>
    readLibrary(['k.d.ts'], { cwd, corrections: path.join(cwd, 'epigen.contracts.json') }),
  );
}

function mistakes(reading: LibraryReading): string[] {
  const report = reading.sources.find((it) => it.file.endsWith('epigen.contracts.json'));
  return (report?.skipped ?? []).map(({ line, why }) => `${line}: ${why}`);
}

describe('corrections of contracts', () => {
  it('remove, add, replace, and name what the library replaces', async () => {
    const reading = await read(`{
      // Comments are allowed.
      "libraries": {
        "K": {
          "apis": {
            "K.open": { "remove": ["options.url format"], "add": [{ "kind": "awaited" }] },
            "K.ask": { "add": [{ "kind": "unit", "path": "time", "unit": "s", "sentence": "Asked the team." }] }
          },
          "bypass": { "window.fetch": "K.send" }
        }
      }
    }`);
    assert.deepEqual(mistakes(reading), []);
    assert.deepEqual(record(reading, 'K.open').contracts, [
      { kind: 'awaited', sentence: 'K.open: corrected by hand', stated: 'tag' },
    ]);
    assert.deepEqual(record(reading, 'K.ask').contracts, [
      { kind: 'unit', path: 'time', unit: 's', sentence: 'Asked the team.', stated: 'tag' },
    ]);
    assert.deepEqual(record(reading, 'K.send').contracts, [
      { kind: 'bypass', globals: ['fetch'], sentence: 'K.send replaces window.fetch', stated: 'tag' },
    ]);
    assert.ok(reading.inputs.some((it) => it.endsWith('epigen.contracts.json')));
  });

  it('that fit nothing are reported with their line, and the others apply', async () => {
    const reading = await read(`{
  "libraries": {
    "K": {
      "apis": {
        "K.opne": { "add": [{ "kind": "awaited" }] },
        "K.open": {
          "remove": [
            "options.url format",
            "options.url range"
          ],
          "add": [
            { "kind": "range", "path": "url", "minimum": 1 },
            { "kind": "unit", "path": "options.url",
              "unit": "fortnights" },
            { "kind": "pair", "followedBy": ["K.close"] },
            { "kind": "awaited" }
          ]
        }
      },
      "bypass": {
        "fetch": "K.fetch"
      }
    }
  }
}`);
    const found = mistakes(reading);
    assert.deepEqual(
      found.map((it) => it.replace(/(Invalid option).*/, '$1')),
      [
        '5: K has no API K.opne',
        '9: K.open has no contract "options.url range"',
        '12: K.open has no parameter url',
        '14: Invalid option',
        '15: there is no API K.close',
        '21: K has no API K.fetch',
      ],
    );
    assert.deepEqual(
      record(reading, 'K.open').contracts.map((it) => it.kind),
      ['awaited'],
    );
  });

  it('of other libraries do not matter', async () => {
    const reading = await read(
      '{ "libraries": { "Other": { "apis": { "Other.a": { "remove": ["pair"] } } } } }',
    );
    assert.deepEqual(mistakes(reading), []);
    assert.equal(record(reading, 'K.ask').contracts.length, 1);
  });

  it('that are no JSON, or have another form, are refused with their line', async () => {
    await assert.rejects(read('{\n "libraries": {,}\n}'), /not valid JSON \(.*epigen\.contracts\.json:2\)/);
    await assert.rejects(
      read('{\n "libraries": {\n  "K": { "apis": 3 }\n }\n}'),
      /epigen\.contracts\.json:3\)/,
    );
    await assert.rejects(read('{\n "HX.open": {}\n}'), /epigen\.contracts\.json:1\).*/);
  });

  it('need not exist', async () => {
    const reading = await withFiles({ 'k.d.ts': DECLARATIONS }, (cwd) =>
      readLibrary(['k.d.ts'], { cwd, corrections: path.join(cwd, 'epigen.contracts.json') }),
    );
    assert.equal(record(reading, 'K.open').contracts.length, 1);
    assert.equal(reading.sources.length, 1);
  });
});
