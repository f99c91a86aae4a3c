import assert from 'node:assert/strict';
import { coverage } from '../../../index/lexical/coverage.js';
import { decodeLexicalIndex, encodeLexicalIndex } from '../../../index/lexical/lexical-file.js';
import { buildLexicalIndex } from '../../../index/lexical/lexical-index.js';
import { parseLexicon, shippedLexicon } from '../../../index/lexical/lexicon.js';

const NONE = parseLexicon('');

function indexOf(...texts: string[]) {
  return buildLexicalIndex(texts.map((text) => [{ text, weight: 1 }]));
}

/** Row numbers by falling coverage, those without any left out. */
function ranking(texts: string[], query: string, lexicon = NONE): string {
  const scores = coverage(indexOf(...texts), query, lexicon);
  return [...scores.keys()]
    .filter((row) => (scores[row] ?? 0) > 0)
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
    .join(' ');
}

describe('coverage BM25', () => {
  it('prefers the record that covers more of the query', () =>
    assert.equal(
      ranking(['opens a file', 'opens a socket', 'reads a file'], 'open the file'),
      '0 2 1'.replace('2 1', '1 2'),
    ));

  it('counts a rare word more than a frequent one', () =>
    assert.equal(ranking(['open badge', 'open file', 'open room', 'scan tag'], 'open tag')[0], '3'));

  it('lies between 0 and 1, and is low when most of the query is unknown', () => {
    const index = indexOf('uploads a file', 'downloads a file', 'opens a dialog', 'closes a dialog');
    const [full = 0] = coverage(index, 'upload file', NONE);
    const [part = 0] = coverage(index, 'upload the zebra giraffe elephant', NONE);
    assert.ok(full > 0.3 && full <= 1, `full ${full}`);
    assert.ok(part > 0 && part < full / 2, `part ${part}`);
  });

  it('finds what is said with another word of the same concept', () => {
    const lexicon = parseLexicon('remove | delete | 删除\nfile | document');
    assert.equal(ranking(['delete a file', 'show a dialog'], 'remove the document', lexicon), '0');
  });

  it('prefers the word itself to another of its concept', () => {
    const lexicon = parseLexicon('remove | delete');
    assert.equal(ranking(['delete a file', 'remove a file'], 'remove', lexicon), '1 0');
  });

  it('finds across languages, both ways', () => {
    const lexicon = parseLexicon('upload | 上传\nlog | 日志');
    assert.equal(ranking(['uploads the log', 'shows a dialog'], '上传最近的日志', lexicon), '0');
    assert.equal(ranking(['上传日志', '显示对话框'], 'upload the logs', lexicon), '0');
  });

  it('knows terms of several words', () => {
    const lexicon = parseLexicon('disable | turn off');
    assert.equal(ranking(['disables the alarm', 'sounds the horn'], 'turn it off, turn off', lexicon), '0');
  });

  it('counts quoted texts and numbers little', () => {
    const texts = ['shows a dialog', 'restores a draft', 'lists 42 items'];
    assert.equal(ranking(texts, 'show "Draft restored" 42')[0], '0');
  });

  it('answers nothing to an empty query or a query of grammar words', () => {
    assert.equal(ranking(['opens a file'], ''), '');
    assert.equal(ranking(['opens a file'], 'the of and'), '');
  });

  it('reads back what it writes', () => {
    const index = indexOf('uploads a file', '上传日志', '');
    assert.deepEqual(decodeLexicalIndex(encodeLexicalIndex(index)), index);
    assert.deepEqual(decodeLexicalIndex(encodeLexicalIndex(indexOf())), indexOf());
  });

  it('refuses bytes of another length', () => {
    const bytes = encodeLexicalIndex(indexOf('uploads a file'));
    assert.throws(() => decodeLexicalIndex(bytes.subarray(0, -1)), RangeError);
  });
});

describe('the shipped concept list', () => {
  it('relates English and Chinese terms', () => {
    const related = shippedLexicon()
      .related('upload')
      .map((term) => term.join(''));
    assert.ok(related.includes('上传'), related.join(' '));
  });
});
