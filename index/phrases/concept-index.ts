import { readFileSync } from 'node:fs';
import type { Embedder } from '../embeddings/embedder.js';
import { decodeLexicalIndex, encodeLexicalIndex } from '../lexical/lexical-file.js';
import { buildLexicalIndex, type LexicalIndex } from '../lexical/lexical-index.js';
import type { Concept } from './phrase-bank.js';

/** The phrase bank as it is searched: one row a concept. */
export interface ConceptIndex {
  /** Which embedding made the vectors. */
  readonly embedding: string;
  readonly dimension: number;
  readonly lexical: LexicalIndex;
  /** Row vectors, one after the other: the mean of all that a concept says. */
  readonly vectors: Float32Array;
  /** For each concept, its names and sentences as API Keys; none for what no API library does. */
  readonly sentences: readonly (readonly string[])[];
}

/** What the documentation of a concept counts beside the ways to ask for it. */
const DOCUMENTATION = 0.7;

/** Indexes the phrase bank. `embedder` is the built-in one: the same that later encodes the queries. */
export async function indexConcepts(concepts: readonly Concept[], embedder: Embedder): Promise<ConceptIndex> {
  const dimension = await embedder.dimension;
  const vectors = new Float32Array(concepts.length * dimension);
  for (const [row, { asks, sentences }] of concepts.entries()) {
    const own = vectors.subarray(row * dimension, (row + 1) * dimension);
    for (const text of [...asks, ...sentences]) {
      const vector = await embedder.encode(text);
      for (let at = 0; at < dimension; at++) own[at] = (own[at] ?? 0) + (vector[at] ?? 0);
    }
    const length = Math.hypot(...own);
    for (let at = 0; at < dimension; at++) own[at] = (own[at] ?? 0) / (length || 1);
  }
  return {
    embedding: embedder.id,
    dimension,
    lexical: buildLexicalIndex(
      concepts.map(({ names, sentences, asks }) => [
        { text: asks.join('. '), weight: 1 },
        { text: [...names, ...sentences].join('. '), weight: DOCUMENTATION },
      ]),
    ),
    vectors,
    sentences: concepts.map(({ names, sentences, elsewhere }) =>
      (elsewhere ? [] : sentences).map((sentence, at) =>
        names[at] ? `${names[at]}: ${sentence}` : sentence,
      ),
    ),
  };
}

/** Layout: a line of JSON, the lexical index, the vectors as little-endian 32-bit floats. */
export function encodeConcepts(index: ConceptIndex): Uint8Array {
  const lexical = encodeLexicalIndex(index.lexical);
  const { embedding, dimension, sentences } = index;
  const head = JSON.stringify({ embedding, dimension, lexical: lexical.length, sentences });
  const { buffer, byteOffset, byteLength } = index.vectors;
  return Buffer.concat([Buffer.from(`${head}\n`), lexical, new Uint8Array(buffer, byteOffset, byteLength)]);
}

/** Reads what `encodeConcepts` wrote. Throws RangeError if lengths do not add up, SyntaxError if the first line is no JSON. */
export function decodeConcepts(bytes: Uint8Array): ConceptIndex {
  const end = bytes.indexOf(10);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  const from = end + 1 + head.lexical;
  const vectors = new Float32Array(bytes.slice(from).buffer);
  if (vectors.length !== head.sentences.length * head.dimension) throw new RangeError('vectors are missing');
  return { ...head, lexical: decodeLexicalIndex(bytes.slice(end + 1, from)), vectors };
}

let shipped: ConceptIndex | undefined;

/** The concepts that come with the package (scripts/train-encoder); read once. */
export function shippedConcepts(): ConceptIndex {
  // A plain array, whose slices are copies that begin at multiples of four.
  shipped ??= decodeConcepts(new Uint8Array(readFileSync(new URL('./concepts.bin', import.meta.url))));
  return shipped;
}
