// Trains the built-in encoder: npm ci --prefix scripts/train-encoder && npm run train:encoder [-- --out FILE]
//
// Reads the declarations of the packages in package.json here, makes pairs of texts that mean the same, trains, and writes
// the quantised table that ships with EpiGEN. The same packages give the same table, byte for byte.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { encodeTable } from '../../index/embeddings/encoder/encoder-table.js';
import { featureHash } from '../../index/embeddings/encoder/encoder-words.js';
import { Random } from '../../index/embeddings/encoder/random.js';
import { train } from '../../index/embeddings/encoder/trainer.js';
import { compilePairs } from '../../index/embeddings/encoder/training-set.js';
import { parsePhrases } from '../../index/phrases/phrase-bank.js';
import { bitext } from './bitext.js';
import { documented } from './declarations.js';
import { dictionaryOf } from './dictionary.js';
import { Pairs } from './pairs.js';
import { D3, SOURCES, sourceList } from './sources.js';

const ROOT = join(import.meta.dirname, '..', '..');
const PACKAGES = join(import.meta.dirname, 'node_modules');
/** The packages that the table was learned from, for the notices (scripts/build.mjs). */
const LIST = join(ROOT, 'index', 'embeddings', 'encoder', 'encoder-sources.txt');
const LEXICON = join(ROOT, 'index', 'lexical', 'lexicon.txt');
const PHRASES = join(ROOT, 'index', 'phrases', 'phrases.txt');

const SEED = 7;
const PAIRS_PER_PACKAGE = 12_000;
const TRAINING = { seed: 1, batch: 512, chunk: 64, rate: 0.05, weightRate: 0.01 };
const DEVIATION = 0.05;

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(ROOT, 'index', 'embeddings', 'encoder', 'encoder.bin') },
    dimension: { type: 'string', default: '256' },
    epochs: { type: 'string', default: '5' },
  },
});
const dimension = Number(values.dimension);

const wanted: Record<string, string> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'package.json'), 'utf8'),
).dependencies;
if (!existsSync(PACKAGES) || ts.version !== wanted.typescript) {
  throw new Error('the packages are not installed: npm ci --ignore-scripts --prefix scripts/train-encoder');
}

const random = new Random(SEED);
const pairs = new Pairs(random);
let records = 0;
const d3 = readdirSync(join(PACKAGES, '@types'))
  .filter((name) => D3.test(name))
  .sort()
  .map((name) => ({ package: `@types/${name}`, path: '.', group: 'd3' }));
for (const source of [...SOURCES.map((it) => ({ ...it, group: it.package })), ...d3]) {
  const before = records;
  for (const doc of documented(join(PACKAGES, source.package, source.path))) {
    records++;
    pairs.addDocumented(doc, source.group);
  }
  console.log(`${source.package}: ${records - before} records`);
}
for (const [english, chinese] of bitext(PACKAGES)) pairs.addTranslation(english, chinese);
pairs.addLexicon(readFileSync(LEXICON, 'utf8'));
for (const concept of parsePhrases(readFileSync(PHRASES, 'utf8'))) pairs.addPhrases(concept);
console.log(`${records} records; pairs: ${[...pairs.counts].map((it) => it.join(' ')).join(', ')}`);

const training = pairs.capped(PAIRS_PER_PACKAGE);
const { features, counts, total } = dictionaryOf(training);
console.log(`${training.length} pairs, ${total} words, ${features.length} features`);

const ids = new Map(features.map((feature, id) => [feature, id]));
const set = compilePairs(
  training,
  (feature) => ids.get(feature),
  (word) => (counts.get(word) ?? 0) / total,
);
const start = new Random(TRAINING.seed + 1);
const vectors = new Float32Array(features.length * dimension).map(() => start.normal() * DEVIATION);
const weights = new Float32Array(features.length);
const began = performance.now();
train(
  set,
  { dimension, vectors, weights },
  {
    ...TRAINING,
    epochs: Number(values.epochs),
    onEpoch: (epoch, loss) => {
      const seconds = Math.round((performance.now() - began) / 1000);
      console.log(`epoch ${epoch + 1}: loss ${loss.toFixed(4)}, ${seconds} s`);
    },
  },
);

const table = encodeTable(
  features.map((feature, id) => ({
    hash: featureHash(feature),
    vector: vectors.subarray(id * dimension, (id + 1) * dimension),
    weight: weights[id] ?? 0,
    count: feature.startsWith('#') ? 0 : (counts.get(feature) ?? 0),
  })),
  dimension,
  total,
);
writeFileSync(values.out, table);
writeFileSync(LIST, sourceList(PACKAGES, Object.keys(wanted)));
console.log(`${values.out}: ${table.length} bytes`);
