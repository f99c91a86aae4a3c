import '../support/optional-packages.mjs';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Ajv from 'ajv';
import type { ApiLibrary } from '../../index/library.js';
import { llamaModel } from '../../server/models/llama-model.js';
import { modelFinding } from '../../server/models/try-model.js';
import { planSchema } from '../../server/pipeline/model/plan-schema.js';
import { writeFiles } from '../support/cli.js';
import { generated, libraryFrom } from '../support/generated.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { writeTinyGguf } from '../support/tiny-gguf.js';
import { SHOP } from '../unit/pipeline/shop.js';

const QUESTION = [
  { role: 'system', content: 'Answer.' },
  { role: 'user', content: 'Hi.' },
] as const;

describe('a GGUF model in the process', function () {
  this.timeout(300_000);
  const folder = temporaryFolder();
  const file = join(folder, 'tiny.gguf');
  let library: ApiLibrary;
  before(async () => {
    writeTinyGguf(file);
    library = await libraryFrom({ declarations: SHOP });
  });
  const model = (more = {}, idleMs?: number) =>
    llamaModel({ provider: 'llama-cpp', model: file, temperature: 1, ...more }, idleMs);
  const plan = () => ({
    name: 'plan',
    description: 'A plan.',
    schema: planSchema(
      library
        .names()
        .flatMap((name) => library.find(name) ?? [])
        .map((api) => ({ api, library })),
      3,
    ),
  });

  it('under the grammar writes plans that fit the form, a hundred times', async () => {
    const { schema: form, ...named } = plan();
    const steps = { type: 'array', minItems: 2, items: { $ref: '#/$defs/step' } };
    // Random weights would mostly write no step at all.
    const schema = { ...named, schema: { ...form, properties: { steps } } };
    const isValid = new Ajv({ schemaId: 'auto' }).compile(schema.schema);
    const asked = model();
    const answers: string[] = [];
    let brokenOff = 0;
    while (answers.length < 100) {
      const answer = await asked.ask(QUESTION, { schema }).catch((error) => {
        // Random weights now and then find no end.
        assert.match(String(error), /longer than the model may write/);
        brokenOff++;
        assert.ok(brokenOff < 100);
      });
      if (answer) answers.push(answer.text);
    }
    for (const it of answers) assert.ok(isValid(JSON.parse(it)), `${it}\n${JSON.stringify(isValid.errors)}`);
    const calls = answers.flatMap((it) => [...it.matchAll(/"call": ?\n?"([^"]+)"/g)].map(([, name]) => name));
    assert.ok(calls.length > 10, `${calls.length} calls`);
    console.log(
      `      ${new Set(answers).size} different plans, ${calls.length} calls, ${brokenOff} broken off`,
    );
  });

  it('says how far it is loaded, and what it read and wrote', async () => {
    const shares: number[] = [];
    const { text, tokens } = await model().ask(QUESTION, {
      schema: { name: 'a', description: 'b', schema: { enum: ['ready'] } },
      onLoad: (share) => shares.push(share),
    });
    assert.equal(text, '"ready"');
    assert.equal(shares.at(-1), 1);
    assert.ok((tokens?.input ?? 0) > 10 && (tokens?.output ?? 0) >= 7, JSON.stringify(tokens));
  });

  it('stops when it is no longer wanted, and when its time is over', async () => {
    const controller = new AbortController();
    let abortedAt = 0;
    const asking = model().ask(QUESTION, {
      schema: {
        name: 'a',
        description: 'b',
        schema: { type: 'array', minItems: 900, items: { type: 'boolean' } },
      },
      signal: controller.signal,
      onText: () => {
        abortedAt ||= performance.now();
        controller.abort(new Error('enough'));
      },
    });
    await assert.rejects(asking, /enough/);
    assert.ok(performance.now() - abortedAt < 1000);
    await assert.rejects(
      model({ timeoutMs: 30 }).ask(QUESTION, {
        schema: {
          name: 'a',
          description: 'b',
          schema: { type: 'array', minItems: 900, items: { type: 'boolean' } },
        },
      }),
      /no complete answer within 0\.03 s/,
    );
  });

  it('is unloaded when it is idle, and loaded again when it is asked', async () => {
    const asked = model({}, 20);
    const schema = { name: 'a', description: 'b', schema: { enum: [1] } };
    let loads = 0;
    const onLoad = (share: number) => {
      if (share === 1) loads++;
    };
    await asked.ask(QUESTION, { schema, onLoad });
    await asked.ask(QUESTION, { schema, onLoad });
    assert.equal(loads, 1);
    await sleep(300);
    await asked.ask(QUESTION, { schema, onLoad });
    assert.equal(loads, 2);
  });

  it('that is none, or is missing, is a clear error', async () => {
    writeFiles(folder, { 'broken.gguf': 'no model' });
    const broken = await modelFinding('models.generate', model({ model: join(folder, 'broken.gguf') }), 'x');
    assert.match(broken.detail, /cannot be loaded/);
    await assert.rejects(model({ model: join(folder, 'none.gguf') }).ask(QUESTION), /there is no such file/);
    await assert.rejects(
      model().ask([{ role: 'user', content: 'x'.repeat(40_000) }]),
      /the question has 4\d{4} tokens, and the model reads 32768/,
    );
  });

  it('takes part in a generation, in which nothing invented passes', async () => {
    const phases = new Set<string>();
    const { outcome, diagnostics } = await generated({
      library,
      requirement: 'Show the banner "Saved" in green for 3 seconds.',
      settings: { engine: 'structured', repairRounds: 0 },
      models: { generate: model() },
      report: (progress) => phases.add(progress.phase),
    });
    assert.ok(phases.has('load'));
    assert.ok(outcome !== undefined && outcome !== 'marked');
    assert.deepEqual(
      diagnostics.filter((it) => /unknown|missing/.test(it.code)),
      [],
    );
  });
});
