import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the provider does with one request. */
export type Turn =
  /** An answer, streamed or whole as asked; as a tool call where a tool is asked for. */
  | string
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** The pieces of a stream, one every `everyMs`. */
  | { readonly pieces: readonly string[]; readonly everyMs: number }
  /** A stream that ends after this text, with or without closing properly. */
  | { readonly truncated: string; readonly reset?: true }
  /** Text again and again, until the client goes. */
  | { readonly endless: string; readonly everyMs?: number }
  /** Nothing at all, until the client goes. */
  | { readonly silent: true }
  /** Bytes as they are. */
  | { readonly raw: string | Buffer; readonly type: string }
  /** Whole, although a stream was asked for. */
  | { readonly unstreamed: string };

/** A request as the provider got it. */
export interface ProviderRequest {
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what is sent is looked at freely in tests.
  readonly body: any;
}

/** A chat service on loopback that answers by a script; a request beyond it gets status 418 and is counted. */
export interface ScriptedProvider {
  readonly baseUrl: string;
  readonly requests: ProviderRequest[];
  /** Connections that clients have closed before the answer was complete. */
  readonly abandoned: { count: number; at: number };
  readonly unexpected: () => number;
  script(...turns: (Turn | ((request: ProviderRequest) => Turn))[]): void;
  close(): Promise<void>;
}

/** Starts a provider that speaks OpenAI's protocol; over TLS if it has a certificate. */
export async function scriptedProvider(tls?: {
  readonly key: string;
  readonly cert: string;
}): Promise<ScriptedProvider> {
  const turns: (Turn | ((request: ProviderRequest) => Turn))[] = [];
  const requests: ProviderRequest[] = [];
  const abandoned = { count: 0, at: 0 };
  let unexpected = 0;
  const answerTo: http.RequestListener = async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const request: ProviderRequest = {
      url: message.url ?? '',
      headers: message.headers,
      text,
      body: parsed(text),
    };
    requests.push(request);
    response.on('close', () => {
      if (response.writableFinished) return;
      abandoned.count++;
      abandoned.at = performance.now();
    });
    const next = turns.shift();
    if (next === undefined) {
      unexpected++;
      response
        .writeHead(418, { 'content-type': 'application/json' })
        .end('{"error":{"message":"no turn left"}}');
      return;
    }
    await play(typeof next === 'function' ? next(request) : next, request, response).catch(() => {});
  };
  const server = tls ? https.createServer(tls, answerTo) : http.createServer(answerTo);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    abandoned,
    unexpected: () => unexpected,
    script: (...more) => turns.push(...more),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function play(turn: Turn, request: ProviderRequest, response: http.ServerResponse): Promise<void> {
  if (typeof turn === 'string') return answer(turn, request, response);
  if ('unstreamed' in turn) return whole(turn.unstreamed, request, response);
  if ('status' in turn) {
    response.writeHead(turn.status, { 'content-type': 'application/json', ...turn.headers });
    response.end(turn.body ?? '{"error":{"message":"the script says so"}}');
    return;
  }
  if ('raw' in turn) {
    response.writeHead(200, { 'content-type': turn.type });
    response.end(turn.raw);
    return;
  }
  if ('silent' in turn) return;
  open(response);
  if ('pieces' in turn) {
    for (const piece of turn.pieces) {
      send(response, request, piece);
      await sleep(turn.everyMs);
    }
    finish(response);
  } else if ('truncated' in turn) {
    send(response, request, turn.truncated);
    await sleep(20);
    if (turn.reset) response.destroy();
    else response.end();
  } else {
    while (!response.destroyed) {
      send(response, request, turn.endless);
      await sleep(turn.everyMs ?? 0);
    }
  }
}

function answer(text: string, request: ProviderRequest, response: http.ServerResponse): void {
  if (!request.body?.stream) {
    whole(text, request, response);
    return;
  }
  open(response);
  for (const piece of text.match(/[\s\S]{1,40}/g) ?? []) send(response, request, piece);
  finish(response);
}

function whole(text: string, request: ProviderRequest, response: http.ServerResponse): void {
  const tool = request.body?.tools?.[0]?.function?.name;
  const message = tool
    ? {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'call-1', type: 'function', function: { name: tool, arguments: text } }],
      }
    : { role: 'assistant', content: text };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify({
      id: 'c1',
      object: 'chat.completion',
      created: 0,
      model: 'm',
      choices: [{ index: 0, message, finish_reason: tool ? 'tool_calls' : 'stop' }],
      usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
    }),
  );
}

function open(response: http.ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
}

function send(response: http.ServerResponse, request: ProviderRequest, text: string): void {
  const tool = request.body?.tools?.[0]?.function?.name;
  const call = { index: 0, id: 'call-1', type: 'function', function: { name: tool, arguments: text } };
  event(response, { role: 'assistant', ...(tool ? { tool_calls: [call] } : { content: text }) }, null);
}

function finish(response: http.ServerResponse): void {
  event(response, {}, 'stop');
  response.end('data: [DONE]\n\n');
}

function event(response: http.ServerResponse, delta: unknown, reason: string | null): void {
  const choices = [{ index: 0, delta, finish_reason: reason }];
  response.write(
    `data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', created: 0, model: 'm', choices })}\n\n`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
