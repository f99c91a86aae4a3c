import assert from 'node:assert/strict';
import type { Contract } from '../../../index/contract.js';
import type { CallFacts } from '../../../index/sources/contracts/call-rule.js';
import { placeContracts } from '../../../index/sources/contracts/place-contracts.js';
import type { ValueKind } from '../../../index/sources/contracts/places.js';
import { callContracts } from '../../../index/sources/contracts/read-contracts.js';
import { readText, record } from './fixture.js';

/** `range minimum=1 maximum=100`: a contract without its path and sentence; `tag` before what a label states. */
function text({ kind, sentence: _sentence, stated, ...rest }: Contract): string {
  const details = Object.entries(rest)
    .filter(([key]) => key !== 'path')
    .map(([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return `${stated === 'tag' ? 'tag ' : ''}${kind}${details.join('')}`;
}

const KINDS: Readonly<Record<string, readonly ValueKind[]>> = {
  number: ['number'],
  string: ['string'],
  'string[]': ['list', 'string'],
  boolean: ['other'],
  unknown: [],
};

/** A documented option `options.it` beside others, and what is read from its text. */
function check(type: keyof typeof KINDS & string, doc: string, expected: string): void {
  it(`${type}: ${doc}`, () => {
    const found = placeContracts({
      path: 'options.it',
      parent: 'options',
      doc,
      kinds: new Set(KINDS[type]),
      names: ['it', 'first', 'second', 'startDate', 'endDate'],
      properties: ['userId', 'chatId', 'url'],
    });
    assert.equal(found.map(text).join('; '), expected);
  });
}

describe('contracts in prose', () => {
  describe('ranges', () => {
    check('number', 'Zoom level, between 1 and 100.', 'range minimum=1 maximum=100');
    check('number', 'Must be between 0.5 and 1.', 'range minimum=0.5 maximum=1');
    check('number', 'Zoom level, 5 to 18.', 'range minimum=5 maximum=18');
    check('number', 'Opacity (0-1).', 'range minimum=0 maximum=1');
    check('number', 'Latitude in the range of -90 to 90.', 'range minimum=-90 maximum=90');
    check('number', 'Results per page (max 100).', 'range maximum=100');
    check('number', 'Entries to return, at most 1,000.', 'range maximum=1000');
    check('number', 'Retries, no more than 5.', 'range maximum=5');
    check('number', 'Retries, up to 5.', 'range maximum=5');
    check('number', 'Must not exceed 20.', 'range maximum=20');
    check('number', 'Must be at least 2.', 'range minimum=2');
    check('number', 'Must be greater than 0.', 'range exclusiveMinimum=0');
    check('number', 'Must be less than 10.', 'range exclusiveMaximum=10');
    check('number', 'Must be a positive integer.', 'range exclusiveMinimum=0');
    check('number', 'Accuracy in metres, must not be negative.', 'range minimum=0');
    check('number', 'Number of attempts, at least 1, at most 9.', 'range minimum=1 maximum=9');
    check('number', 'Entries, 1 to 10; `-1` means no limit.', 'range minimum=1 maximum=10 except=[-1]');
    check('number', 'Time limit in milliseconds, at most 30 seconds.', 'range maximum=30000; unit unit=ms');
    check('number', '缩放级别，取值 5～18。', 'range minimum=5 maximum=18');
    check('number', '数量，不超过 20。', 'range maximum=20');
    check('number', '重试次数，最多 5 次。', 'range maximum=5');
    check('number', '数量，至少 2。', 'range minimum=2');
    check('number', '必须大于 0。', 'range exclusiveMinimum=0');
    check('number', '介于 1 和 9 之间。', 'range minimum=1 maximum=9');
  });

  describe('no ranges', () => {
    check('number', 'Keeps the list up to date.', '');
    check('number', 'Sent at most once.', '');
    check('number', 'Pause between calls.', '');
    check('number', 'Pause between 2 calls.', '');
    check('number', 'The resulting image must be at least 1280 pixels wide.', '');
    check('number', 'Reported since 2010-2020.', '');
    check('number', 'Supported from version 2 to 4.', '');
    check('number', 'Usually 1 to 10.', '');
    check('number', 'Waits at most 30 seconds.', '');
    check('number', 'Defaults to 20.', '');
    check('string', 'Zoom level, 5 to 18.', '');
    check('boolean', 'Whether more than 5 are kept, up to 10.', '');
    check('number', '默认 20。', '');
    check('number', '建议 1～10。', '');
    check('number', 'Must be at least 2. Must be at least 3.', '');
  });

  describe('lengths', () => {
    check('string', 'Text of the toast, at most 60 characters.', 'length maximum=60 of=characters');
    check('string', 'Title (up to 250 characters).', 'length maximum=250 of=characters');
    check('string', 'No longer than 40 characters.', 'length maximum=40 of=characters');
    check('string', '64 characters or less.', 'length maximum=64 of=characters');
    check('string', 'PIN, 4 to 8 digits.', 'length minimum=4 maximum=8 of=characters');
    check('string', 'Must be exactly 32 characters long.', 'length minimum=32 maximum=32 of=characters');
    check('string', 'Secret, at most 4096 bytes.', 'length maximum=4096 of=bytes');
    check('string', 'Query, at least 2 characters.', 'length minimum=2 of=characters');
    check('string', 'Name with a maximum length of 50.', 'length maximum=50 of=characters');
    check('string[]', 'Labels of the entries, 1 to 8.', 'length minimum=1 maximum=8 of=items');
    check('string[]', 'Files to attach, at most 20.', 'length maximum=20 of=items');
    check('string[]', 'Recipients, up to 500 addresses.', 'length maximum=500 of=items');
    check('string', '提示文字，最多 60 个字符。', 'length maximum=60 of=characters');
    check('string', '长度不超过 40 个字。', 'length maximum=40 of=characters');
    check('string', '最长1024个字节', 'length maximum=1024 of=bytes');
    check('string', '4 到 8 位数字，省略时无密码。', 'length minimum=4 maximum=8 of=characters');
    check('string[]', '菜单项，1 到 8 项。', 'length minimum=1 maximum=8 of=items');
    check('string[]', '附件，最多 20 个。', 'length maximum=20 of=items');
  });

  describe('no lengths', () => {
    check('string', 'Only the first 60 characters are shown.', '');
    check('string', 'Texts of more than 60 characters are truncated.', '');
    check('string', 'Shown for up to 60 seconds.', '');
    check('number', 'Text, at most 60 characters.', '');
    check('string[]', 'At least one of the labels is shown.', '');
    check('string[]', 'Shown at most 3 times.', '');
    check('string', '建议最多 60 个字符。', '');
    check('string', 'Broken at most 80 characters per line.', '');
  });

  describe('formats and patterns', () => {
    check('string', 'Absolute `https` address.', 'format formats=["https"]');
    check('string', 'The address must be https.', 'format formats=["https"]');
    check('string', 'Must start with `https://`.', 'format formats=["https"]');
    check('string', 'Absolute address.', 'format formats=["url"]');
    check('string', 'Absolute address, or a path starting with `/`.', 'format formats=["url","path"]');
    check('string', 'Path of the page, starting with `/`.', 'format formats=["path"]');
    check('string', 'Begin of the period as ISO 8601.', 'format formats=["date","date-time"]');
    check('string', 'Creation time (RFC 3339 date-time).', 'format formats=["date-time"]');
    check('string', 'Day, `YYYY-MM-DD`.', 'format formats=["date"]');
    check('string', 'Background colour as `#RRGGBB`.', 'format formats=["hex-color"]');
    check('string', 'Must be a valid email address.', 'format formats=["email"]');
    check('string[]', 'The values must be valid email addresses.', 'format formats=["email"]');
    check('string', 'Must be a UUID.', 'format formats=["uuid"]');
    check('string', '完整的 https 网址。', 'format formats=["https"]');
    check('string', '必须以 https 开头。', 'format formats=["https"]');
    check('string', '页面路径，以 / 开头。', 'format formats=["path"]');
    check('string', '开始时间，ISO 8601 格式。', 'format formats=["date","date-time"]');
    check('string', '背景色，格式为 #RRGGBB。', 'format formats=["hex-color"]');
    check('string', 'The key must start with `wx_`.', 'pattern pattern=^wx_');
    check('string', 'Must match `/^[a-z]{2}$/`.', 'pattern pattern=^[a-z]{2}$');
    check('string', 'File name, must end with ".pdf".', 'pattern pattern=\\.pdf$');
    check('string', '必须以 wx_ 开头。', 'pattern pattern=^wx_');
  });

  describe('no formats and patterns', () => {
    check('string', 'A UUID or similar unique text.', '');
    check('string', 'An address such as an absolute URL.', '');
    check('string', 'The url should include a scheme, e.g. `https://`.', '');
    check('string', 'Length of the break as ISO 8601 duration.', '');
    check('string', 'Comma-separated list of email addresses.', '');
    check('string', 'ISO country code.', '');
    check('string', 'Not an absolute `https` address.', '');
    check('string', 'Colour, `#RRGGBB` or a name.', '');
    check('boolean', 'Whether the address must be https.', '');
    check('string', 'Must start with a letter.', '');
  });

  describe('units', () => {
    check('number', 'Time on screen in milliseconds.', 'unit unit=ms');
    check('number', 'Timeout (ms).', 'unit unit=ms');
    check('number', 'Number of bytes in each chunk.', 'unit unit=bytes');
    check('number', 'Milliseconds to wait before the next call.', 'unit unit=ms');
    check('number', 'Begin in epoch milliseconds.', 'unit unit=ms moment=true');
    check('number', 'Seconds since the Unix epoch.', 'unit unit=s moment=true');
    check('number', 'Length of the meeting in minutes.', 'unit unit=min');
    check('number', 'Quality in percent.', 'unit unit=percent');
    check('number', '停留时间，单位毫秒。', 'unit unit=ms');
    check('number', '等待时间（毫秒）', 'unit unit=ms');
    check('number', '文件大小，字节数', 'unit unit=bytes');
    check('number', '毫秒时间戳。', 'unit unit=ms moment=true');
    check('number', '以秒为单位的有效期。', 'unit unit=s');
  });

  describe('no units', () => {
    check('number', 'Each step takes 5 milliseconds to complete.', '');
    check('number', 'Number of jobs; each is done in seconds.', '');
    check('number', 'Attempts, which are repeated when the time limit in seconds has passed.', '');
    check('number', 'Defaults to `180000` (3 minutes).', '');
    check('number', 'min is the smallest value of the index.', '');
    check('number', 'Time in seconds or milliseconds.', '');
    check('string', 'Size in bytes.', '');
    check('number', 'Number of bytes (or objects) in the queue.', '');
  });

  describe('together and exclusive', () => {
    check('string', 'Must be used together with `first`.', 'together names=["it","first"] given=it');
    check('string', 'Required if `first` is set.', 'together names=["first","it"] given=first');
    check('string', '需要和first组合使用。', 'together names=["it","first"] given=it');
    check('string', 'Mutually exclusive with `second`.', 'exclusive names=["it","second"]');
    check('string', 'Cannot be combined with `second`.', 'exclusive names=["it","second"]');
    check('string', '与 second 互斥。', 'exclusive names=["it","second"]');
    check('boolean', 'Either `userId` or `chatId`.', 'exclusive names=["userId","chatId"] required=true');
    check('boolean', 'One of `userId` or `url`.', 'exclusive names=["userId","url"] required=true');
    check('boolean', '`userId` or `url`, never both.', 'exclusive names=["userId","url"]');
    check('boolean', 'userId 和 chatId 二选一。', 'exclusive names=["userId","chatId"] required=true');
    check('boolean', 'Either a url or some text.', '');
    check('boolean', 'Either `userId` or both `chatId` and `url`.', '');
    check('boolean', 'Requires `first` to be true.', '');
    check('boolean', 'Only used when `first` is set.', '');
    check('boolean', 'Required if `first` is omitted.', '');
  });
});

describe('contracts in labels', () => {
  check('number', 'Pages to close. Range: 1 to 10. Default: `1`.', 'tag range minimum=1 maximum=10');
  check('number', 'Share. Range: [0, 1)', 'tag range minimum=0 exclusiveMaximum=1');
  check('number', 'Pages.\nMinimum: 0\nMaximum: 9', 'tag range minimum=0 maximum=9');
  check(
    'string',
    'Title.\nMinimum length: 1\nMaximum length: 60',
    'tag length minimum=1 maximum=60 of=characters',
  );
  check('string[]', 'Files.\nMaximum items: 9', 'tag length maximum=9 of=items');
  check('string', 'Code.\nPattern: `^[a-z. ]+$`', 'tag pattern pattern=^[a-z. ]+$');
  check('string', 'Code.\nPattern: `(`', '');
  check('string', 'Page.\nFormat: https', 'tag format formats=["https"]');
  check('string', 'Page.\nFormat: something else', '');
  check('number', 'Pause.\nUnit: s', 'tag unit unit=s');
  check('number', '页数。取值范围：1～10。默认值 `1`。', 'tag range minimum=1 maximum=10');
  check('number', '时长，单位：分钟。', 'tag unit unit=min');
  check('number', 'Pages, 1 to 5. Range: 1 to 10.', 'tag range minimum=1 maximum=10');
});

describe('contracts of calls', () => {
  const NAMES = ['K.show', 'K.hide', 'K.open', 'K.close', 'K.fetch'];

  function checkCall(facts: Partial<CallFacts>, sentence: string, expected: string): void {
    it(sentence, () => {
      const found = callContracts(sentence, {
        name: 'K.show',
        recordNamed: (word) => NAMES.find((it) => it === word || it === `K.${word}`),
        isAsync: true,
        returnsFunction: false,
        resultMethods: [],
        ...facts,
      });
      assert.equal(found.map(text).join('; '), expected);
    });
  }

  const handle = { resultMethods: ['send', 'close', 'commit', 'rollback'] };
  const unsubscriber = { returnsFunction: true, isAsync: false };
  checkCall({}, 'The promise must be awaited.', 'awaited');
  checkCall({}, 'Always await the result before the next call.', 'awaited');
  checkCall({}, '必须等待返回的 Promise 完成。', 'awaited');
  checkCall({ isAsync: false }, 'The promise must be awaited.', '');
  checkCall({}, 'It rarely needs to be awaited.', '');
  checkCall({}, '通常不需要 await。', '');
  checkCall({}, 'The dialog should be handled by the page.', '');

  checkCall(handle, 'The connection must be closed.', 'closed by=[{"kind":"method","name":"close"}]');
  checkCall(
    handle,
    'The transaction must be committed or rolled back.',
    'closed by=[{"kind":"method","name":"commit"},{"kind":"method","name":"rollback"}]',
  );
  checkCall({}, 'The page must be closed with `K.close`.', 'closed by=[{"kind":"api","name":"K.close"}]');
  checkCall(handle, 'Call `close` when you are done.', 'closed by=[{"kind":"method","name":"close"}]');
  checkCall(unsubscriber, 'The returned function must be called.', 'closed by=[{"kind":"result"}]');
  checkCall(handle, '使用完毕后必须调用 close。', 'closed by=[{"kind":"method","name":"close"}]');
  checkCall(handle, '必须关闭连接。', 'closed by=[{"kind":"method","name":"close"}]');
  checkCall(handle, 'The connection is closed automatically.', '');
  checkCall(handle, 'Waits until the dialog is closed.', '');
  checkCall({}, 'The connection must be closed.', '');
  checkCall(unsubscriber, '调用返回的函数即可取消订阅。', '');

  checkCall({}, 'Call hide afterwards.', 'pair followedBy=["K.hide"]');
  checkCall({}, 'Must be followed by `K.hide()`.', 'pair followedBy=["K.hide"]');
  checkCall({}, 'Remember to call `hide` when done.', 'pair followedBy=["K.hide"]');
  checkCall({}, '完成后必须调用 hide。', 'pair followedBy=["K.hide"]');
  checkCall({}, 'You may call hide afterwards.', '');
  checkCall({}, 'Call someone afterwards.', '');
  checkCall({}, 'Stays on the device until hide is called.', '');

  checkCall({}, 'Use this instead of window.fetch.', 'bypass globals=["fetch"]');
  checkCall({}, 'Replaces the global fetch.', 'bypass globals=["fetch"]');
  checkCall({}, '代替 window.localStorage 使用。', 'bypass globals=["localStorage"]');
  checkCall({}, 'Use this instead of a loop.', '');
  checkCall({}, 'Replaces the current page.', '');
});

describe('contracts of a library', () => {
  it('come from tags of properties and parameters, with the words of their source', async () => {
    const reading = await readText(`
      declare namespace K {
        interface Options {
          /** Pause. @minimum 0 @maximum 60000
           * @unit ms */
          pause?: number;
          /** @pattern /^[a-z]+$/ */
          code: string;
        }
        /**
         * Sends.
         * @param to - Recipient.
         * @format email
         * @param count - How often.
         * @minimum 1
         */
        function send(to: string, count: number, options?: Options): Promise<void>;
      }`);
    assert.deepEqual(record(reading, 'K.send').contracts, [
      { kind: 'format', path: 'to', formats: ['email'], sentence: 'Format: email', stated: 'tag' },
      { kind: 'range', path: 'count', minimum: 1, sentence: 'Minimum: 1', stated: 'tag' },
      {
        kind: 'range',
        path: 'options.pause',
        minimum: 0,
        maximum: 60000,
        sentence: 'Minimum: 0, Maximum: 60000',
        stated: 'tag',
      },
      { kind: 'unit', path: 'options.pause', unit: 'ms', sentence: 'Unit: ms', stated: 'tag' },
      {
        kind: 'pattern',
        path: 'options.code',
        pattern: '^[a-z]+$',
        sentence: 'Pattern: `^[a-z]+$`',
        stated: 'tag',
      },
    ]);
  });

  it('are the same from declarations and from JSON, English and Chinese', async () => {
    const declared = await readText(`
      declare namespace K {
        /** Shows. @param options.text - Text, at most 60 characters.
         * @param options.time - Time in milliseconds. */
        function show(options: { text: string; time?: number }): void;
      }`);
    const des = [
      'Shows. Parameters: options.text (string, required): Text, at most 60 characters. options.time (number, optional): Time in milliseconds. Returns: void.',
      '显示。参数：options.text（string，必填）：文字，最多 60 个字符。options.time（number，可选）：时间，单位毫秒。返回值：void。',
    ];
    const content = ({ sentence: _sentence, ...rest }: Contract): object => rest;
    const expected = record(declared, 'K.show').contracts.map(content);
    assert.equal(expected.length, 2);
    for (const api_des of des) {
      const json = await readText(
        JSON.stringify([{ name: 'show', api_des, api_exp: 'K.show({ text: "a" });' }]),
        'k.json',
      );
      assert.deepEqual(record(json, 'K.show').contracts.map(content), expected);
    }
  });

  it('know the first of a pair from what the second one says', async () => {
    const reading = await readText(`
      declare namespace K {
        /** Shows a veil. */
        function veil(): void;
        /** Removes the veil opened by veil. */
        function unveil(): void;
        /** Removes what was opened by somebody. */
        function clear(): void;
      }`);
    assert.deepEqual(record(reading, 'K.veil').contracts.map(text), ['pair followedBy=["K.unveil"]']);
    assert.deepEqual(record(reading, 'K.unveil').contracts, []);
  });

  it('find what closes a handle by its type', async () => {
    const reading = await readText(`
      declare namespace K {
        interface Link { send(text: string): void; close(): Promise<void>; }
        /** Opens a link. The link must be closed. */
        function open(): Promise<Link>;
        /** Listens. The returned function must be called when the page goes.  */
        function listen(callback: (text: string) => void): () => void;
      }`);
    assert.deepEqual(record(reading, 'K.open').contracts.map(text), [
      'closed by=[{"kind":"method","name":"close"}]',
    ]);
    assert.deepEqual(record(reading, 'K.listen').contracts.map(text), ['closed by=[{"kind":"result"}]']);
  });

  it('of overloads that contradict each other are none', async () => {
    const reading = await readText(`
      declare namespace K {
        /** A. @param count - Count, at most 5. */
        function a(count: number): void;
        /** A. @param count - Count, at most 9. */
        function a(count: number, more: string): void;
      }`);
    assert.deepEqual(record(reading, 'K.a').contracts, []);
  });

  it('of one overload, where another documents the same parameter without it, are none', async () => {
    const reading = await readText(`
      declare namespace K {
        /** A. @param time - Time in seconds. */
        function a(time: number): void;
        /** A. @param time - Time as it is. */
        function a(time: number, more: string): void;
        /** B. @param time - Time in seconds. */
        function b(time: number): void;
        function b(time: number, more: string): void;
      }`);
    assert.deepEqual(record(reading, 'K.a').contracts, []);
    assert.deepEqual(record(reading, 'K.b').contracts.map(text), ['unit unit=s']);
  });

  it('are read from the units of results, which are nobody’s to violate otherwise', async () => {
    const reading = await readText(`
      declare namespace K {
        interface Info {
          /** Size in bytes. */
          size: number;
          /** Absolute address. */
          url: string;
        }
        /** Info. */
        function info(): Promise<Info>;
      }`);
    assert.deepEqual(
      record(reading, 'K.info').contracts.map((it) => ('path' in it ? it.path : undefined)),
      ['returns.size'],
    );
  });
});
