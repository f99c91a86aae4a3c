import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import {
  AbstractMessageReader,
  type DataCallback,
  Disposable,
  ErrorCodes,
  type Message,
  ResponseError,
} from 'vscode-languageserver/node';

/** Headers are some dozen bytes; what goes on longer than this is none. */
const MAX_HEADER = 8 * 1024;
/** No string of the engine can be longer. */
const MAX_CONTENT = 0x1fff_ffe8;

/** The part of a header that counts, up to the blank line that ends it. Sloppy clients leave out the carriage returns. */
const HEADER = /content-length:[ \t]*(\d+)[ \t]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n/i;
/** What may stand before it: other fields. */
const FIELDS = /^(?:[\w-]+:[^\r\n]*\r?\n)*$/;
const BLANK_LINE = /\r?\n\r?\n/g;

/**
 * Reads LSP messages from a stream, whatever comes. What is no message is fired as a ResponseError, for the client to be
 * told, and reading goes on at the next header. (The protocol library's own reader waits for ever after a broken header
 * and keeps all of an endless one.) The end of the stream is delivered as the notification `exit`, so that everything
 * sent before it is handled first: a client that is gone wants no more.
 */
export class StreamReader extends AbstractMessageReader {
  readonly #stream: Readable;
  #deliver: DataCallback = () => {};
  #chunks: Buffer[] = [];
  #size = 0;
  /** Length of the content that comes next; undefined while a header is expected. */
  #length: number | undefined;
  /** The client was told that this is no header; one message is enough until there is one again. */
  #isLost = false;
  #isOver = false;

  constructor(stream: Readable) {
    super();
    this.#stream = stream;
  }

  listen(callback: DataCallback): Disposable {
    this.#deliver = callback;
    const read = (chunk: Buffer) => this.#read(chunk);
    const end = () => this.#end();
    const fail = (error: Error) => this.fireError(error);
    // A connection that breaks is closed without an end.
    this.#stream.on('data', read).on('end', end).on('close', end).on('error', fail);
    return Disposable.create(() => {
      this.#stream.off('data', read).off('end', end).off('close', end).off('error', fail);
    });
  }

  #read(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    let isProgress = true;
    while (isProgress)
      isProgress = this.#length === undefined ? this.#readHeader() : this.#readContent(this.#length);
  }

  /** Returns whether there may be more to read. */
  #readHeader(): boolean {
    const text = this.#joined().toString('latin1', 0, MAX_HEADER);
    const header = HEADER.exec(text);
    if (header) {
      if (!FIELDS.test(text.slice(0, header.index))) this.#lose('There is something between two messages.');
      this.#skip(header.index + header[0].length);
      const length = Number(header[1]);
      if (length <= MAX_CONTENT) this.#length = length;
      else this.#lose(`A message of ${header[1]} bytes is too long.`);
      return true;
    }
    const end = [...text.matchAll(BLANK_LINE)].at(-1);
    if (end) {
      this.#lose('A message has no header with a Content-Length that is a number.');
      this.#skip(end.index + end[0].length);
      return true;
    }
    if (text.length < MAX_HEADER) return false;
    this.#lose('The header of a message has no end.');
    // The next header may have begun in the other half.
    this.#skip(MAX_HEADER / 2);
    return true;
  }

  #readContent(length: number): boolean {
    if (this.#size < length) return false;
    const content = this.#joined().subarray(0, length);
    this.#skip(length);
    this.#length = undefined;
    this.#isLost = false;
    try {
      this.#deliver(messageOf(content));
    } catch (error) {
      this.fireError(error instanceof ResponseError ? error : invalid('A message names no request.'));
    }
    return true;
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#deliver({ jsonrpc: '2.0', method: 'exit' } as Message);
  }

  #lose(what: string): void {
    if (!this.#isLost) this.fireError(new ResponseError(ErrorCodes.ParseError, what));
    this.#isLost = true;
  }

  /** All that was not read yet, in one piece. */
  #joined(): Buffer {
    if (this.#chunks.length !== 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }

  #skip(count: number): void {
    this.#chunks = [this.#joined().subarray(count)];
    this.#size -= count;
  }
}

/** The message in a content. Throws a ResponseError if there is none. */
function messageOf(content: Buffer): Message {
  if (!isUtf8(content)) throw new ResponseError(ErrorCodes.ParseError, 'A message is not UTF-8.');
  let value: unknown;
  try {
    value = JSON.parse(content.toString('utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ResponseError(ErrorCodes.ParseError, `A message is no JSON: ${why}`);
  }
  if (!isMessage(value)) throw invalid('A message is neither a request nor a notification nor a response.');
  return value;
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null) return false;
  const { id, method, result, error } = value as Record<string, unknown>;
  const isId = typeof id === 'string' || typeof id === 'number';
  if (method !== undefined) return typeof method === 'string' && (isId || id === undefined);
  return (isId || id === null) && (result !== undefined || error !== undefined);
}

function invalid(what: string): ResponseError<void> {
  return new ResponseError(ErrorCodes.InvalidRequest, what);
}
