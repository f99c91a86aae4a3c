import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..', '..');
const TASK_FILES = ['test/w-library/tasks.dev.jsonl', 'test/w-library/tasks.example.jsonl'];
const DOCUMENTATION = ['test/w-library/hx.d.ts', 'test/w-library/apis.zh.json'];
/** Grammar, which says how clauses hang together and nothing of what is asked for. */
const CONNECTIVES = [
  'as long as',
  'in any case',
  'in every case',
  'come what may',
  'one by one',
  'in all other',
  'all other cases',
  'in the next',
];
const LENGTH = 3;
const HAN_LENGTH = 4;

/** All runs of three words or four Han characters. */
function* runs(text: string): Generator<string> {
  const tokens = text.toLowerCase().match(/[a-z']+|[㐀-鿿]+|[^a-z'㐀-鿿\s]+/gu) ?? [];
  for (const [at, token] of tokens.entries()) {
    const words = tokens.slice(at, at + LENGTH);
    if (words.length === LENGTH && words.every((it) => /^[a-z']/.test(it))) yield words.join(' ');
    if (!/^[㐀-鿿]/u.test(token)) continue;
    for (let from = 0; from + HAN_LENGTH <= token.length; from++) yield token.slice(from, from + HAN_LENGTH);
  }
}

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

describe('the wording of the tasks', () => {
  const wording = new Set<string>();

  before(() => {
    for (const file of TASK_FILES) {
      for (const line of read(file).trim().split('\n')) {
        const { requirement, steps = [] } = JSON.parse(line);
        for (const step of [requirement, ...steps]) {
          for (const run of runs(typeof step === 'string' ? step : step.text)) wording.add(run);
        }
      }
    }
    for (const run of CONNECTIVES) wording.delete(run);
    for (const file of DOCUMENTATION) for (const run of runs(read(file))) wording.delete(run);
    assert.ok(wording.size > 3000, `${wording.size}`);
  });

  for (const file of ['index/phrases/phrases.txt', 'index/lexical/lexicon.txt']) {
    it(`is not in ${file}`, () => {
      const found = new Set<string>();
      for (const line of read(file).split('\n'))
        for (const phrase of line.split('|'))
          for (const run of runs(phrase)) if (wording.has(run)) found.add(run);
      assert.deepEqual([...found], []);
    });
  }

  for (const part of ['requirement', 'retrieval', 'plan']) {
    it(`is not in the rules of the pipeline: ${part}`, () => {
      const folder = path.join(ROOT, 'server', 'pipeline', part);
      const found = readdirSync(folder).flatMap((file) => {
        const code = readFileSync(path.join(folder, file), 'utf8').replace(/\/\*\*[\s\S]*?\*\/|\/\/.*/g, ' ');
        return [...runs(code)].filter((run) => wording.has(run)).map((run) => `${file}: ${run}`);
      });
      assert.deepEqual(found, []);
    });
  }
});
