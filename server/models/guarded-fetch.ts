import { ModelError } from './model-error.js';

/** More than any answer needs; an endless one is cut off here. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The `fetch` that is handed to the providers' packages. It ends with the signal whatever they do with theirs, goes to no
 * other host than the one that was agreed to (redirects included), and reads no more than an answer can have.
 */
export function guardedFetch(
  baseUrl: string,
  signal: AbortSignal,
  headers: Readonly<Record<string, string>>,
  label: string,
): (input: string | URL | Request, init?: RequestInit) => Promise<Response> {
  const { origin } = new URL(baseUrl);
  return async (input, init = {}) => {
    const address = new URL(input instanceof Request ? input.url : input);
    if (address.origin !== origin) {
      throw new ModelError(
        'bad-request',
        `a request would go to ${address.origin}`,
        label,
        `check baseUrl: requests go to ${origin} only`,
      );
    }
    const merged = new Headers(init.headers ?? (input instanceof Request ? input.headers : undefined));
    for (const [name, value] of Object.entries(headers)) merged.set(name, value);
    // Redirects are not followed; `manual` rather than `error`, so that it can be said where one leads.
    // biome-ignore lint/style/noRestrictedGlobals: this is the one place where requests leave.
    const response = await fetch(input, {
      ...init,
      headers: merged,
      redirect: 'manual',
      signal: init.signal ? AbortSignal.any([init.signal, signal]) : signal,
    });
    const target = response.status >= 300 && response.status < 400 && response.headers.get('location');
    if (target) {
      await response.body?.cancel();
      throw redirected(response.status, target, address, label);
    }
    const type = response.headers.get('content-type') ?? '';
    const charset = /charset=["']?([\w-]+)/i.exec(type)?.[1];
    if (!response.body) return response;
    return new Response(response.body.pipeThrough(limited(label)).pipeThrough(asUtf8(charset)), {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
    });
  };
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
