import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type { Llama, LlamaModel } from 'node-llama-cpp';
import { ModelError } from '../../index/services/model-error.js';
import type { ModelSettings } from '../settings.js';
import type { AskOptions, ChatModel, Message, Reply } from './chat-model.js';
import { jsonGrammar } from './json-grammar.js';
import { turns } from './limiting.js';

type Package = typeof import('node-llama-cpp');

/** The longest answer that is asked for, and how long it may take unless the settings say otherwise; loading not counted. */
const MAX_TOKENS = 4096;
const TIMEOUT_MS = 120_000;
/** What the form of a conversation adds to its texts. */
const FORM_TOKENS = 256;
/** A model is unloaded when nobody has asked it for so long: it holds gigabytes. */
const IDLE_MS = 5 * 60_000;

interface Loaded {
  readonly cpp: Package;
  readonly llama: Llama;
  readonly model: LlamaModel;
}

/**
 * A GGUF model in this process, by node-llama-cpp. Nothing is loaded before the first question, and the model is unloaded
 * when it is idle. One question is answered at a time. Where the answer has a form, a grammar lets nothing else through.
 */
export function llamaModel(settings: ModelSettings, idleMs = IDLE_MS): ChatModel {
  const file = settings.model;
  const label = `llama-cpp:${basename(file)}`;
  const inTurn = turns(1);
  let loaded: Promise<Loaded> | undefined;
  let idle: NodeJS.Timeout | undefined;

  return {
    label,
    identity: JSON.stringify(settings),
    ask: (messages, options = {}) =>
      inTurn(options.signal, async () => {
        clearTimeout(idle);
        options.signal?.throwIfAborted();
        try {
          return await answer(await load(options), messages, options);
        } catch (error) {
          options.signal?.throwIfAborted();
          if (error instanceof ModelError) throw error;
          throw failure(
            'broken-answer',
            `the model cannot be used: ${said(error)}`,
            'try another file',
            error,
          );
        } finally {
          idle = setTimeout(unload, idleMs);
          // It must not keep a program running.
          idle.unref();
        }
      }),
  };

  function load({ signal, onLoad }: AskOptions): Promise<Loaded> {
    loaded ??= open(signal, onLoad).catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  }

  async function open(signal: AbortSignal | undefined, onLoad: AskOptions['onLoad']): Promise<Loaded> {
    if (!existsSync(file))
      throw failure('misconfigured', 'there is no such file', 'write the path of a GGUF file into model');
    const cpp = await import('node-llama-cpp').catch((cause: unknown) => {
      const what = `models in the process need the package node-llama-cpp, which cannot be loaded: ${said(cause)}`;
      throw failure('not-installed', what, 'npm install node-llama-cpp beside epigen', cause);
    });
    const llama = await cpp.getLlama({
      // Nothing is compiled or downloaded behind the user's back.
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: 'error',
      logger: () => {},
      // The editor needs a processor too, and threads that wait for one another's turn are slower than fewer of them.
      maxThreads: Math.max(1, availableParallelism() - 1),
    });
    try {
      const model = await llama.loadModel({
        modelPath: file,
        onLoadProgress: (share) => onLoad?.(share),
        ...(signal && { loadSignal: signal }),
      });
      return { cpp, llama, model };
    } catch (cause) {
      signal?.throwIfAborted();
      const remedy = 'check that it is a GGUF file of a chat model, and that it fits into memory';
      throw failure('misconfigured', `the model cannot be loaded: ${said(cause)}`, remedy, cause);
    }
  }

  async function unload(): Promise<void> {
    const gone = loaded;
    loaded = undefined;
    await gone?.then(({ model }) => model.dispose()).catch(() => {});
  }

  async function answer(
    { cpp, llama, model }: Loaded,
    messages: readonly Message[],
    { signal, schema, onText }: AskOptions,
  ): Promise<Reply> {
    const timeoutMs = settings.timeoutMs ?? TIMEOUT_MS;
    const deadline = AbortSignal.timeout(timeoutMs);
    const ending = signal ? AbortSignal.any([signal, deadline]) : deadline;
    const prompt = messages.reduce((sum, it) => sum + model.tokenize(it.content).length, FORM_TOKENS);
    if (prompt + FORM_TOKENS > model.trainContextSize) {
      const what = `the question has ${prompt} tokens, and the model reads ${model.trainContextSize}`;
      throw failure('bad-request', what, 'use a model with a longer context');
    }
    const contextSize = Math.min(model.trainContextSize, prompt + MAX_TOKENS);
    try {
      const context = await model.createContext({ contextSize, createSignal: ending });
      try {
        const sequence = context.getSequence();
        const session = new cpp.LlamaChatSession({ contextSequence: sequence });
        session.setChatHistory(
          messages
            .slice(0, -1)
            .map(({ role, content }) =>
              role === 'assistant' ? { type: 'model', response: [content] } : { type: role, text: content },
            ),
        );
        const grammar = schema && (await llama.createGrammar({ grammar: jsonGrammar(schema.schema) }));
        let sofar = '';
        const { responseText: text, stopReason } = await session.promptWithMeta(
          messages.at(-1)?.content ?? '',
          {
            signal: ending,
            maxTokens: contextSize - prompt,
            temperature: settings.temperature ?? 0,
            ...(grammar && { grammar }),
            onTextChunk: (more) => {
              sofar += more;
              onText?.(sofar);
            },
          },
        );
        if (stopReason === 'maxTokens') {
          const remedy = 'ask again, or for less at once';
          throw failure('broken-answer', 'the answer is longer than the model may write', remedy);
        }
        const { usedInputTokens: input, usedOutputTokens: output } = sequence.tokenMeter;
        return { text, tokens: { input, output } };
      } finally {
        await context.dispose();
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (!deadline.aborted) throw error;
      const what = `no complete answer within ${timeoutMs / 1000} s`;
      throw failure('timeout', what, 'raise timeoutMs of the model, or use a smaller one', error);
    }
  }

  function failure(kind: ModelError['kind'], what: string, remedy: string, cause?: unknown): ModelError {
    return new ModelError(kind, what, file, remedy, { cause });
  }
}

function said(error: unknown): string {
  return String(error instanceof Error ? error.message : error)
    .replace(/\s+/g, ' ')
    .slice(0, 160);
}
