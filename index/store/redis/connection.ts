import { Redis } from 'ioredis';
import { EpigenError } from '../../error.js';

/** How long the first connection may take, in milliseconds. */
const CONNECT_MS = 2000;
/** How long one command may take, in milliseconds. */
const COMMAND_MS = 10_000;
const MAX_RETRY_MS = 5000;

/**
 * A connection that may be lost at any time: it never throws by itself, comes back by itself, and answers nothing while
 * it is away instead of queueing.
 */
export class RedisConnection {
  private readonly client: Redis;
  private subscriber: Redis | undefined;
  private failure: string | undefined;
  private connecting: Promise<boolean> | undefined;

  constructor(
    private readonly url: string,
    /** The address without credentials, for messages. */
    readonly location: string,
  ) {
    this.client = this.connect();
  }

  /** Why the server cannot be reached; undefined while it can, or nobody has tried. */
  get problem(): string | undefined {
    return this.client.status === 'ready' ? undefined : this.failure;
  }

  /** The client if it is connected or can be within the time for connecting; else undefined. */
  async ready(): Promise<Redis | undefined> {
    if (this.client.status === 'ready') return this.client;
    if (this.client.status === 'wait') {
      this.connecting ??= within(CONNECT_MS, this.client.connect()).then(
        () => true,
        (error: unknown) => {
          this.failure ??= messageOf(error);
          return false;
        },
      );
    }
    // Later on it is either back or it is not: nobody waits for a server that has gone.
    await this.connecting;
    return this.now();
  }

  /** The client if it is connected now. */
  now(): Redis | undefined {
    return this.client.status === 'ready' ? this.client : undefined;
  }

  /** Runs commands on the server. Throws EpigenError when it cannot be reached or fails. */
  async run<T>(commands: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = await this.ready();
    if (!redis) throw this.unreachable();
    try {
      return await commands(redis);
    } catch (error) {
      if (error instanceof EpigenError) throw error;
      throw new EpigenError(`Redis failed: ${messageOf(error)}`, this.location, 'see the log of the server', {
        cause: error,
      });
    }
  }

  unreachable(): EpigenError {
    return new EpigenError(
      `Redis cannot be reached: ${this.failure ?? 'no answer'}`,
      this.location,
      'check that it runs there and that the address and the password are right',
    );
  }

  /** Listens to a channel. `connected` is called whenever the server is there, the first time and again. */
  subscribe(channel: string, message: (text: string) => void, connected: () => void): void {
    const subscriber = this.connect();
    this.subscriber = subscriber;
    subscriber.on('message', (_channel, text) => message(text));
    subscriber.on('ready', () => {
      subscriber.subscribe(channel).then(connected, () => {});
    });
    subscriber.connect().catch(() => {});
  }

  close(): void {
    this.client.disconnect();
    this.subscriber?.disconnect();
  }

  private connect(): Redis {
    const client = new Redis(this.url, {
      lazyConnect: true,
      connectTimeout: CONNECT_MS,
      commandTimeout: COMMAND_MS,
      // Fail at once rather than when it is back: whoever asks has something to fall back on.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResubscribe: false,
      retryStrategy: (attempt) => Math.min(MAX_RETRY_MS, 100 * 2 ** Math.min(attempt, 10)),
    });
    // Without a listener a lost connection would end the process.
    client.on('error', (error: unknown) => {
      this.failure = messageOf(error);
    });
    return client;
  }
}

/** The promise, or a rejection after so many milliseconds. A later rejection of the promise is swallowed. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  promise.catch(() => {});
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Several addresses of one host: Node wraps the failures and leaves the message empty.
  if (error instanceof AggregateError) return messageOf(error.errors[0]);
  return error.message || error.name;
}

/** Whether commands failed because the connection ended under them, which the client may not have noticed yet. */
export function wasLost(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return (
    cause instanceof Error &&
    /Stream isn't writeable|Connection is closed|ECONNRESET|EPIPE/.test(cause.message)
  );
}
