import { createHash } from 'node:crypto';

/** What the encoder knows of one feature, a word or an n-gram of words. */
export interface TableRow {
  readonly hash: number;
  readonly vector: Float32Array;
  /** Logarithm of what the word weighs beside its rarity; 0 for n-grams. */
  readonly weight: number;
  /** How often the word was seen in training; 0 for n-grams. */
  readonly count: number;
}

/**
 * The table of the encoder, quantised: per feature a 4-bit vector with its scale, the weight and the frequency of words.
 * Rows are sorted by the hash of their feature.
 */
export interface EncoderTable {
  /** Names these very rows. */
  readonly id: string;
  readonly dimension: number;
  readonly rows: number;
  /** Words seen in training. */
  readonly total: number;
  readonly hashes: Uint32Array;
  readonly scales: Float32Array;
  readonly weights: Int8Array;
  readonly weightScale: number;
  readonly counts: Uint8Array;
  readonly values: Uint8Array;
}

/*
 * Layout: one line of JSON, padded so that what follows begins at a multiple of 8: hashes (32 bit, little-endian, sorted),
 * scales (16-bit float), weights (8 bit, signed), counts (8 log2(count + 1), 8 bit), vectors (4 bit each, low half first,
 * offset by 8).
 */
const STEPS = 7;
const OFFSET = 8;
const COUNT_STEPS = 8;

interface Header {
  readonly id: string;
  readonly dimension: number;
  readonly rows: number;
  readonly total: number;
  readonly weightScale: number;
}

/** Longest header line, in bytes. */
export const MAX_HEADER = 256;

/** The table as bytes, the same for the same rows. `dimension` must be even. Of features with the same hash the first counts. */
export function encodeTable(rows: readonly TableRow[], dimension: number, total: number): Uint8Array {
  const byHash = new Map<number, TableRow>();
  for (const row of rows) if (!byHash.has(row.hash)) byHash.set(row.hash, row);
  const sorted = [...byHash.values()].sort((a, b) => a.hash - b.hash);

  const hashes = Uint32Array.from(sorted, ({ hash }) => hash);
  const scales = Uint16Array.from(sorted, ({ vector }) => halfFloat(largest(vector) / STEPS + 1e-12));
  const weightScale = Math.max(1e-12, ...sorted.map(({ weight }) => Math.abs(weight) / 127));
  const weights = Int8Array.from(sorted, ({ weight }) => Math.round(weight / weightScale));
  const counts = Uint8Array.from(sorted, ({ count }) =>
    Math.min(255, Math.round(COUNT_STEPS * Math.log2(count + 1))),
  );
  const values = new Uint8Array((sorted.length * dimension) / 2);
  for (const [row, { vector }] of sorted.entries()) {
    const scale = floatOf(scales[row] ?? 0);
    for (let at = 0; at < dimension; at += 2) {
      values[(row * dimension + at) / 2] =
        nibble(vector[at] ?? 0, scale) | (nibble(vector[at + 1] ?? 0, scale) << 4);
    }
  }
  const body = Buffer.concat(
    [hashes, scales, weights, counts, values].map((it) =>
      Buffer.from(it.buffer, it.byteOffset, it.byteLength),
    ),
  );
  const numbers = { dimension, rows: sorted.length, total, weightScale };
  const id = createHash('sha256').update(JSON.stringify(numbers)).update(body).digest('hex').slice(0, 8);
  const header: Header = { id, ...numbers };
  const line = JSON.stringify(header);
  return Buffer.concat([Buffer.from(`${line.padEnd(Math.ceil((line.length + 1) / 8) * 8 - 1)}\n`), body]);
}

/** Reads the first line of a table. Throws RangeError when it is not one. */
export function decodeHeader(bytes: Uint8Array): Header {
  const end = bytes.subarray(0, MAX_HEADER).indexOf(10);
  if (end < 0) throw new RangeError('the table of the encoder has no header');
  return JSON.parse(Buffer.from(bytes.subarray(0, end)).toString('utf8'));
}

/** The table in these bytes, which it keeps. Throws RangeError when the lengths in them do not add up. */
export function decodeTable(bytes: Uint8Array): EncoderTable {
  const header = decodeHeader(bytes);
  const { dimension, rows } = header;
  const from = bytes.indexOf(10) + 1;
  const length = rows * (4 + 2 + 1 + 1 + dimension / 2);
  if (bytes.length !== from + length) throw new RangeError('the table of the encoder is cut off');
  // Typed arrays begin at multiples of their size; a Buffer may begin anywhere in memory that is shared.
  const aligned = (bytes.byteOffset + from) % 4 === 0 ? bytes : new Uint8Array(bytes);
  let at = aligned.byteOffset + from;
  const next = (size: number) => {
    const start = at;
    at += size;
    return start;
  };
  const { buffer } = aligned;
  return {
    ...header,
    hashes: new Uint32Array(buffer, next(4 * rows), rows),
    scales: Float32Array.from(new Uint16Array(buffer, next(2 * rows), rows), floatOf),
    weights: new Int8Array(buffer, next(rows), rows),
    counts: new Uint8Array(buffer, next(rows), rows),
    values: new Uint8Array(buffer, next((rows * dimension) / 2), (rows * dimension) / 2),
  };
}

/** The row of a feature; -1 if the table does not know it. */
export function rowOf({ hashes }: EncoderTable, hash: number): number {
  let low = 0;
  let high = hashes.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = hashes[middle] ?? 0;
    if (found === hash) return middle;
    if (found < hash) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Adds `factor` times the vector of a row. */
export function addRow(table: EncoderTable, row: number, factor: number, to: Float32Array): void {
  const { dimension, values } = table;
  const scale = (table.scales[row] ?? 0) * factor;
  let from = (row * dimension) / 2;
  for (let at = 0; at < dimension; at += 2) {
    const pair = values[from++] ?? 0;
    to[at] = (to[at] ?? 0) + scale * ((pair & 15) - OFFSET);
    to[at + 1] = (to[at + 1] ?? 0) + scale * ((pair >> 4) - OFFSET);
  }
}

/** How often the word of a row was seen in training, about. */
export function countOf({ counts }: EncoderTable, row: number): number {
  return 2 ** ((counts[row] ?? 0) / COUNT_STEPS) - 1;
}

/** Logarithm of what the word of a row weighs beside its rarity. */
export function weightOf({ weights, weightScale }: EncoderTable, row: number): number {
  return (weights[row] ?? 0) * weightScale;
}

function largest(vector: Float32Array): number {
  return vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function nibble(value: number, scale: number): number {
  const step = scale > 0 ? Math.round(value / scale) : 0;
  return Math.max(-STEPS, Math.min(STEPS, step)) + OFFSET;
}

/** The number as IEEE 754 half precision, rounded to nearest; what is too small becomes subnormal or zero. */
function halfFloat(value: number): number {
  if (value >= 65504) return 0x7bff;
  if (value < 2 ** -14) return Math.round(value / 2 ** -24);
  const exponent = Math.floor(Math.log2(value));
  const fraction = Math.round((value / 2 ** exponent - 1) * 1024);
  // A fraction that rounds up to 1024 carries into the exponent, as it should.
  return ((exponent + 15) << 10) + fraction;
}

function floatOf(half: number): number {
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  return exponent === 0 ? fraction * 2 ** -24 : 2 ** (exponent - 15) * (1 + fraction / 1024);
}
