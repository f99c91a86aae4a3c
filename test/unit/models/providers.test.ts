import assert from 'node:assert/strict';
import { openChatModel } from '../../../server/models/open-chat-model.js';
import { type ScriptedProvider, scriptedProvider } from '../../support/scripted-provider.js';

const SCHEMA = {
  name: 'answer',
  description: 'An answer.',
  schema: { type: 'object', properties: { a: { type: 'number' } }, required: ['a'] },
};
const QUESTION = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'How many?' },
] as const;

/** The other providers in their own protocols, as far as the pipeline uses them. */
describe('a provider of its own protocol', () => {
  let provider: ScriptedProvider;
  let origin: string;
  before(async () => {
    provider = await scriptedProvider();
    origin = new URL(provider.baseUrl).origin;
  });
  after(() => provider.close());
  afterEach(() => {
    assert.equal(provider.unexpected(), 0);
    provider.requests.length = 0;
  });

  describe('Ollama', () => {
    const ollama = () =>
      openChatModel({ provider: 'ollama', model: 'm', baseUrl: origin, timeoutMs: 5000 }, {});
    const lines = (...pieces: string[]) => ({
      raw: [
        ...pieces.map((content) => ({ model: 'm', message: { role: 'assistant', content }, done: false })),
        {
          model: 'm',
          message: { role: 'assistant', content: '' },
          done: true,
          done_reason: 'stop',
          prompt_eval_count: 7,
          eval_count: 3,
        },
      ]
        .map((it) => `${JSON.stringify(it)}\n`)
        .join(''),
      type: 'application/x-ndjson',
    });

    it('answers, with its tokens', async () => {
      provider.script(lines('Sev', 'en.'));
      const reply = await ollama().ask(QUESTION);
      assert.deepEqual(reply, { text: 'Seven.', tokens: { input: 7, output: 3 } });
      assert.equal(provider.requests[0]?.url, '/api/chat');
    });

    it('is given the form of the answer', async () => {
      provider.script(lines('{"a":', '1}'));
      assert.equal((await ollama().ask(QUESTION, { schema: SCHEMA })).text, '{"a":1}');
      assert.deepEqual(provider.requests[0]?.body.format, SCHEMA.schema);
    });

    it('is given room for the prompt and the answer, and keeps it', async () => {
      const model = ollama();
      const sizes: number[] = [];
      for (const content of ['Brief.', 'x'.repeat(30_000), '请'.repeat(6000), 'Brief.']) {
        provider.script(lines('ok'));
        await model.ask([{ role: 'user', content }]);
        const { num_ctx: size, num_predict: most } = provider.requests.at(-1)?.body.options ?? {};
        assert.equal(most, 4096);
        sizes.push(size);
      }
      assert.deepEqual(sizes, [8192, 16_384, 16_384, 16_384]);
    });

    it('is given room for a form that is asked for in words', async () => {
      const schema = { ...SCHEMA, schema: { ...SCHEMA.schema, description: 'x'.repeat(30_000) } };
      const refusal = { status: 400, body: '{"error":"format is not supported"}' };
      provider.script(refusal, refusal, lines('{"a":1}'));
      await ollama().ask(QUESTION, { schema });
      assert.deepEqual(
        provider.requests.map((it) => it.body.options.num_ctx),
        [8192, 16_384, 16_384],
      );
    });

    it('that breaks off or does not know the model is a failure', async () => {
      provider.script({
        raw: '{"model":"m","message":{"role":"assistant","content":"half"},"done":false}\n',
        type: 'application/x-ndjson',
      });
      await assert.rejects(ollama().ask(QUESTION), /broke off|cannot be read/);
      provider.script({ status: 404, body: '{"error":"model \\"m\\" not found"}' });
      await assert.rejects(ollama().ask(QUESTION), /not found/);
    });
  });

  describe('Anthropic', () => {
    const anthropic = () =>
      openChatModel(
        { provider: 'anthropic', model: 'claude-m', baseUrl: origin, timeoutMs: 5000 },
        { EPIGEN_MODEL_API_KEY: 'k' },
      );
    const events = (block: unknown, deltas: readonly unknown[]) => ({
      raw: [
        {
          type: 'message_start',
          message: {
            id: 'm1',
            type: 'message',
            role: 'assistant',
            model: 'claude-m',
            content: [],
            stop_reason: null,
            usage: { input_tokens: 7, output_tokens: 1 },
          },
        },
        { type: 'content_block_start', index: 0, content_block: block },
        ...deltas.map((delta) => ({ type: 'content_block_delta', index: 0, delta })),
        { type: 'content_block_stop', index: 0 },
        { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 3 } },
        { type: 'message_stop' },
      ]
        .map((it) => `event: ${it.type}\ndata: ${JSON.stringify(it)}\n\n`)
        .join(''),
      type: 'text/event-stream',
    });

    it('answers, and gets its key', async () => {
      provider.script(
        events({ type: 'text', text: '' }, [
          { type: 'text_delta', text: 'Sev' },
          { type: 'text_delta', text: 'en.' },
        ]),
      );
      assert.equal((await anthropic().ask(QUESTION)).text, 'Seven.');
      assert.equal(provider.requests[0]?.headers['x-api-key'], 'k');
      assert.equal(provider.requests[0]?.url, '/v1/messages');
    });

    it('answers in a form by a tool', async () => {
      provider.script(
        events({ type: 'tool_use', id: 't1', name: 'answer', input: {} }, [
          { type: 'input_json_delta', partial_json: '{"a":' },
          { type: 'input_json_delta', partial_json: '1}' },
        ]),
      );
      assert.equal((await anthropic().ask(QUESTION, { schema: SCHEMA })).text, '{"a":1}');
      assert.equal(provider.requests[0]?.body.tools[0].name, 'answer');
    });
  });
});
