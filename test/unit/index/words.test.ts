import assert from 'node:assert/strict';
import { stem } from '../../../index/lexical/stem.js';
import { tokens, words } from '../../../index/lexical/words.js';

const checkWords = (text: string, expected: string) => assert.equal(words(text).join(' '), expected);

describe('index words', () => {
  it('splits identifiers at their capitals', () => checkWords('getURLParts2', 'get url part 2'));
  it('splits dotted and snake names', () =>
    checkWords('HX.createUploader().start_page', 'hx creat uploader start pag'));
  it('leaves grammar words out', () => checkWords('Shows the message to the user', 'show messag user'));
  it('drops the tails of contractions', () => checkWords("the user's badge doesn't open", 'user badg open'));
  it('cuts Han text into characters and bigrams', () => checkWords('上传文件', '上 传 上传 文 传文 件 文件'));
  it('lets Han particles separate', () => checkWords('用户的照片', '用 户 用户 照 片 照片'));
  it('reads full-width letters as letters', () => checkWords('ＨＴＴＰ请求', 'http 请 求 请求'));
  it('knows other alphabets', () => checkWords('Größe, café, файл', 'größe café файл'));
  it('cuts endless runs', () => assert.equal(tokens('a'.repeat(5000))[0]?.length, 24));
  it('finds nothing in signs', () => checkWords('!?… --- 🙂', ''));
});

describe('stemming', () => {
  const meets = (a: string, b: string) => assert.equal(stem(a), stem(b), `${a} and ${b}`);
  it('brings inflections together', () => {
    for (const family of [
      'delete deletes deleted deleting',
      'query queries queried querying',
      'stop stops stopped stopping',
      'call calls called calling',
      'watch watches watched watching',
      'box boxes',
    ]) {
      const [first = '', ...others] = family.split(' ');
      for (const other of others) meets(first, other);
    }
  });
  it('keeps different words apart', () => {
    for (const [a, b] of [
      ['string', 'str'],
      ['status', 'state'],
      ['need', 'ne'],
      ['thing', 'th'],
      ['notify', 'notification'],
      ['address', 'addres'],
    ] as const) {
      assert.notEqual(stem(a), stem(b), `${a} and ${b}`);
    }
  });
});
