// Indexes the phrase bank: npm run concepts
//
// Reads index/phrases/phrases.txt and writes index/phrases/concepts.bin, with the vectors of the built-in encoder: to be
// run whenever one of the two has changed (npm run train:encoder does it). The same input gives the same bytes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtin } from '../index/embeddings/builtin.js';
import { encodeConcepts, indexConcepts } from '../index/phrases/concept-index.js';
import { parsePhrases } from '../index/phrases/phrase-bank.js';

const FOLDER = join(import.meta.dirname, '..', 'index', 'phrases');

const concepts = parsePhrases(readFileSync(join(FOLDER, 'phrases.txt'), 'utf8'));
const bytes = encodeConcepts(await indexConcepts(concepts, builtin));
writeFileSync(join(FOLDER, 'concepts.bin'), bytes);
const asks = concepts.reduce((sum, it) => sum + it.asks.length, 0);
console.log(`${concepts.length} concepts, ${asks} ways to ask, ${bytes.length} bytes`);
