import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { StreamReader } from '../../server/stream-reader.js';
import { framed } from '../support/raw-server.js';

/** What a reader makes of the pieces of a stream: methods of messages, and errors as their codes. */
async function read(pieces: readonly Uint8Array[]): Promise<(string | number)[]> {
  const stream = new PassThrough();
  const reader = new StreamReader(stream);
  const seen: (string | number)[] = [];
  reader.onError((error) => {
    if ('code' in error) seen.push(Number(error.code));
  });
  const over = new Promise<void>((done) => {
    reader.listen((message) => {
      const { method } = message as { method: string } & typeof message;
      seen.push(method);
      if (method === 'exit') done();
    });
  });
  for (const piece of pieces) stream.write(piece);
  stream.end();
  await over;
  return seen;
}

/** The bytes in pieces of these lengths, over and over. */
function inPieces(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

const methods = fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { maxLength: 8 });
const lengths = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 });

describe('the reader of the stream', () => {
  it('delivers every message in order, however the bytes are cut, and the end as exit', () =>
    fc.assert(
      fc.asyncProperty(methods, lengths, async (names, cuts) => {
        const bytes = Buffer.concat(names.map((method) => framed({ jsonrpc: '2.0', method })));
        assert.deepEqual(await read(inPieces(bytes, cuts)), [...names, 'exit']);
      }),
      { numRuns: 200 },
    ));

  it('finds the message behind any garbage, and complains once', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 20_000 }), lengths, async (garbage, cuts) => {
        const bytes = Buffer.concat([garbage, framed({ jsonrpc: '2.0', method: 'found' })]);
        assert.deepEqual(await read(inPieces(bytes, cuts)), [-32700, 'found', 'exit']);
      }),
      { numRuns: 100 },
    ));

  it('knows headers in any order and case', async () => {
    const content = '{"jsonrpc":"2.0","method":"a"}';
    const type = 'Content-Type: application/vscode-jsonrpc; charset=utf-8';
    const bytes = `content-LENGTH:${content.length}\r\n${type}\r\n\r\n${content}${type}\r\nContent-Length:  ${content.length}\r\n\r\n${content}`;
    assert.deepEqual(await read([Buffer.from(bytes)]), ['a', 'a', 'exit']);
  });
});
