import assert from 'node:assert/strict';
import { convert, documentedUnit, unitAt } from '../../../server/pipeline/requirement/units.js';
import { readValues, type Value } from '../../../server/pipeline/requirement/values.js';

function brief(value: Value): string {
  switch (value.kind) {
    case 'text':
      return `${value.format} ${value.value}`;
    case 'number':
      return `number ${value.value}${value.unit ? ` ${value.unit.dimension} ${value.unit.factor}` : ''}`;
    case 'name':
      return `name ${value.name}`;
    case 'code':
      return `code ${value.code}`;
  }
}

function values(text: string, ...names: string[]): string[] {
  return readValues(text, new Set(names)).map(brief);
}

describe('values of a requirement', () => {
  it('reads quotes of many kinds', () => {
    for (const quoted of [
      '"All done!"',
      "'All done!'",
      '“All done!”',
      '‘All done!’',
      '「All done!」',
      '『All done!』',
      '«All done!»',
    ])
      assert.deepEqual(values(`show ${quoted} to the user`), ['sentence All done!'], quoted);
  });

  it('does not take an apostrophe for a quote', () => {
    assert.deepEqual(values("don't show the user's name when it's empty"), []);
  });

  it('takes what somebody is asked for the text of a question', () => {
    assert.deepEqual(values('Ask the user whether to delete it, then close the page.'), [
      'sentence Delete it?',
    ]);
    assert.deepEqual(values('询问用户是否删除草稿，然后关闭页面'), ['sentence 是否删除草稿？']);
    assert.deepEqual(values('Ask whether to delete "draft".'), ['sentence Delete "draft"?']);
    assert.deepEqual(values('Ask whether to delete `draft`.'), ['name draft']);
  });

  it('reads an apostrophe inside of quotes', () => {
    assert.deepEqual(values('show "It\'s done" now'), ["sentence It's done"]);
  });

  it('tells addresses, paths, mail addresses, colours and keys', () => {
    assert.deepEqual(
      values(
        'load https://a.example/b?c=d, go to /pages/home, write to ann@corp.example in #1F6F43 under app.last_seen',
      ),
      [
        'url https://a.example/b?c=d',
        'path /pages/home',
        'email ann@corp.example',
        'color #1F6F43',
        'key app.last_seen',
      ],
    );
    assert.deepEqual(values('to "ann@corp.example" at "https://a.example" on "/pages/home"'), [
      'email ann@corp.example',
      'url https://a.example',
      'path /pages/home',
    ]);
  });

  it('reads numbers, with signs, decimals and thousands', () => {
    assert.deepEqual(values('at -12.5 or 1,250 of 3'), ['number -12.5', 'number 1250', 'number 3']);
  });

  it('reads numbers with their units', () => {
    assert.deepEqual(values('after 3.5 seconds, for 24 hours, 8 MiB, 60 %, 800px and 90-minute'), [
      'number 3.5 time 1000',
      'number 24 time 3600000',
      'number 8 bytes 1048576',
      'number 60 percent 1',
      'number 800 pixels 1',
      'number 90 time 60000',
    ]);
  });

  it('reads spelled durations, in English and Chinese', () => {
    assert.deepEqual(values('remind me one hour before, and half a minute later'), [
      'number 1 time 3600000',
      'number 0.5 time 60000',
    ]);
    assert.deepEqual(values('停留两秒，过半小时再试，最多 5 分钟'), [
      'number 2 time 1000',
      'number 0.5 time 3600000',
      'number 5 time 60000',
    ]);
  });

  it('reads variables in backticks, and telling names without', () => {
    assert.deepEqual(values('send `text` to userId', 'text', 'userId'), ['name text', 'name userId']);
    assert.deepEqual(values('send the text', 'text'), []);
    assert.deepEqual(values('send the given text', 'text'), ['name text']);
  });

  it('reads object literals of plain data only', () => {
    assert.deepEqual(values('pass { done: true, count: 2 } back'), ['code { done: true, count: 2 }']);
    assert.deepEqual(values('pass { done: run() } back'), []);
  });

  it('takes digits in names and ranges of words for no numbers', () => {
    assert.deepEqual(values('hash with sm3 and mp3'), []);
  });

  it('gives positions in the text', () => {
    const text = '显示“完成”，停留 2 秒';
    assert.deepEqual(
      readValues(text).map((it) => text.slice(it.start, it.end)),
      ['“完成”', '2 秒'],
    );
  });
});

describe('units', () => {
  it('reads the unit behind a number', () => {
    assert.equal(unitAt('seconds later')?.unit.factor, 1000);
    assert.equal(unitAt('秒后')?.unit.factor, 1000);
    assert.equal(unitAt('sheep'), undefined);
    assert.equal(unitAt('months'), undefined);
  });

  it('reads the unit a parameter is documented in', () => {
    assert.deepEqual(documentedUnit('ttl', 'Time to live in seconds'), { dimension: 'time', factor: 1000 });
    assert.deepEqual(documentedUnit('timeoutMs', ''), { dimension: 'time', factor: 1 });
    assert.equal(documentedUnit('start', 'Begin in epoch milliseconds'), 'moment');
    assert.equal(documentedUnit('title', 'Title of the page'), undefined);
  });

  it('converts, and writes long durations as products', () => {
    const unit = (text: string) => unitAt(text)?.unit ?? assert.fail(text);
    assert.equal(convert(3.5, unit('s'), unit('ms')), '3500');
    assert.equal(convert(24, unit('hours'), unit('s')), '24 * 60 * 60');
    assert.equal(convert(8, unit('MiB'), unit('bytes')), '8 * 1024 * 1024');
    assert.equal(convert(90, unit('s'), unit('min')), '1.5');
    assert.equal(convert(2, unit('km'), unit('s')), undefined);
  });
});
