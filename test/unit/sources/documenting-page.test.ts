import assert from 'node:assert/strict';
import type { ApiDoc } from '../../../index/api-doc.js';
import type { Contract } from '../../../index/contract.js';
import { contractName } from '../../../index/contract-name.js';
import { GAP_KINDS } from '../../../index/gaps/gap.js';
import type { LibraryReading } from '../../../index/library-reading.js';
import { fenceAfter, OWNER_PAGE, tableOf } from '../../support/documentation-page.js';
import { names, readText, record } from './fixture.js';

describe('the page for owners of libraries', () => {
  describe('says what is taken from where', () => {
    const fields: Readonly<Record<string, (api: ApiDoc, reading: LibraryReading) => string>> = {
      'API Key': (api) => api.key,
      'API Des': (api) => /The room .*? minutes\./.exec(api.des)?.[0] ?? '',
      'text of the option': (api) => optionOf(api, 'room')?.doc ?? '',
      default: (api) => optionOf(api, 'seats')?.default ?? '',
      'text of the result': (api) => api.signatures[0]?.returnsDoc ?? '',
      errors: (api) => (api.errors ?? []).map((it) => `${it.code}: ${it.when}`).join(),
      'API Exp': (api) => api.exp,
      since: (api) => api.since ?? '',
      category: (api) => api.category ?? '',
      'page of the documentation site': (api) => api.link ?? '',
      replacement: (_, reading) => record(reading, 'Desk.reserve').deprecated?.replacement ?? '',
      contracts: (api) => api.contracts.map((it) => `\`${contractName(it)}\``).join(', '),
      nothing: (_, reading) =>
        names(reading, 'callables').join() === 'Desk.book,Desk.reserve' ? 'the API is left out' : '',
    };
    const table = tableOf(OWNER_PAGE, 'written', 'becomes');
    let reading: LibraryReading;

    before(async () => {
      reading = await readText(fenceAfter(OWNER_PAGE, '## What is taken from where'));
    });

    for (const [, field = '', expected = ''] of table) {
      it(field, () => {
        const written = field === 'contracts' ? expected.replace(/^|$/g, '`') : expected;
        assert.equal(fields[field]?.(record(reading, 'Desk.book'), reading), written);
      });
    }

    it('and nothing else', () =>
      assert.deepEqual(
        table.map((it) => it[1]),
        Object.keys(fields),
      ));

    it('in JSON too', async () => {
      const json = await readText(fenceAfter(OWNER_PAGE, 'In JSON the same'), 'apis.json', 'global:Desk');
      const [own, other] = [record(json, 'Desk.book'), record(reading, 'Desk.book')];
      for (const key of ['key', 'exp', 'category', 'contracts'] as const)
        assert.deepEqual(own[key], other[key], key);
      assert.deepEqual(own.errors?.[0]?.code, other.errors?.[0]?.code);
      assert.equal(own.signatures[0]?.returnsDoc, other.signatures[0]?.returnsDoc);
    });
  });

  describe('says how a contract is stated', () => {
    const cells = tableOf(OWNER_PAGE, 'contract', 'of', 'tag').flatMap(
      ([kind = '', of = '', tag = '', english = '', chinese = '', content = '']) =>
        [tag, english, chinese]
          .filter((text) => text !== '')
          .map((text) => ({ kind, of, text, content: JSON.parse(content) as object })),
    );
    let reading: LibraryReading;

    before(async () => {
      reading = await readText(contractLibrary(cells));
    });

    for (const [index, { kind, of, text, content }] of cells.entries()) {
      it(`${of}: ${text}`, () => {
        const found = record(reading, `Kit.f${index}`).contracts;
        assert.deepEqual(found.map(contentOf), [{ kind, ...content }]);
        assert.equal(found[0]?.stated, text.startsWith('@') ? 'tag' : 'prose');
      });
    }

    it('for all eleven kinds, each in both languages', () => {
      const kinds = 'range length pattern format unit together exclusive awaited closed pair bypass';
      for (const isChinese of [true, false]) {
        const found = cells.filter((it) => /\p{Script=Han}/u.test(it.text) === isChinese);
        assert.equal([...new Set(found.map((it) => it.kind))].join(' '), kinds);
      }
    });
  });

  it('names every kind of gap, in the order of the report', () => {
    assert.deepEqual(
      tableOf(OWNER_PAGE, 'gap', 'what is missing').map((it) => it[0]),
      GAP_KINDS,
    );
  });
});

function optionOf(api: ApiDoc, name: string) {
  const type = api.signatures[0]?.parameters[0]?.type;
  return type?.kind === 'object' ? type.properties.find((it) => it.name === name) : undefined;
}

/** The library that the page describes above its table, with one API for each text. */
function contractLibrary(cells: readonly { of: string; text: string }[]): string {
  const apis = cells.map(({ of, text }, index) =>
    of === 'API'
      ? `/**
 * Does it.
 * ${text}
 */
function f${index}(options: { start?: string; end?: string }): Promise<Connection>;`
      : `/** Does it. */
function f${index}(options: {
  /** ${text} */
  value?: ${of};
  start?: string;
  end?: string;
}): Promise<Connection>;`,
  );
  return `declare namespace Kit {
interface Connection { close(): void }
function hideLoading(): void;
function disconnect(connection: Connection): void;
${apis.join('\n')}
}`;
}

/** What a contract says, without where it is and where it was read. */
function contentOf({ sentence: _sentence, stated: _stated, ...content }: Contract): object {
  return Object.fromEntries(Object.entries(content).filter(([key]) => key !== 'path'));
}
