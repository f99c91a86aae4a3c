import { guardedFetch } from '../../index/services/guarded-fetch.js';
import { ModelError, modelErrorOf } from '../../index/services/model-error.js';
import { switchOffTracing } from '../../index/services/no-tracing.js';
import {
  addressOf,
  headersFrom,
  isInProcess,
  keyOf,
  keyVariables,
  packageOf,
  wrongAddress,
} from '../../index/services/provider.js';
import type { ModelSettings } from '../settings.js';
import type { AskOptions, ChatModel, Message, Reply } from './chat-model.js';
import { llamaModel } from './llama-model.js';

/** How long a model may take for one answer, unless its settings say otherwise. */
const TIMEOUT_MS = 120_000;
/** The longest answer that is asked for. */
const MAX_TOKENS = 4096;
/** Ollama's context grows in steps of so many tokens, since it loads a model anew for another size. */
const CONTEXT_STEP = 4096;

/** How a service is made to answer with JSON of a shape. */
type Way = 'schema' | 'tool' | 'text';

/** A model in this process, or behind one of LangChain's providers. Nothing is loaded or sent before the first question. */
export function openChatModel(
  settings: ModelSettings,
  environment: NodeJS.ProcessEnv = process.env,
): ChatModel {
  if (isInProcess(settings)) return llamaModel(settings);
  const label = `${settings.provider}:${settings.model}`;
  const address = addressOf(settings);
  const variables = keyVariables(settings);
  // What is learned of the service is kept: the first form that it takes, whether it takes a temperature, and what room
  // it was given.
  let ways: readonly Way[] =
    settings.provider === 'anthropic' ? ['tool', 'text'] : ['schema', 'tool', 'text'];
  let isTemperatureTaken = true;
  let contextSize = 0;

  return { label, identity: JSON.stringify([settings, address]), ask };

  async function ask(messages: readonly Message[], options: AskOptions = {}): Promise<Reply> {
    const { signal } = options;
    signal?.throwIfAborted();
    const wrong = wrongAddress(settings);
    if (wrong) throw wrong;
    const timeoutMs = settings.timeoutMs ?? TIMEOUT_MS;
    const deadline = AbortSignal.timeout(timeoutMs);
    const ending = signal ? AbortSignal.any([signal, deadline]) : deadline;
    try {
      return await untilEnd(ending, askInSomeWay(messages, options, ending));
    } catch (error) {
      signal?.throwIfAborted();
      if (!deadline.aborted) throw modelErrorOf(error, label, address, variables);
      throw new ModelError(
        'timeout',
        `no complete answer within ${timeoutMs / 1000} s`,
        `${label} at ${address}`,
        'raise timeoutMs of the model, or use a smaller one',
      );
    }
  }

  async function askInSomeWay(
    messages: readonly Message[],
    options: AskOptions,
    ending: AbortSignal,
  ): Promise<Reply> {
    for (let left = ways; ; ) {
      const [way = 'text'] = left;
      try {
        const reply = await request(messages, options, options.schema ? way : 'text', ending);
        if (options.schema) ways = left;
        return reply;
      } catch (error) {
        const failure = modelErrorOf(error, label, address, variables);
        if (failure.kind !== 'bad-request' || ending.aborted) throw failure;
        if (isTemperatureTaken && settings.temperature === undefined && /temperature/i.test(failure.what))
          isTemperatureTaken = false;
        else if (options.schema && left.length > 1 && isAboutForm(failure)) left = left.slice(1);
        else throw failure;
      }
    }
  }

  async function request(
    messages: readonly Message[],
    { schema, onText }: AskOptions,
    way: Way,
    ending: AbortSignal,
  ): Promise<Reply> {
    // In plain text the shape is part of the question.
    const asked = schema && way === 'text' ? withShape(messages, schema.schema) : messages;
    const input = asked.map(({ role, content }) => ({ role, content }));
    const model = await load(JSON.stringify(way === 'tool' ? [input, schema] : input), ending);
    const bound = schema && way === 'tool' ? withTool(model, schema) : model;
    const form = schema && way === 'schema' ? formOf(settings.provider, schema) : {};
    const call = { ...form, signal: ending };

    let text = '';
    let finish: unknown;
    let pieces = 0;
    let usage: Reply['tokens'];
    for await (const chunk of await bound.stream(input, call)) {
      pieces++;
      const more = textOf(chunk);
      finish = finishOf(chunk) ?? finish;
      usage = usageOf(chunk) ?? usage;
      if (more === '') continue;
      text += more;
      onText?.(text);
    }
    // Some services answer at once although a stream is asked for; of that nothing arrives here.
    if (pieces === 0) {
      const whole = await bound.invoke(input, call);
      text = textOf(whole);
      finish = finishOf(whole);
      usage = usageOf(whole);
      onText?.(text);
    }
    if (finish === undefined || finish === 'length' || finish === 'max_tokens') {
      throw new ModelError(
        'broken-answer',
        finish === undefined ? 'the answer broke off' : 'the answer is longer than the model may write',
        `${label} at ${address}`,
        'ask again, or for less at once',
      );
    }
    return { text, ...(usage && { tokens: usage }) };
  }

  async function load(prompt: string, ending: AbortSignal) {
    switchOffTracing();
    const { initChatModel } = await import('langchain/chat_models/universal').catch((cause) => {
      throw notInstalled('langchain', cause);
    });
    const key = keyOf(settings, environment);
    const send = guardedFetch(address, {
      signal: ending,
      headers: headersFrom(environment),
      label,
      environment,
    });
    const temperature = settings.temperature ?? (isTemperatureTaken ? 0 : undefined);
    const common = {
      modelProvider: settings.provider,
      // Tries again are ours: providers differ in what they take for worth it.
      maxRetries: 0,
      ...(temperature !== undefined && { temperature }),
    };
    try {
      switch (settings.provider) {
        case 'ollama':
          // Left to itself it drops of a longer prompt what does not fit into a few thousand tokens, and says nothing.
          contextSize = Math.max(contextSize, contextFor(prompt));
          return await initChatModel(settings.model, {
            ...common,
            baseUrl: address,
            fetch: send,
            numCtx: contextSize,
            numPredict: MAX_TOKENS,
          });
        case 'anthropic':
          return await initChatModel(settings.model, {
            ...common,
            apiKey: key ?? 'none',
            anthropicApiUrl: address,
            maxTokens: MAX_TOKENS,
            clientOptions: { fetch: send, baseURL: address },
          });
        default:
          return await initChatModel(settings.model, {
            ...common,
            // Services on one's own machine want none, but the package does.
            apiKey: key ?? 'none',
            maxTokens: MAX_TOKENS,
            useResponsesApi: false,
            configuration: { baseURL: address, fetch: send, logLevel: 'off' },
          });
      }
    } catch (error) {
      if (/install|Cannot find (?:module|package)/i.test(String(error)))
        throw notInstalled(packageOf(settings), error);
      throw error;
    }
  }
}

