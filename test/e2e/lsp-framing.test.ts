import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { framed, RawServer } from '../support/raw-server.js';

const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;

const padding = 'X-Padding: 0123456789\r\n'.repeat(50_000);
const cut = framed({ jsonrpc: '2.0', method: '$/cut', params: { text: 'x'.repeat(100) } });

/** What is no message, and what the server says to it. */
const CASES: readonly (readonly [what: string, bytes: string | Buffer, code: number])[] = [
  ['a content that is no JSON', framed('{ this is no JSON'), PARSE_ERROR],
  ['no content', framed(''), PARSE_ERROR],
  ['half a JSON text', framed('{"jsonrpc":"2.0","id":1,"method":"shut'), PARSE_ERROR],
  ['a content that is not UTF-8', wrongUtf8(), PARSE_ERROR],
  ['a length that is no number', 'Content-Length: many\r\n\r\n{}', PARSE_ERROR],
  ['a length with a fraction', 'Content-Length: 2.0\r\n\r\n{}', PARSE_ERROR],
  ['a negative length', 'Content-Length: -5\r\n\r\n{}', PARSE_ERROR],
  ['a header without a length', 'Content-Type: application/json\r\n\r\n{}', PARSE_ERROR],
  ['an empty header', '\r\n\r\n', PARSE_ERROR],
  ['a length that nothing can have', 'Content-Length: 99999999999999999999\r\n\r\n{}', PARSE_ERROR],
  ['a length that is too small', shortened(cut), PARSE_ERROR],
  ['text between messages', 'Debugger attached.\n', PARSE_ERROR],
  ['a message without a header', '{"jsonrpc":"2.0","method":"exit"}', PARSE_ERROR],
  ['bytes of no meaning', Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 89) % 256)), PARSE_ERROR],
  ['a header that does not end', 'x'.repeat(1_000_000), PARSE_ERROR],
  ['a header of a megabyte', padding, PARSE_ERROR],
  ['a list', framed('[]'), INVALID_REQUEST],
  ['null', framed('null'), INVALID_REQUEST],
  ['a number', framed('7'), INVALID_REQUEST],
  ['an empty object', framed('{}'), INVALID_REQUEST],
  ['a request whose id is null', framed('{"jsonrpc":"2.0","id":null,"method":"shutdown"}'), INVALID_REQUEST],
  ['a method that is no text', framed('{"jsonrpc":"2.0","id":1,"method":7}'), INVALID_REQUEST],
  ['a cancellation of nothing', framed('{"jsonrpc":"2.0","method":"$/cancelRequest"}'), INVALID_REQUEST],
];

describe('the server reads what is no message', () => {
  let server: RawServer;

  before(async () => {
    server = new RawServer(tmpdir());
    await server.initialize();
  });
  after(() => server.kill());

  for (const [what, bytes, code] of CASES) {
    it(`${what}: says ${code} once and goes on`, async () => {
      const before = server.messages.length;
      server.send(bytes);
      // In the same breath, so that there is nothing that could wake a reader that waits.
      const probe = await server.ask('epigen/unknown');
      assert.equal(probe.error?.code, -32601);
      const said = server.messages.slice(before).filter(({ method }) => method === undefined);
      assert.deepEqual([said[0]?.id, said[0]?.error?.code], [null, code], JSON.stringify(said));
      // A content that was cut short leaves a rest, which is a mistake of its own.
      const mistakes = said.filter(({ id }) => id === null);
      assert.ok(mistakes.length === 1 || (what.includes('too small') && mistakes.length === 2), what);
    });
  }

  it('a length that is too big swallows a message, and the one after it is answered', async () => {
    const lengthened = cut.toString().replace(/\d+/, (length) => String(Number(length) + 20));
    server.send(lengthened);
    server.send(framed({ jsonrpc: '2.0', id: 'swallowed', method: 'epigen/unknown' }));
    assert.equal((await server.ask('epigen/unknown')).error?.code, -32601);
    assert.ok(!server.messages.some(({ id }) => id === 'swallowed'));
  });

  it('says so before initialize too, and in a header with line feeds only', async () => {
    const fresh = new RawServer(tmpdir());
    fresh.send('garbage\n');
    fresh.send('Content-Length: 48\n\n{"jsonrpc":"2.0","id":1,"method":"epigen/early"}');
    const early = await fresh.until('the answer', ({ id }) => id === 1);
    assert.equal(early.error?.code, -32002);
    assert.deepEqual(
      fresh.messages.map(({ id, error }) => [id, error?.code]),
      [
        [null, PARSE_ERROR],
        [1, -32002],
      ],
    );
    fresh.kill();
  });

  it('was one process all the time, and wrote nothing beside the protocol', async () => {
    assert.equal(server.process.exitCode, null);
    assert.equal(server.stderr, '');
    await server.ask('shutdown');
    server.notify('exit');
    assert.deepEqual(await server.exited, [0, null]);
  });
});

function wrongUtf8(): Buffer {
  const content = Buffer.from('{"jsonrpc":"2.0","method":"x","params":["?"]}');
  content[content.indexOf('?')] = 0xff;
  return Buffer.concat([Buffer.from(`Content-Length: ${content.length}\r\n\r\n`), content]);
}

/** The same with a length that leaves out the last ten bytes. */
function shortened(message: Buffer): string {
  return message.toString().replace(/\d+/, (length) => String(Number(length) - 10));
}
