import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sentenceContracts } from '../../../index/sources/contracts/place-contracts.js';
import type { ValueKind } from '../../../index/sources/contracts/places.js';
import { REPOSITORY } from './fixture.js';

interface Labelled {
  readonly package: string;
  readonly api: string;
  readonly path: string;
  readonly kinds: readonly ValueKind[];
  readonly names: readonly string[];
  readonly sentence: string;
  /** What a reader finds in the sentence, without the sentence itself. */
  readonly contracts: readonly object[];
}

const FILE = path.join(REPOSITORY, 'test', 'fixtures', 'contract-sentences.json');

/** Contracts as text, to be compared whatever the order of their keys. */
function texts(contracts: readonly object[]): string[] {
  return contracts.map((it) =>
    JSON.stringify(
      Object.entries(it)
        .filter(([key]) => key !== 'sentence' && key !== 'stated')
        .sort(([a], [b]) => a.localeCompare(b)),
    ),
  );
}

describe('200 sentences of public documentation, labelled before the rules were written', () => {
  it('are read with a precision of at least 0.95', () => {
    const labelled = JSON.parse(readFileSync(FILE, 'utf8')) as Labelled[];
    assert.equal(labelled.length, 200);
    const wrong: string[] = [];
    const missed: string[] = [];
    let right = 0;
    let expectedCount = 0;
    for (const it of labelled) {
      const dot = it.path.lastIndexOf('.');
      const found = sentenceContracts(it.sentence, {
        path: it.path,
        ...(dot === -1 ? {} : { parent: it.path.slice(0, dot) }),
        doc: it.sentence,
        kinds: new Set(it.kinds),
        names: it.names,
        properties: [],
      });
      const expected = texts(it.contracts);
      expectedCount += expected.length;
      for (const text of texts(found)) {
        if (expected.includes(text)) right++;
        else wrong.push(`${it.sentence} -> ${text}`);
      }
      for (const text of expected) if (!texts(found).includes(text)) missed.push(`${it.sentence} -> ${text}`);
    }
    const precision = right / (right + wrong.length);
    const recall = right / expectedCount;
    console.log(
      `      precision ${precision.toFixed(3)} (${right} of ${right + wrong.length}), recall ${recall.toFixed(3)} (${right} of ${expectedCount})`,
    );
    for (const it of missed) console.log(`      missed: ${it}`);
    for (const it of wrong) console.log(`      wrong: ${it}`);
    assert.ok(right > 0 && precision >= 0.95, wrong.join('\n'));
  });
});
