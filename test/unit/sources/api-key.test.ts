import assert from 'node:assert/strict';
import { afterFirstSentence, apiKey, firstSentence, nameSentence } from '../../../index/api-key.js';

describe('API Key', () => {
  const sentences: readonly (readonly [string, string])[] = [
    ['Shows a toast. It goes away.', 'Shows a toast'],
    ['弹出提示。提示会消失。', '弹出提示'],
    ['Closes the page! Be careful.', 'Closes the page'],
    ['关闭页面！请小心。', '关闭页面'],
    ['First line\nsecond line', 'First line'],
    ['Needs version 2.5 or newer. Else fails.', 'Needs version 2.5 or newer'],
    ['See https://a.example.com/x.html for more. Bye.', 'See https://a.example.com/x.html for more'],
    ['Takes a unit, e.g. seconds, i.e. time. More.', 'Takes a unit, e.g. seconds, i.e. time'],
    ['Checks that a !== b. More.', 'Checks that a !== b'],
    ['Reads `package.json` first. Then more.', 'Reads `package.json` first'],
    ['[Docs](https://x.org/a.b) Opens a file. More.', 'Opens a file'],
    ['[openFile](https://x.org/a.b) opens a file. More.', 'openFile opens a file'],
    ['Opens [a file](https://x.org/a.b). More.', 'Opens a file'],
    ['## openFile\n\nOpens a file. More.', 'Opens a file'],
    ['<p>Opens a <b>file</b>.</p> More.', 'Opens a file'],
    ['- Opens a file. More.', 'Opens a file'],
    [
      '[[Task](https://x.org/t) x.send(Object o)](https://x.org/s)\n\nsends a request. More.',
      'sends a request',
    ],
    ['需要基础库： `1.9.6`\n\n在插件中使用：不支持\n\n发起网络请求。更多。', '发起网络请求'],
    ['在插件中使用：需要基础库 `1.9.6`\n\n发起网络请求。更多。', '发起网络请求'],
    ['Since: 2.1\nOpens a file. More.', 'Opens a file'],
    ['Returns: 1.5', 'Returns: 1.5'],
    ['Since: 2.1', 'Since: 2.1'],
    ['适用于 1.5 版本。更多。', '适用于 1.5 版本'],
    ['Opens\r\na file', 'Opens'],
    ['', ''],
  ];
  for (const [description, expected] of sentences) {
    it(`takes the first sentence of ${JSON.stringify(description)}`, () => {
      assert.equal(firstSentence(description), expected);
    });
  }

  it('leaves the rest of the description to the API Des', () => {
    assert.equal(afterFirstSentence('Shows a toast. It goes away.\nSoon.'), 'It goes away. Soon.');
    assert.equal(afterFirstSentence('Shows a toast.'), '');
  });

  it('makes a sentence from the name where there is no description', () => {
    assert.equal(nameSentence('HX.getUserInfo'), 'get user info');
    assert.equal(nameSentence('parseURLQuery'), 'parse URL query');
    assert.equal(nameSentence('HX.createUploader().start'), 'start');
    assert.equal(nameSentence('to_camel_case'), 'to camel case');
  });

  it('names the API without the library prefix', () => {
    const access = { kind: 'global', path: 'HX' } as const;
    assert.equal(apiKey('HX.showToast', 'Shows', access), 'showToast: Shows');
    assert.equal(apiKey('HX.createUploader().start', 'Starts', access), 'createUploader().start: Starts');
    assert.equal(
      apiKey('MongoClient.connect', 'Connects', { kind: 'module', module: 'mongodb' }),
      'MongoClient.connect: Connects',
    );
    assert.equal(
      apiKey('SpreadsheetApp.create', 'Creates', { kind: 'global', path: '' }),
      'SpreadsheetApp.create: Creates',
    );
  });
});
