import { writeFileSync } from 'node:fs';
import { randomNumbers } from './random-weights.js';

const WIDTH = 32;
const INNER = 64;
/** Tokens: three of control, and one for each byte. */
const FIRST_BYTE = 3;
const TOKENS = FIRST_BYTE + 256;
/** What ends a text, a list or an object is likelier, or a model of random weights would hardly come to an end. */
const LIKELIER = '"]}';

const ALIGNMENT = 32;
const TYPES = { u32: 4, i32: 5, f32: 6, text: 8, list: 9 } as const;

/** Writes a language model of the llama architecture with one layer and random weights, in the format GGUF. */
export function writeTinyGguf(file: string, seed = 1): void {
  const tokens = ['<unk>', '<s>', '</s>'];
  for (let byte = 0; byte < 256; byte++)
    tokens.push(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
  const metadata = [
    entry('general.architecture', text('llama')),
    entry('general.name', text('tiny')),
    entry('llama.context_length', u32(32_768)),
    entry('llama.embedding_length', u32(WIDTH)),
    entry('llama.block_count', u32(1)),
    entry('llama.feed_forward_length', u32(INNER)),
    entry('llama.attention.head_count', u32(2)),
    entry('llama.attention.head_count_kv', u32(2)),
    entry('llama.attention.layer_norm_rms_epsilon', f32(1e-5)),
    entry('llama.rope.dimension_count', u32(WIDTH / 2)),
    entry('tokenizer.ggml.model', text('llama')),
    entry('tokenizer.ggml.tokens', list(tokens.map(text))),
    entry('tokenizer.ggml.scores', list(tokens.map(() => f32(0)))),
    entry(
      'tokenizer.ggml.token_type',
      list(tokens.map((_, id) => i32(id === 0 ? 2 : id < FIRST_BYTE ? 3 : 6))),
    ),
    entry('tokenizer.ggml.bos_token_id', u32(1)),
    entry('tokenizer.ggml.eos_token_id', u32(2)),
    entry('tokenizer.ggml.unknown_token_id', u32(0)),
  ];
  const tensors: [name: string, shape: readonly number[], values: Float32Array][] = [];
  const add = (name: string, shape: readonly number[], scale: number): Float32Array => {
    const count = shape.reduce((product, it) => product * it, 1);
    const values = Float32Array.from(randomNumbers(count, seed + tensors.length + 1), (it) => scale * it);
    tensors.push([name, shape, values]);
    return values;
  };
  const embedding = add('token_embd.weight', [WIDTH, TOKENS], 0.5);
  // The first number is the same for all tokens, so the output can lean on it.
  for (let id = 0; id < TOKENS; id++) embedding[id * WIDTH] = 4;
  add('output_norm.weight', [WIDTH], 0).fill(1);
  const output = add('output.weight', [WIDTH, TOKENS], 0.3);
  for (const character of LIKELIER) output[(FIRST_BYTE + character.charCodeAt(0)) * WIDTH] = 1;
  for (const name of ['attn_norm', 'ffn_norm']) add(`blk.0.${name}.weight`, [WIDTH], 0).fill(1);
  for (const name of ['attn_q', 'attn_k', 'attn_v', 'attn_output'])
    add(`blk.0.${name}.weight`, [WIDTH, WIDTH], 0.1);
  for (const name of ['ffn_gate', 'ffn_up']) add(`blk.0.${name}.weight`, [WIDTH, INNER], 0.1);
  add('blk.0.ffn_down.weight', [INNER, WIDTH], 0.1);

  const infos: Buffer[] = [];
  const data: Buffer[] = [];
  let offset = 0;
  for (const [name, shape, values] of tensors) {
    infos.push(string(name), bare.u32(shape.length), ...shape.map(bare.u64), bare.u32(0), bare.u64(offset));
    const bytes = Buffer.from(values.buffer);
    const padding = -bytes.length & (ALIGNMENT - 1);
    data.push(bytes, Buffer.alloc(padding));
    offset += bytes.length + padding;
  }
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    bare.u32(3),
    bare.u64(tensors.length),
    bare.u64(metadata.length),
    ...metadata,
    ...infos,
  ]);
  writeFileSync(file, Buffer.concat([head, Buffer.alloc(-head.length & (ALIGNMENT - 1)), ...data]));
}

interface Value {
  readonly type: number;
  readonly bytes: Buffer;
}

const bare = {
  u32: (value: number) => written(4, (it) => it.writeUInt32LE(value)),
  u64: (value: number) => written(8, (it) => it.writeBigUInt64LE(BigInt(value))),
};
const u32 = (value: number): Value => ({ type: TYPES.u32, bytes: bare.u32(value) });
const i32 = (value: number): Value => ({
  type: TYPES.i32,
  bytes: written(4, (it) => it.writeInt32LE(value)),
});
const f32 = (value: number): Value => ({
  type: TYPES.f32,
  bytes: written(4, (it) => it.writeFloatLE(value)),
});
const text = (value: string): Value => ({ type: TYPES.text, bytes: string(value) });

function list(values: readonly Value[]): Value {
  const head = [bare.u32(values[0]?.type ?? TYPES.u32), bare.u64(values.length)];
  return { type: TYPES.list, bytes: Buffer.concat([...head, ...values.map((it) => it.bytes)]) };
}

function entry(key: string, { type, bytes }: Value): Buffer {
  return Buffer.concat([string(key), bare.u32(type), bytes]);
}

function string(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([bare.u64(bytes.length), bytes]);
}

function written(length: number, write: (buffer: Buffer) => void): Buffer {
  const buffer = Buffer.alloc(length);
  write(buffer);
  return buffer;
}
