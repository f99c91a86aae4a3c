import assert from 'node:assert/strict';
import net from 'node:net';
import { ModelError, modelErrorOf } from '../../../index/services/model-error.js';
import { openChatModel } from '../../../server/models/open-chat-model.js';
import { openModel } from '../../../server/models/open-models.js';
import { readJson } from '../../../server/models/reply-json.js';
import { retrying } from '../../../server/models/retrying.js';
import { modelFinding } from '../../../server/models/try-model.js';
import type { ModelSettings } from '../../../server/settings.js';
import { type ScriptedProvider, scriptedProvider } from '../../support/scripted-provider.js';

const SCHEMA = {
  name: 'answer',
  description: 'An answer.',
  schema: {
    type: 'object',
    properties: { a: { type: 'number' } },
    required: ['a'],
    additionalProperties: false,
  },
};
const QUESTION = [{ role: 'user', content: 'How many?' }] as const;

describe('a model behind a provider', () => {
  let provider: ScriptedProvider;
  before(async () => {
    provider = await scriptedProvider();
  });
  after(() => provider.close());
  afterEach(() => {
    assert.equal(provider.unexpected(), 0, 'more was asked than the script says');
    provider.requests.length = 0;
  });

  const model = (more: Partial<ModelSettings> = {}, environment: NodeJS.ProcessEnv = {}) =>
    openChatModel({ provider: 'openai', model: 'm', baseUrl: provider.baseUrl, ...more }, environment);
  const failureOf = async (asking: Promise<unknown>): Promise<ModelError> => {
    const error = await asking.then(
      () => assert.fail('it answered'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ModelError, String(error));
    return error;
  };

  it('answers, piece by piece', async () => {
    provider.script('A text of more than forty characters, so that it comes in two.');
    const seen: string[] = [];
    const reply = await model().ask(QUESTION, { onText: (text) => seen.push(text) });
    assert.equal(reply.text, 'A text of more than forty characters, so that it comes in two.');
    assert.equal(seen.length, 2);
    assert.equal(provider.requests[0]?.body.temperature, 0);
  });

  it('is asked for JSON by schema, else by a tool, else in words, and that is remembered', async () => {
    provider.script('{"a":1}');
    const able = model();
    assert.equal((await able.ask(QUESTION, { schema: SCHEMA })).text, '{"a":1}');
    assert.deepEqual(provider.requests[0]?.body.response_format.json_schema.schema, SCHEMA.schema);

    const refusal = { status: 400, body: '{"error":{"message":"response_format is not supported"}}' };
    provider.script(refusal, '{"a":2}');
    const toolUser = model();
    assert.equal((await toolUser.ask(QUESTION, { schema: SCHEMA })).text, '{"a":2}');
    assert.deepEqual(provider.requests[2]?.body.tools[0].function.parameters, SCHEMA.schema);

    provider.script(refusal, refusal, '{"a":3}', '{"a":4}');
    const plain = model();
    assert.equal((await plain.ask(QUESTION, { schema: SCHEMA })).text, '{"a":3}');
    assert.match(provider.requests[5]?.body.messages[0].content, /additionalProperties/);
    assert.equal((await plain.ask(QUESTION, { schema: SCHEMA })).text, '{"a":4}');
    assert.equal(provider.requests.length, 7);
  });

  it('is asked in every form again where none was taken', async () => {
    const refusal = { status: 400, body: '{"error":{"message":"out of order"}}' };
    provider.script(refusal, refusal, refusal, 'Seven.', '{"a":1}');
    const mended = model();
    assert.equal((await failureOf(mended.ask(QUESTION, { schema: SCHEMA }))).kind, 'bad-request');
    await mended.ask(QUESTION);
    await mended.ask(QUESTION, { schema: SCHEMA });
    assert.equal(provider.requests[4]?.body.response_format.type, 'json_schema');
  });

  it('that takes no temperature gets none', async () => {
    provider.script(
      { status: 400, body: '{"error":{"message":"Unsupported value: temperature"}}' },
      'Seven.',
    );
    assert.equal((await model().ask(QUESTION)).text, 'Seven.');
    assert.equal(provider.requests[1]?.body.temperature, undefined);
  });

  it('that streams nothing is asked for the whole', async () => {
    provider.script({ raw: '', type: 'text/event-stream' }, { unstreamed: 'Seven.' });
    assert.equal((await model().ask(QUESTION)).text, 'Seven.');
    assert.equal(provider.requests[1]?.body.stream, false);
  });

  it('gets the key and headers of the environment, and nobody else the provider’s key', async () => {
    provider.script('ok', 'ok');
    await model({}, { EPIGEN_MODEL_API_KEY: 'k1', EPIGEN_MODEL_HEADERS: '{"X-Gateway":"g1"}' }).ask(QUESTION);
    assert.equal(provider.requests[0]?.headers.authorization, 'Bearer k1');
    assert.equal(provider.requests[0]?.headers['x-gateway'], 'g1');
    await model({}, { OPENAI_API_KEY: 'private' }).ask(QUESTION);
    assert.ok(!JSON.stringify(provider.requests[1]?.headers).includes('private'));
  });

  it('that fails says what to do', async () => {
    const cases: [Parameters<ScriptedProvider['script']>[0], ModelError['kind'], RegExp][] = [
      [{ status: 401 }, 'refused-key', /refused the key \(401\) .*set EPIGEN_MODEL_API_KEY/],
      [{ status: 404 }, 'bad-request', /check baseUrl and model/],
      [{ status: 500 }, 'busy', /the service failed \(500\)/],
      [{ status: 429, headers: { 'retry-after': '7' } }, 'busy', /asks for fewer requests/],
      [{ raw: '{"choices": [', type: 'application/json' }, 'broken-answer', /./],
      [{ raw: 'data: {"choices": [\n\n', type: 'text/event-stream' }, 'broken-answer', /./],
      [{ truncated: 'half an ans' }, 'broken-answer', /broke off/],
      [{ truncated: 'half an ans', reset: true }, 'broken-answer', /./],
      [
        { raw: `data: ${'x'.repeat(10_000_000)}\n\n`, type: 'text/event-stream' },
        'too-long',
        /longer than 4 MB/,
      ],
      [
        { status: 302, headers: { location: 'http://example.invalid/login?from=x' } },
        'unreachable',
        /redirects to http:\/\/example\.invalid\/login \(302\), and redirects are not followed .*check baseUrl/,
      ],
    ];
    for (const [turn, kind, said] of cases) {
      provider.script(turn);
      if (kind === 'broken-answer' && typeof turn === 'object' && 'raw' in turn && turn.type.includes('json'))
        provider.script(turn);
      const failure = await failureOf(model({ timeoutMs: 5000 }).ask(QUESTION));
      assert.equal(failure.kind, kind, `${JSON.stringify(turn).slice(0, 80)}: ${failure.message}`);
      assert.match(failure.message, said);
      if (typeof turn === 'object' && 'headers' in turn && kind === 'busy')
        assert.equal(failure.retryAfterMs, 7000);
    }
    const nobody = openChatModel({ provider: 'openai', model: 'm', baseUrl: 'http://127.0.0.1:9/v1' }, {});
    assert.equal((await failureOf(nobody.ask(QUESTION))).kind, 'unreachable');
  });

  it('whose certificate is not trusted is no service that nobody started', () => {
    for (const [code, isTrust] of [
      ['CERT_HAS_EXPIRED', true],
      ['SELF_SIGNED_CERT_IN_CHAIN', true],
      ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', true],
      ['DEPTH_ZERO_SELF_SIGNED_CERT', true],
      ['ECONNREFUSED', false],
    ] as const) {
      const cause = Object.assign(new Error('said by the platform'), { code });
      const thrown = new Error('Connection error.', { cause: new TypeError('fetch failed', { cause }) });
      const { kind, message } = modelErrorOf(thrown, 'openai:m', 'https://127.0.0.1/v1', 'KEY');
      assert.equal(kind, 'unreachable');
      assert.equal(/NODE_EXTRA_CA_CERTS/.test(message), isTrust, message);
      assert.equal(/start the service/.test(message), !isTrust, message);
      assert.equal(message.includes(code), isTrust, message);
    }
  });

  it('is not asked with headers or an address that cannot be understood', async () => {
    for (const headers of ['X-Gateway: g1', '["g1"]', '{"X Gateway":"g1"}']) {
      const failure = await failureOf(model({}, { EPIGEN_MODEL_HEADERS: headers }).ask(QUESTION));
      assert.equal(failure.where, 'EPIGEN_MODEL_HEADERS');
      assert.match(failure.what, /^the headers for models cannot be understood$/);
    }
    for (const baseUrl of ['garbage', 'localhost:8000/v1', 'htp://127.0.0.1/v1', '']) {
      const wrong = { provider: 'openai', model: 'm', baseUrl };
      const asking = openChatModel(wrong, {}).ask(QUESTION, { schema: SCHEMA });
      assert.equal((await failureOf(asking)).what, `"${baseUrl}" is not an address`);
      assert.throws(() => openModel(wrong), /is not an address .*write baseUrl as an address such as http/);
    }
  });

  it('that says nothing, drips or never ends is given up in time', async () => {
    for (const turn of [{ silent: true }, { endless: 'x', everyMs: 20 }] as const) {
      provider.script(turn);
      const start = performance.now();
      assert.equal((await failureOf(model({ timeoutMs: 300 }).ask(QUESTION))).kind, 'timeout');
      assert.ok(performance.now() - start < 2000);
    }
    provider.script({ endless: 'x'.repeat(50_000) });
    assert.equal((await failureOf(model({ timeoutMs: 20_000 }).ask(QUESTION))).kind, 'too-long');
  });

  it('that is no longer wanted loses its connection at once', async () => {
    provider.script({ endless: 'x', everyMs: 20 });
    const controller = new AbortController();
    let cancelledAt = 0;
    const asking = model().ask(QUESTION, {
      signal: controller.signal,
      onText: () => {
        cancelledAt ||= performance.now();
        controller.abort(new Error('enough'));
      },
    });
    await assert.rejects(asking, /enough/);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.ok(provider.abandoned.at - cancelledAt < 100, String(provider.abandoned.at - cancelledAt));
  });

  it('is asked again when it is overloaded, as late as it says', async () => {
    provider.script({ status: 429, headers: { 'retry-after': '0' } }, { status: 503 }, 'Seven.');
    assert.equal((await retrying(model(), 5).ask(QUESTION)).text, 'Seven.');
    provider.script({ status: 500 }, { status: 500 }, { status: 500 });
    assert.equal((await failureOf(retrying(model(), 5).ask(QUESTION))).kind, 'busy');
    provider.script({ status: 429, headers: { 'retry-after': '3600' } });
    assert.equal((await failureOf(retrying(model(), 5).ask(QUESTION))).kind, 'busy');
    provider.script({ status: 401 });
    assert.equal((await failureOf(retrying(model(), 5).ask(QUESTION))).kind, 'refused-key');
  });

  it('is never answered with the wrong letters', async () => {
    const event = (choice: unknown) => `data: ${JSON.stringify({ id: 'c', choices: [choice] })}\n\n`;
    const text =
      event({ index: 0, delta: { content: 'Größe' }, finish_reason: null }) +
      event({ index: 0, delta: {}, finish_reason: 'stop' });
    provider.script({ raw: Buffer.from(text, 'latin1'), type: 'text/event-stream; charset=iso-8859-1' });
    assert.equal((await model().ask(QUESTION)).text, 'Größe');
  });

  it('connects nowhere else, and no trace of a prompt leaves', async () => {
    const saved = { ...process.env };
    Object.assign(process.env, {
      LANGSMITH_TRACING: 'true',
      LANGCHAIN_TRACING_V2: 'true',
      LANGSMITH_ENDPOINT: provider.baseUrl.replace('/v1', '/traces'),
      LANGSMITH_API_KEY: 'key',
      OPENAI_BASE_URL: 'http://127.0.0.1:9/elsewhere',
    });
    const ports = new Set<unknown>();
    const connect = net.Socket.prototype.connect;
    net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
      const [first] = args.flat() as { port?: unknown }[];
      ports.add(String(first?.port));
      return connect.apply(this, args as never);
    } as typeof connect;
    try {
      provider.script('ok', '{"a":1}');
      const asked = model();
      await asked.ask(QUESTION);
      await asked.ask(QUESTION, { schema: SCHEMA });
      // Traces are sent in the background.
      await new Promise((resolve) => setTimeout(resolve, 500));
    } finally {
      net.Socket.prototype.connect = connect;
      process.env = saved;
    }
    assert.deepEqual(
      provider.requests.map((it) => it.url),
      ['/v1/chat/completions', '/v1/chat/completions'],
    );
    assert.deepEqual(
      [...ports].filter((it) => it !== new URL(provider.baseUrl).port),
      [],
    );
  });

  it('is tried by the doctor', async () => {
    provider.script('{"word":"ready"}', 'Ready!', { status: 401 });
    const found = () => modelFinding('models.generate', model(), provider.baseUrl);
    assert.match((await found()).detail, /^openai:m at http:\/\/127\.0\.0\.1:\d+\/v1 answers in [\d.]+ s$/);
    assert.match((await found()).detail, /its answer was no JSON/);
    assert.deepEqual((({ status, remedy }) => ({ status, remedy }))(await found()), {
      status: 'broken',
      remedy: 'set EPIGEN_MODEL_API_KEY in the environment',
    });
    provider.script('{"word":"ready"}');
    const { detail } = await modelFinding('models.rerank', model(), provider.baseUrl);
    assert.match(detail, /; it is asked only where models\.generate writes the code$/);
  });
});

describe('JSON in an answer', () => {
  for (const text of [
    '{"a":1}',
    'Here you are:\n```json\n{"a": 1}\n```\nAnything else?',
    '<think>Let me see { … }</think>{"a":1}',
    'Sure! {"a":1} is the answer.',
    '{"a": 1,} // trailing',
    'The plan {"a":1}\n\n{"b":2}',
  ]) {
    it(JSON.stringify(text), () => assert.deepEqual(readJson(text), { a: 1 }));
  }
  for (const text of ['', 'I cannot help with that.', '{"a":', '7', '{a}']) {
    it(`there is none in ${JSON.stringify(text)}`, () => assert.equal(readJson(text), undefined));
  }
});
