import assert from 'node:assert/strict';
import { type Clause, decompose, type Role } from '../../../server/pipeline/requirement/decompose.js';

function clauses(requirement: string): [Role, string][] {
  return decompose(requirement).map((it: Clause) => [it.role, it.text]);
}

describe('decompose', () => {
  it('cuts instructions apart, and leaves lists of things together', () => {
    assert.deepEqual(clauses('Save the file and the settings, then close the window and notify Ann.'), [
      ['action', 'Save the file and the settings'],
      ['action', 'close the window'],
      ['action', 'notify Ann'],
    ]);
  });

  it('reads bullets, numbers and arrows as steps', () => {
    const steps = [
      ['action', 'open the door'],
      ['action', 'send the letter'],
    ];
    assert.deepEqual(clauses('- open the door\n- send the letter'), steps);
    assert.deepEqual(clauses('1. open the door\n2) send the letter'), steps);
    assert.deepEqual(clauses('open the door -> send the letter'), steps);
  });

  it('does not look into quotes, addresses and parentheses', () => {
    assert.deepEqual(
      clauses('Show "Saved. Then close, and go" (if it is new, say so) at https://a.example/x,y.'),
      [['action', 'Show "Saved. Then close, and go" (if it is new, say so) at https://a.example/x,y']],
    );
  });

  it('tells conditions, failures, alternatives and results from actions', () => {
    assert.deepEqual(
      clauses(
        'If the user agrees, delete the order, otherwise show the order. If that fails, return null. In any case close the page. Return the id.',
      ),
      [
        ['condition', 'If the user agrees'],
        ['action', 'delete the order'],
        ['otherwise', 'otherwise show the order'],
        ['failure', 'If that fails'],
        ['return', 'return null'],
        ['always', 'In any case close the page'],
        ['return', 'Return the id'],
      ],
    );
  });

  it('needs no comma before `return` in a governed clause', () => {
    assert.deepEqual(clauses('delete the order, if that fails return false'), [
      ['action', 'delete the order'],
      ['failure', 'if that fails'],
      ['return', 'return false'],
    ]);
  });

  it('keeps `return true if …` together', () => {
    assert.deepEqual(clauses('Return true if the phone is online.'), [
      ['return', 'Return true if the phone is online'],
    ]);
  });

  it('takes neither concessions nor questions for conditions', () => {
    assert.deepEqual(clauses('Send the letter even if it is late.'), [
      ['action', 'Send the letter even if it is late'],
    ]);
    assert.equal(clauses('When are they free?')[0]?.[0], 'action');
    assert.equal(clauses('When they are free, send the letter.')[0]?.[0], 'condition');
    assert.deepEqual(clauses('Buzz once, then call twice.'), [
      ['action', 'Buzz once'],
      ['action', 'call twice'],
    ]);
  });

  it('marks what must not happen', () => {
    const [, second] = decompose("Send the letter. Don't keep a copy.");
    assert.deepEqual([second?.role, second?.negated], ['remark', true]);
  });

  it('cuts sentences as documentation puts them', () => {
    assert.deepEqual(clauses('Archives the invoice and publishes the ledger.'), [
      ['action', 'Archives the invoice'],
      ['action', 'publishes the ledger'],
    ]);
  });

  it('cuts Chinese sentences', () => {
    assert.deepEqual(clauses('先保存文件，然后关闭窗口。如果失败，就返回 null。'), [
      ['action', '保存文件'],
      ['action', '关闭窗口'],
      ['failure', '如果失败'],
      ['return', '返回 null'],
    ]);
  });

  it('counts sentences and gives positions in the requirement', () => {
    const requirement = 'Open it. Close it and send a mail.';
    const found = decompose(requirement);
    assert.deepEqual(
      found.map((it) => it.sentence),
      [0, 1, 1],
    );
    for (const it of found) assert.equal(requirement.slice(it.start, it.end), it.text);
  });

  it('finds nothing in nothing', () => {
    for (const text of ['', ' \n ', '...', '—']) assert.deepEqual(decompose(text), []);
  });
});
