import { join } from 'node:path';
import { writeFiles } from './cli.js';
import { randomNumbers } from './random-weights.js';

const DIMENSION = 16;
const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'];
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
const VOCABULARY = [...SPECIAL, ...LETTERS, ...LETTERS.map((it) => `##${it}`)];

/**
 * Writes an embedding model as the hub has them: random vectors for letters, looked up by an ONNX graph of one node. Texts
 * of the same letters get the same vector.
 */
export function writeTinyOnnx(folder: string, seed = 1, dimension = DIMENSION): void {
  const specialTokens = {
    '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
    '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
  };
  writeFiles(folder, {
    'config.json': JSON.stringify({
      model_type: 'bert',
      architectures: ['BertModel'],
      hidden_size: dimension,
    }),
    'tokenizer_config.json': JSON.stringify({
      tokenizer_class: 'BertTokenizer',
      model_max_length: 128,
      pad_token: '[PAD]',
      unk_token: '[UNK]',
      cls_token: '[CLS]',
      sep_token: '[SEP]',
    }),
    'tokenizer.json': JSON.stringify({
      version: '1.0',
      added_tokens: SPECIAL.map((content, id) => ({ id, content, special: true, normalized: false })),
      normalizer: { type: 'BertNormalizer', lowercase: true, clean_text: true, handle_chinese_chars: true },
      pre_tokenizer: { type: 'BertPreTokenizer' },
      decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
      post_processor: {
        type: 'TemplateProcessing',
        single: [
          { SpecialToken: { id: '[CLS]', type_id: 0 } },
          { Sequence: { id: 'A', type_id: 0 } },
          { SpecialToken: { id: '[SEP]', type_id: 0 } },
        ],
        pair: [],
        special_tokens: specialTokens,
      },
      model: {
        type: 'WordPiece',
        unk_token: '[UNK]',
        continuing_subword_prefix: '##',
        max_input_chars_per_word: 100,
        vocab: Object.fromEntries(VOCABULARY.map((token, id) => [token, id])),
      },
    }),
    [join('onnx', 'model.onnx')]: lookupGraph(VOCABULARY.length, dimension, seed),
  });
}

const FLOAT = 1;
const INT64 = 7;

/** `last_hidden_state = Gather(weights, input_ids)` as ONNX's protocol buffer. */
function lookupGraph(rows: number, dimension: number, seed: number): Buffer {
  const weights = Float32Array.from(randomNumbers(rows * dimension, seed));
  const tensor = Buffer.concat([
    number(1, rows),
    number(1, dimension),
    number(2, FLOAT),
    bytes(8, 'weights'),
    bytes(9, Buffer.from(weights.buffer)),
  ]);
  const node = Buffer.concat([
    bytes(1, 'weights'),
    bytes(1, 'input_ids'),
    bytes(2, 'last_hidden_state'),
    bytes(4, 'Gather'),
  ]);
  const graph = Buffer.concat([
    bytes(1, node),
    bytes(2, 'lookup'),
    bytes(5, tensor),
    bytes(11, value('input_ids', INT64, ['batch', 'length'])),
    bytes(11, value('attention_mask', INT64, ['batch', 'length'])),
    bytes(12, value('last_hidden_state', FLOAT, ['batch', 'length', dimension])),
  ]);
  const operators = Buffer.concat([bytes(1, ''), number(2, 13)]);
  return Buffer.concat([number(1, 8), bytes(7, graph), bytes(8, operators)]);
}

function value(name: string, type: number, shape: readonly (string | number)[]): Buffer {
  const dimensions = shape.map((it) => bytes(1, typeof it === 'number' ? number(1, it) : bytes(2, it)));
  const tensor = Buffer.concat([number(1, type), bytes(2, Buffer.concat(dimensions))]);
  return Buffer.concat([bytes(1, name), bytes(2, bytes(1, tensor))]);
}

function number(field: number, value: number): Buffer {
  return Buffer.from([...variable(field << 3), ...variable(value)]);
}

function bytes(field: number, content: string | Buffer): Buffer {
  const data = Buffer.from(content as string);
  return Buffer.concat([Buffer.from([...variable((field << 3) | 2), ...variable(data.length)]), data]);
}

function variable(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...variable(Math.floor(value / 128))];
}
