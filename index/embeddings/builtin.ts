import type { Embedder } from './embedder.js';
import { Encoder } from './encoder/encoder.js';
import { decodeTable, type EncoderTable } from './encoder/encoder-table.js';
import { shippedHeader, shippedTable } from './encoder/shipped-table.js';
import { keyVector } from './key-vector.js';

/**
 * The built-in embedding: the encoder that ships with the package. The table is loaded at the first text, in some ten
 * milliseconds, and asking for the id reads its first line alone. No model, no network.
 */
export const builtin: BuiltinEmbedder = builtinEmbedder();

interface BuiltinEmbedder extends Embedder {
  readonly dimension: number;
  withTuning(tuning: Uint8Array): BuiltinEmbedder;
}

let shipped: Encoder | undefined;

/** The encoder that ships with the package; loaded once. */
function shippedEncoder(): Encoder {
  shipped ??= new Encoder(shippedTable());
  return shipped;
}

/** How much two texts mean the same by the built-in encoder: about 1 the same, 0 or less nothing in common. */
export function likeness(a: string, b: string): number {
  const left = shippedEncoder().encode(a);
  return shippedEncoder()
    .encode(b)
    .reduce((sum, value, at) => sum + value * (left[at] ?? 0), 0);
}

function builtinEmbedder(tuning?: EncoderTable): BuiltinEmbedder {
  let tuned: Encoder | undefined;
  const encoder = () => {
    if (!tuning) return shippedEncoder();
    tuned ??= new Encoder(shippedTable(), tuning);
    return tuned;
  };
  return {
    get id() {
      const shipped = `builtin-${shippedHeader().id}`;
      return tuning ? `${shipped}+${tuning.id}` : shipped;
    },
    get dimension() {
      return shippedHeader().dimension;
    },
    async embed(keys, signal) {
      const { dimension } = shippedHeader();
      const vectors = new Float32Array(keys.length * dimension);
      for (const [row, key] of keys.entries()) {
        signal?.throwIfAborted();
        vectors.set(keyVector(key, encoder()), row * dimension);
      }
      return vectors;
    },
    encode: async (query) => encoder().encode(query),
    withTuning(bytes) {
      if (bytes.length === 0) return builtin;
      const table = decodeTable(bytes);
      if (table.dimension !== shippedHeader().dimension) {
        throw new RangeError(`the tuning has ${table.dimension} dimensions`);
      }
      return builtinEmbedder(table);
    },
  };
}
