import assert from 'node:assert/strict';
import { findGaps } from '../../../index/gaps/find-gaps.js';
import { countGaps, type Gap } from '../../../index/gaps/gap.js';
import type { LibraryReading } from '../../../index/library-reading.js';
import { readText } from '../sources/fixture.js';

/** `6 K.send undocumented-parameter to, text`: gaps without their wording. */
function texts(reading: LibraryReading): string[] {
  return findGaps(reading).map(({ source, api, kind, paths = [] }) =>
    [source.line, api, kind, paths.join(', ')].join(' ').trim(),
  );
}

/** Wraps declarations in the namespace `K`, whose first line is line 2. */
async function gapsOf(declarations: string): Promise<string[]> {
  return texts(await readText(`declare namespace K {\n${declarations}\n}`));
}

const EXAMPLE = '@example K.it();';

describe('gaps of the documentation', () => {
  it('are none where all is said', async () => {
    const text = `/**
 * Sends a letter.
 * @param letter - What to send.
 * @param letter.to - Address of the person.
 * @param letter.timeout - Time limit in milliseconds.
 * @returns Identifier of the letter.
 * @example
 * await K.send({ to: 'ann' });
 */
function send(letter: { to: string; timeout?: number }): Promise<string>;
/** Takes back all letters. @deprecated Use send instead. */
function recall(all: boolean): void;`;
    assert.deepEqual(await gapsOf(text), []);
  });

  it('are missing descriptions and those that repeat the name', async () => {
    assert.deepEqual(
      await gapsOf(`/** ${EXAMPLE} */
function sendLetter(): void;
/** Open inbox. ${EXAMPLE} */
function openInbox(): void;
/** Opens the inbox. ${EXAMPLE} */
function inbox(): void;`),
      ['3 K.sendLetter no-description', '5 K.openInbox no-description'],
    );
  });

  it('are first sentences that search takes for the same', async () => {
    assert.deepEqual(
      await gapsOf(`/** Shows a toast. ${EXAMPLE} */
function toast(): void;
/** Show the toasts! ${EXAMPLE} */
function note(): void;
/** Shows a dialog. ${EXAMPLE} */
function dialog(): void;
/** Shows a toast. @deprecated Use toast. */
function oldToast(): void;`),
      ['3 K.toast same-description', '5 K.note same-description'],
    );
  });

  it('are no such sentences of methods of different handles', async () => {
    assert.deepEqual(
      await gapsOf(`interface File {
  /** Closes it. */
  close(): void;
  /** Closes it. */
  end(): void;
}
interface Socket {
  /** Closes it. */
  close(): void;
}
/** Opens a file. ${EXAMPLE} */
function file(): File;
/** Opens a socket. ${EXAMPLE} */
function socket(): Socket;`),
      ['4 K.file().close same-description', '6 K.file().end same-description'],
    );
  });

  it('are parameters, options and results of unknown type, and those without a word', async () => {
    assert.deepEqual(
      await gapsOf(`/** Sends. @param to - To whom. ${EXAMPLE} */
function send(to: Missing, options: {
  urgent: boolean;
  /** Later. */
  later: boolean;
  tags: Gone[];
}): Absent;`),
      [
        '3 K.send unknown-type to, options.tags, returns',
        '3 K.send undocumented-parameter options.urgent, options.tags',
      ],
    );
  });

  it('of a named type are found once, and words in @param count for it', async () => {
    assert.deepEqual(
      await gapsOf(`interface Options { a: string; b: string }
interface Other { c: string }
/** Sends. ${EXAMPLE} */
function send(options: Options): void;
/** Receives. ${EXAMPLE} */
function receive(options: Options): void;
/** Asks. @param options.c - Third. ${EXAMPLE} */
function ask(options: Other): void;`),
      ['5 K.send undocumented-parameter options.a, options.b'],
    );
  });

  it('are none where a named type says what its values are, or another overload does', async () => {
    assert.deepEqual(
      await gapsOf(`/** A chat of the user. */
interface Chat { id: string }
/** Sends. @param count - How often. ${EXAMPLE} */
function send(chat: Chat, count: number): void;
function send(chat: Chat, count: number, now: boolean): void;`),
      ['5 K.send undocumented-parameter chat.id, now'],
    );
  });

  it('are times without a unit', async () => {
    assert.deepEqual(
      await gapsOf(`/**
 * Waits.
 * @param timeout - How long.
 * @param delay - Pause in seconds.
 * @param interval - Every how many.
 * @param retryInterval - How often.
 * ${EXAMPLE}
 */
function wait(timeout: number, delay: number, interval: number, retryInterval: number): void;`),
      ['10 K.wait no-unit timeout, retryInterval'],
    );
  });

  it('are promises of which nothing says what they resolve to', async () => {
    assert.deepEqual(
      await gapsOf(`/** A letter. */
interface Letter { id: string }
/** Counts. ${EXAMPLE} */
function count(): Promise<number>;
/** Reads. ${EXAMPLE} */
function read(): Promise<Letter>;
/** Sends. ${EXAMPLE} */
function send(): Promise<void>;
/** Measures. ${EXAMPLE} */
function size(): number;
/** Asks. @returns The answer. ${EXAMPLE} */
function ask(): Promise<string>;`),
      ['5 K.count undocumented-result'],
    );
  });

  it('of a deprecated API are only that nothing replaces it', async () => {
    assert.deepEqual(
      await gapsOf(`/** @deprecated */
function a(x: Missing): void;
/** @deprecated Use somethingElse. */
function b(): void;
/** @deprecated Use b. */
function c(): void;`),
      ['3 K.a no-replacement', '5 K.b no-replacement'],
    );
  });

  it('are calls without an example, but not of methods of handles', async () => {
    assert.deepEqual(
      await gapsOf(`interface File {
  /** Closes it. */
  close(): void;
}
/** Opens a file. */
function open(): File;`),
      ['7 K.open no-example'],
    );
  });

  it('of what is inherited are found once', async () => {
    assert.deepEqual(
      await gapsOf(`interface Base { end(): void }
interface File extends Base {
  /** Reads all of it. */
  read(): void;
}
interface Socket extends Base {
  /** Waits for more. */
  receive(): void;
}
/** Opens a file. ${EXAMPLE} */
function file(): File;
/** Opens a socket. ${EXAMPLE} */
function socket(): Socket;`),
      ['2 K.file().end no-description'],
    );
  });

  it('are found in JSON, and an API without a list of parameters is one', async () => {
    const apis = [
      { name: 'send', api_des: 'Sends. Parameters: to (string, required): Whom. Returns: Promise<void>.' },
      { name: 'ask', api_des: 'Asks somebody.', api_exp: 'K.ask();' },
      { name: 'wait', api_des: 'Waits. Parameters: timeout (number, required): Time. Returns: void.' },
    ];
    const reading = await readText(JSON.stringify(apis, null, 1), 'apis.json', 'global:K');
    assert.deepEqual(texts(reading), [
      '3 K.send no-example',
      '7 K.ask no-signature',
      '12 K.wait no-unit timeout',
      '12 K.wait no-example',
    ]);
  });

  it('are worded for people', async () => {
    const reading = await readText(
      'declare namespace K {\n/** Sends. */\nfunction send(a: X, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1): X; }',
    );
    assert.deepEqual(
      findGaps(reading).map((it) => `${it.what}: ${it.todo}`),
      [
        'the type of a and the result is not known, so nothing is checked there: state it',
        'nothing says what a, b, c, d, e and 2 more are: describe them, for example in @param a - …',
        'there is no example, one is made from the parameters: show a call as programs make it: @example, or api_exp in JSON',
      ],
    );
  });

  it('are counted by kind, with the first names', () => {
    const gap = (kind: Gap['kind'], api: string): Gap => {
      return { kind, api, what: '', todo: '', source: { file: 'k.d.ts', line: 1, column: 1 } };
    };
    const gaps = ['a', 'b', 'c', 'd'].map((it) => gap('no-example', it));
    assert.deepEqual(countGaps([...gaps, gap('no-description', 'a')]), [
      { kind: 'no-description', apis: 1, first: ['a'] },
      { kind: 'no-example', apis: 4, first: ['a', 'b', 'c'] },
    ]);
  });
});
