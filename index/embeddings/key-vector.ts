import type { Encoder } from './encoder/encoder.js';

/** What the whole key counts for in a record's vector; its name and its sentence count half of the rest each. */
const WHOLE = 0.5;

/** Half the API Key, a quarter its name and a quarter its sentence: the inner product with a query is that sum of cosines. */
export function keyVector(key: string, encoder: Encoder): Float32Array {
  const colon = key.indexOf(': ');
  const whole = encoder.encode(key);
  if (colon < 0) return whole;
  const name = encoder.encode(key.slice(0, colon));
  const sentence = encoder.encode(key.slice(colon + 2));
  const part = (1 - WHOLE) / 2;
  return whole.map((value, at) => WHOLE * value + part * ((name[at] ?? 0) + (sentence[at] ?? 0)));
}
