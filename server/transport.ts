import { createConnection as connectSocket } from 'node:net';
import {
  type Connection,
  createConnection,
  ErrorCodes,
  IPCMessageReader,
  IPCMessageWriter,
  type Message,
  type MessageReader,
  type MessageWriter,
  type RequestMessage,
  ResponseError,
  type ResponseMessage,
  SocketMessageWriter,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { cancelled } from './guard.js';
import { StreamReader } from './stream-reader.js';

/** How client and server talk; with a socket the client listens and the server connects. */
export type Transport = 'stdio' | 'node-ipc' | { readonly socket: number };

/**
 * A connection that keeps to the protocol's life cycle: nothing but `initialize` before it, nothing but `exit` after
 * `shutdown`, and queued requests that are cancelled are answered as cancelled without being started. What is no message
 * is answered as such. When the client vanishes the process ends.
 */
export function openConnection(transport: Transport): Connection {
  const [reader, writer] = openTransport(transport);
  let state: 'new' | 'running' | 'down' = 'new';

  // The last resort for clients that end without a word: exit codes are those of `exit`.
  const gone = () => process.exit(state === 'down' ? 0 : 1);
  if (transport === 'node-ipc') process.on('disconnect', gone);
  reader.onClose(gone);
  reader.onError((error) => {
    // Whose request it was cannot be told.
    if (error instanceof ResponseError) void writer.write(response({ id: null }, error));
  });
  writer.onError(([error]) => {
    if (isBrokenPipe(error)) gone();
  });
  process.stdout.on('error', gone);

  /** Why a request may not be handled now; undefined if it may. */
  const objection = (method: string): ResponseError<void> | undefined => {
    if (state === 'new' && method !== 'initialize') {
      return new ResponseError(ErrorCodes.ServerNotInitialized, 'The server is not initialized yet.');
    }
    if (state === 'running' && method === 'initialize') {
      return new ResponseError(ErrorCodes.InvalidRequest, 'The server is initialized already.');
    }
    if (state === 'down') {
      return new ResponseError(ErrorCodes.InvalidRequest, 'The server was asked to shut down.');
    }
    return undefined;
  };

  return createConnection(reader, writer, {
    connectionStrategy: {
      // Without this a burst of requests is worked off although the client has long dropped them.
      cancelUndispatched: (message) => (isRequest(message) ? response(message, cancelled()) : undefined),
    },
    messageStrategy: {
      handleMessage: (message, next) => {
        const method = 'method' in message ? message.method : undefined;
        if (typeof method !== 'string') return next(message);
        if (isRequest(message)) {
          const error = objection(method);
          if (error) return writer.write(response(message, error));
          if (method === 'initialize') state = 'running';
          if (method === 'shutdown') state = 'down';
        } else if (state !== 'running' && method !== 'exit') {
          return;
        }
        return next(message);
      },
    },
  });
}

function openTransport(transport: Transport): [MessageReader, MessageWriter] {
  if (transport === 'node-ipc') return [new IPCMessageReader(process), new IPCMessageWriter(process)];
  if (transport === 'stdio') {
    return [new StreamReader(process.stdin), new StreamMessageWriter(process.stdout)];
  }
  const socket = connectSocket(transport.socket, '127.0.0.1');
  socket.on('error', (error) => {
    process.stderr.write(`epigen: no client listens (127.0.0.1:${transport.socket}): ${error.message}\n`);
    process.exit(2);
  });
  return [new StreamReader(socket), new SocketMessageWriter(socket)];
}

function isRequest(message: Message): message is RequestMessage {
  return 'method' in message && 'id' in message && message.id !== undefined && message.id !== null;
}

function response({ id }: Pick<ResponseMessage, 'id'>, error: ResponseError<void>): ResponseMessage {
  return { jsonrpc: '2.0', id, error: error.toJson() };
}

function isBrokenPipe(error: Error): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'ERR_IPC_CHANNEL_CLOSED';
}
