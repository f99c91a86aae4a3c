import type { RequestInit as UndiciInit } from 'undici';
import { firstIn, ModelError, unreachableCode } from './model-error.js';
import { routeTo } from './proxies.js';

/** More than any answer needs; an endless one is cut off here. */
const MAX_BYTES = 4 * 1024 * 1024;

export interface GuardOptions {
  /** Ends every request, whatever the packages do with their own. */
  readonly signal: AbortSignal;
  /** Sent along. */
  readonly headers: Readonly<Record<string, string>>;
  /** Who is asked, for messages. */
  readonly label: string;
  /** Says which proxy is on the way. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * The `fetch` that is handed to the providers' packages. It ends with the signal whatever they do with theirs, goes to no
 * other host than the one that was agreed to (redirects included) but through the user's proxy, and reads no more than an
 * answer can have. Rejects with a ModelError for what is wrong on the way, and as `fetch` does otherwise.
 */
export function guardedFetch(
  baseUrl: string,
  { signal, headers, label, environment }: GuardOptions,
): (input: string | URL | Request, init?: RequestInit) => Promise<Response> {
  const { origin } = new URL(baseUrl);
  return async (input, init = {}) => {
    const { fetch, Headers } = await import('undici');
    // The packages give an address and what to send, never a Request.
    const address = new URL(input instanceof Request ? input.url : input);
    if (address.origin !== origin) {
      throw new ModelError(
        'bad-request',
        `a request would go to ${address.origin}`,
        label,
        `check baseUrl: requests go to ${origin} only`,
      );
    }
    const { method = 'GET', body: content = null } = init;
    const sent = { method, body: content } as Pick<UndiciInit, 'method' | 'body'>;
    const merged = new Headers(init.headers as UndiciInit['headers']);
    for (const [name, value] of Object.entries(headers)) merged.set(name, value);
    const { dispatcher, proxy } = await routeTo(address, environment);
    // Redirects are not followed; `manual` rather than `error`, so that it can be said where one leads. The platform's own
    // fetch knows no proxies on Node 20.
    const response = await fetch(address, {
      ...sent,
      headers: merged,
      redirect: 'manual',
      signal: init.signal ? AbortSignal.any([init.signal, signal]) : signal,
      dispatcher,
    }).catch((error: unknown) => {
      if (proxy === undefined || signal.aborted) throw error;
      throw proxyFailure(error, proxy, label) ?? error;
    });
    if (response.status === 407) throw refusedByProxy(407, proxy ?? '', label);
    const target = response.status >= 300 && response.status < 400 && response.headers.get('location');
    if (target) {
      await response.body?.cancel();
      throw redirected(response.status, target, address, label);
    }
    const type = response.headers.get('content-type') ?? '';
    const charset = /charset=["']?([\w-]+)/i.exec(type)?.[1];
    const { status, statusText } = response;
    const body = response.body as ReadableStream<Uint8Array> | null;
    return new Response(body?.pipeThrough(limited(label)).pipeThrough(asUtf8(charset)) ?? null, {
      status,
      statusText,
      headers: [...response.headers],
    });
  };
}

/** What the proxy did wrong; undefined for what is not its doing, as a certificate of the service that is not trusted. */
function proxyFailure(error: unknown, proxy: string, label: string): ModelError | undefined {
  const status = firstIn(error, ({ message }) => /^Proxy [\w ]+\((\d+)\)/.exec(message)?.[1]);
  if (status !== undefined) return refusedByProxy(Number(status), proxy, label);
  const code = unreachableCode(error);
  if (code === undefined) return undefined;
  return new ModelError(
    'unreachable',
    `nobody answers (${code}); the way is through the proxy ${proxy} unless NO_PROXY names the host`,
    label,
    'start the service, or check HTTPS_PROXY, HTTP_PROXY and NO_PROXY',
    { cause: error },
  );
}

function refusedByProxy(status: number, proxy: string, label: string): ModelError {
  return new ModelError(
    'unreachable',
    `the proxy ${proxy} refuses the way to the service (${status})`,
    label,
    status === 407
      ? 'write its user name and password into HTTPS_PROXY: http://USER:PASSWORD@HOST:PORT'
      : 'ask who runs the proxy, or name the host of the service in NO_PROXY',
  );
}

function redirected(status: number, target: string, from: URL, label: string): ModelError {
  const url = URL.canParse(target, from.href) ? new URL(target, from) : undefined;
  // Not its query, in which secrets are handed on.
  const to = url ? url.origin + url.pathname : 'no address';
  return new ModelError(
    'unreachable',
    `the service redirects to ${to} (${status}), and redirects are not followed`,
    `${label} at ${from.origin}`,
    'check baseUrl: name the service itself, and look for a login page or a proxy before it',
  );
}

function limited(label: string): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes <= MAX_BYTES) controller.enqueue(chunk);
      else
        controller.error(
          new ModelError(
            'too-long',
            `the answer is longer than ${MAX_BYTES / 1024 / 1024} MB`,
            label,
            'check the service: no answer needs that much',
          ),
        );
    },
  });
}

/** The packages take every answer for UTF-8; one that says otherwise is converted. An unknown name is taken for UTF-8. */
function asUtf8(charset: string | undefined): TransformStream<Uint8Array, Uint8Array> {
  const decoder = charset && !/^utf-?8$/i.test(charset) ? decoderFor(charset) : undefined;
  if (!decoder) return new TransformStream();
  const encoder = new TextEncoder();
  return new TransformStream({
    transform: (chunk, controller) =>
      controller.enqueue(encoder.encode(decoder.decode(chunk, { stream: true }))),
    flush: (controller) => controller.enqueue(encoder.encode(decoder.decode())),
  });
}

function decoderFor(charset: string) {
  try {
    return new TextDecoder(charset);
  } catch {
    return undefined;
  }
}
