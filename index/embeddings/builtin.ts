import type { Embedder } from './embedder.js';
import { Encoder } from './encoder/encoder.js';
import { decodeTable, type EncoderTable } from './encoder/encoder-table.js';
import { shippedHeader, shippedTable } from './encoder/shipped-table.js';
import { keyVector } from './key-vector.js';

/**
 * The built-in embedding: the encoder that ships with the package. The table is loaded at the first text, in some ten
 * milliseconds, and asking for the id reads its first line alone. No model, no network.
 */
export const builtin: Embedder = builtinEmbedder();

function builtinEmbedder(tuning?: EncoderTable): Embedder {
  let loaded: Encoder | undefined;
  const encoder = () => {
    loaded ??= new Encoder(shippedTable(), tuning);
    return loaded;
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
    encodeWord: (word) => encoder().encodeWord(word),
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