type Loaded = Awaited<ReturnType<typeof import('langchain/chat_models/universal')['initChatModel']>>;
type Schema = NonNullable<AskOptions['schema']>;

/**
 * Room for a prompt and its answer. Three bytes for a token is few for words and code, and right for Chinese: too little
 * room loses a part of the prompt, too much costs some memory.
 */
function contextFor(prompt: string): number {
  const tokens = Math.ceil(Buffer.byteLength(prompt) / 3) + MAX_TOKENS;
  return Math.ceil(tokens / CONTEXT_STEP) * CONTEXT_STEP;
}

/** The task's end, or the signal's: what does not listen to the signal must not keep anyone waiting. */
async function untilEnd<T>(signal: AbortSignal, task: Promise<T>): Promise<T> {
  let stop = () => {};
  const ended = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  task.catch(() => {});
  try {
    return await Promise.race([task, ended]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function formOf(provider: string, { name, schema }: Schema): Record<string, unknown> {
  if (provider === 'ollama') return { format: schema };
  return { response_format: { type: 'json_schema', json_schema: { name, schema, strict: false } } };
}

function withTool(model: Loaded, { name, description, schema }: Schema) {
  const tool = { type: 'function' as const, function: { name, description, parameters: schema } };
  return model.bindTools([tool], { tool_choice: name });
}

function withShape(messages: readonly Message[], schema: Schema['schema']): Message[] {
  const shape = `Answer with one JSON object and nothing else. It must have this JSON schema:\n${JSON.stringify(schema)}`;
  const last = messages.at(-1);
  if (last?.role !== 'user') return [...messages, { role: 'user', content: shape }];
  return [...messages.slice(0, -1), { ...last, content: `${last.content}\n\n${shape}` }];
}

/** Whether a refused request may be refused for the form that was asked for. */
function isAboutForm({ what }: ModelError): boolean {
  return !/\(404\)|model[^:]{0,40}(?:not found|does not exist)|context length|too (?:long|large)/i.test(what);
}

/** Text of a piece, or the arguments of the tool that stands for the answer. */
function textOf(message: unknown): string {
  const { content, tool_call_chunks, tool_calls } = Object(message) as Record<string, unknown>;
  const pieces = listOf(tool_call_chunks).map((it) => it.args);
  if (pieces.some((it) => typeof it === 'string')) return pieces.map((it) => it ?? '').join('');
  const calls = listOf(tool_calls);
  if (calls.length > 0 && tool_call_chunks === undefined) return JSON.stringify(calls[0]?.args);
  if (typeof content === 'string') return content;
  return listOf(content)
    .map((it) => (typeof it.text === 'string' ? it.text : ''))
    .join('');
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter((it) => typeof it === 'object' && it !== null) : [];
}

function finishOf(message: unknown): unknown {
  const { response_metadata: metadata, additional_kwargs: more } = Object(message) as Record<string, unknown>;
  const { finish_reason, done_reason, stop_reason } = Object(metadata) as Record<string, unknown>;
  const { stop_reason: late } = Object(more) as Record<string, unknown>;
  return finish_reason ?? done_reason ?? stop_reason ?? late ?? undefined;
}

function usageOf(message: unknown): Reply['tokens'] {
  const { usage_metadata: usage } = Object(message) as Record<string, unknown>;
  const { input_tokens: input, output_tokens: output } = Object(usage) as Record<string, unknown>;
  return typeof input === 'number' && typeof output === 'number' ? { input, output } : undefined;
}

function notInstalled(name: string, cause: unknown): ModelError {
  return new ModelError(
    'not-installed',
    `the package ${name} cannot be loaded`,
    'models',
    `npm install ${name}`,
    {
      cause,
    },
  );
}
