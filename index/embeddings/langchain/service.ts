import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import { EpigenError } from '../../error.js';
import { guardedFetch } from '../../services/guarded-fetch.js';
import { ModelError, modelErrorOf } from '../../services/model-error.js';
import { switchOffTracing } from '../../services/no-tracing.js';
import {
  addressOf,
  headersFrom,
  keyOf,
  keyVariables,
  type ServiceModel,
  wrongAddress,
} from '../../services/provider.js';
import type { Embedder } from '../embedder.js';
import { textEmbedder } from '../text-embedder.js';

/** Texts in one request: an answer with long vectors stays below what is read of one. */
const BATCH = 32;
const BATCH_MS = 60_000;
const TRIES_AGAIN = 2;
/** A query is answered by words alone if the service takes longer, and for a while after it failed. */
const QUERY_MS = 3000;
const REST_MS = 30_000;

/**
 * The embedding of a service that speaks OpenAI's protocol or Ollama's, through LangChain. Nothing is loaded or sent before
 * the first text.
 */
export function serviceEmbedder(
  service: ServiceModel,
  environment: NodeJS.ProcessEnv = process.env,
): Embedder {
  const label = `${service.provider}:${service.model}`;
  const address = addressOf(service);
  let resting: { readonly until: number; readonly error: EpigenError } | undefined;

  return textEmbedder(
    label,
    async (texts, purpose, signal) => {
      const isQuery = purpose === 'query';
      if (isQuery && resting && performance.now() < resting.until) throw resting.error;
      const deadline = AbortSignal.timeout(isQuery ? QUERY_MS : BATCH_MS);
      const ending = signal ? AbortSignal.any([signal, deadline]) : deadline;
      try {
        const embeddings = await load(ending, isQuery ? 0 : TRIES_AGAIN);
        const vectors = isQuery
          ? [await embeddings.embedQuery(texts[0] ?? '')]
          : await embeddings.embedDocuments([...texts]);
        resting = undefined;
        return vectors;
      } catch (error) {
        signal?.throwIfAborted();
        const failure = deadline.aborted ? tooSlow(isQuery ? QUERY_MS : BATCH_MS) : explained(error);
        if (isQuery) resting = { until: performance.now() + REST_MS, error: failure };
        throw failure;
      }
    },
    BATCH,
  );

  async function load(signal: AbortSignal, maxRetries: number): Promise<EmbeddingsInterface> {
    const wrong = wrongAddress(service);
    if (wrong) throw wrong;
    switchOffTracing();
    const send = guardedFetch(address, { signal, headers: headersFrom(environment), label, environment });
    const { model } = service;
    if (service.provider === 'ollama') {
      const { OllamaEmbeddings } = await import('@langchain/ollama');
      return new OllamaEmbeddings({ model, baseUrl: address, fetch: send, maxRetries, truncate: true });
    }
    const { OpenAIEmbeddings } = await import('@langchain/openai');
    return new OpenAIEmbeddings({
      model,
      // Services on one's own machine want none, but the package does.
      apiKey: keyOf(service, environment) ?? 'none',
      batchSize: BATCH,
      // Left to itself the package asks for base64 and takes every answer for that.
      encodingFormat: 'float',
      maxRetries,
      configuration: { baseURL: address, fetch: send, logLevel: 'off' },
    });
  }

  function explained(error: unknown): EpigenError {
    const { what, where, remedy } = modelErrorOf(error, label, address, keyVariables(service));
    // The address stands in another setting than that of a model.
    return new EpigenError(what, where, remedy.replaceAll('baseUrl', 'the address in `embeddings`'), {
      cause: error,
    });
  }

  function tooSlow(ms: number): ModelError {
    const where = `${label} at ${address}`;
    return new ModelError('timeout', `no answer within ${ms / 1000} s`, where, 'use a faster service');
  }
}
