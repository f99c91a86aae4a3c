import { EpigenError } from '../error.js';

/** Why a model gave no answer that can be used. */
export type FailureKind =
  /** Nobody answers at the address. */
  | 'unreachable'
  /** The address or the headers cannot be understood, so nothing was sent. */
  | 'misconfigured'
  /** The key is missing or wrong. */
  | 'refused-key'
  /** Too many requests, or the service is overloaded or broken: worth another try. */
  | 'busy'
  /** The service does not understand the request. */
  | 'bad-request'
  /** No complete answer within the time. */
  | 'timeout'
  /** More bytes than any answer needs. */
  | 'too-long'
  /** The answer broke off, or cannot be read. */
  | 'broken-answer'
  /** What one generation may cost is spent. */
  | 'used-up'
  | 'not-installed';

/** A model that failed, as a sentence with a remedy. */
export class ModelError extends EpigenError {
  readonly kind: FailureKind;
  /** How long the service asks to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor(
    kind: FailureKind,
    what: string,
    where: string,
    remedy: string,
    options: ErrorOptions & { readonly retryAfterMs?: number | undefined } = {},
  ) {
    super(what, where, remedy, options);
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Turns whatever a provider's package threw into a ModelError; `address` is where the request went. */
export function modelErrorOf(
  error: unknown,
  label: string,
  address: string,
  keyVariables: string,
): ModelError {
  const own = firstIn(error, (it) => (it instanceof ModelError ? it : undefined));
  if (own) return own;
  const status = statusOf(error);
  const said = messageOf(error);
  const where = `${label} at ${address}`;
  if (status === 401 || status === 403) {
    return new ModelError(
      'refused-key',
      `the service refused the key (${status})`,
      where,
      `set ${keyVariables} in the environment`,
      { cause: error },
    );
  }
  if (status === 429 || (status !== undefined && status >= 500)) {
    return new ModelError(
      'busy',
      status === 429 ? 'the service asks for fewer requests (429)' : `the service failed (${status})`,
      where,
      'try again later, or use the engine offline',
      { cause: error, retryAfterMs: retryAfterOf(error) },
    );
  }
  if (status === 404) {
    return new ModelError(
      'bad-request',
      `the service does not know the address or the model (404): ${said}`,
      where,
      'check baseUrl and model; an OpenAI-compatible baseUrl mostly ends in /v1',
      { cause: error },
    );
  }
  if (status !== undefined) {
    return new ModelError(
      'bad-request',
      `the service does not take the request (${status}): ${said}`,
      where,
      'check the model and what it supports',
      { cause: error },
    );
  }
  const untrusted = firstIn(error, (it) => codeOf(it, UNTRUSTED));
  if (untrusted) {
    return new ModelError(
      'unreachable',
      `the certificate of the service is not trusted (${untrusted})`,
      where,
      'set NODE_EXTRA_CA_CERTS to the file with the certificate of its authority, or check baseUrl',
      { cause: error },
    );
  }
  if (firstIn(error, unreachable)) {
    return new ModelError('unreachable', 'nobody answers', where, 'start the service, or check baseUrl', {
      cause: error,
    });
  }
  return new ModelError(
    'broken-answer',
    `the answer cannot be read: ${said}`,
    where,
    'check that the service speaks the protocol of its provider',
    { cause: error },
  );
}

function statusOf(error: unknown): number | undefined {
  const { status, status_code: code, statusCode } = Object(error) as Record<string, unknown>;
  return [status, code, statusCode].find((it): it is number => typeof it === 'number' && it >= 400);
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

/** The first that is seen in an error or its causes: packages wrap what goes through them, our own errors too. */
export function firstIn<T>(error: unknown, look: (it: Error) => T | undefined, depth = 6): T | undefined {
  if (depth === 0 || !(error instanceof Error)) return undefined;
  return look(error) ?? firstIn(error.cause, look, depth - 1);
}

const UNTRUSTED = /^(?:CERT|SELF_SIGNED|UNABLE_TO|DEPTH_ZERO|ERR_TLS_CERT)/;
const NOBODY = /^(?:ECONN|ENOTFOUND|EAI_|EHOST|ENETUNREACH|EPIPE|UND_ERR_CONNECT)/;

function codeOf(error: Error, codes: RegExp): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && codes.test(code) ? code : undefined;
}

/** The platform's code for a host that does not answer, wherever it stands among the causes of an error. */
export function unreachableCode(error: unknown): string | undefined {
  return firstIn(error, (it) => codeOf(it, NOBODY));
}

function unreachable(error: Error): string | undefined {
  // The packages hide what the platform said behind a sentence of their own.
  return codeOf(error, NOBODY) ?? /^(?:fetch failed|Connection error\.?)$/.exec(error.message)?.[0];
}

/** `Retry-After` as seconds or a date. */
function retryAfterOf(error: unknown): number | undefined {
  const { headers } = Object(error) as { headers?: unknown };
  const value =
    headers instanceof Headers
      ? headers.get('retry-after')
      : (Object(headers) as Record<string, unknown>)['retry-after'];
  if (typeof value !== 'string') return undefined;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}
