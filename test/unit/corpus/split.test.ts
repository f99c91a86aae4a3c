import assert from 'node:assert/strict';
import type { SolvedRequirement } from '../../../server/corpus/solved.js';
import { groupsOf, splitByGroup } from '../../../server/corpus/split.js';

const WORDS = 'gate lorry bell form crane yard scale ticket pallet shelf ramp badge'.split(' ');
const word = (at: number): string => WORDS[at % WORDS.length] ?? '';

/** A function of its own: what it asks for, its code and its steps share little with those of other numbers. */
const line = (at: number, more: Partial<SolvedRequirement> = {}): SolvedRequirement => ({
  id: `${at}.js#f`,
  file: `${at}.js`,
  function: 'f',
  apis: [`Depot.${word(at)}${at}`],
  requirement: `${word(at)} ${at} ${word(at + 3)} x${at * 7} ${word(at * 5)} then y${at * 11}`,
  steps: [{ text: `Do ${at}.`, apis: [] }],
  code: `function f(a) { const v${at} = Depot.${word(at)}${at}({ k${at}: a }); return v${at}.${word(at * 3)}${at}; }`,
  by: 'model',
  ...more,
});

const together = (a: SolvedRequirement, b: SolvedRequirement): boolean => groupsOf([a, b]).length === 1;

describe('the split of a corpus', () => {
  it('keeps a function and its paraphrases together', () => {
    const said = line(1, { id: '1.js#f~1', requirement: 'in other words', by: 'paraphrase' });
    assert.ok(together(line(1), said));
    assert.ok(!together(line(1), line(2)));
  });

  it('keeps functions together that differ little', () => {
    const code = `async function open(gate) {
      const ok = await Depot.ask({ title: 'Open?', text: gate.name });
      if (!ok) return false;
      await Depot.openGate({ gate: gate.id, seconds: 30 });
      return true;
    }`;
    const near = code.replace('Open?', 'Really open?').replaceAll('gate', 'door').replace('30', '45');
    assert.ok(together(line(1, { code }), line(2, { code: near })));
    const other = 'function log(x) { Depot.note({ line: x.text, level: x.level }); return Depot.flush(); }';
    assert.ok(!together(line(1, { code }), line(2, { code: other })));
  });

  it('keeps lines together that ask for about the same, or have the same subtasks', () => {
    const requirement = 'Ask the driver for the papers, then open the gate on the west side of the yard.';
    const near = requirement.replace('west', 'east');
    assert.ok(together(line(1, { requirement }), line(2, { requirement: near })));
    const { steps } = line(1);
    assert.ok(together(line(1), line(2, { steps })));
  });

  it('has nothing on both sides, is exact, and depends neither on order nor on chance', () => {
    const lines = Array.from({ length: 60 }, (_, at) => at).flatMap((at) => [
      line(at),
      ...Array.from({ length: at % 5 }, (_, more) =>
        line(at, {
          id: `${at}.js#f~${more + 1}`,
          requirement: `p${at} q${more} r${at * more}`,
          by: 'paraphrase',
        }),
      ),
    ]);
    const { train, test, groups } = splitByGroup(lines, 0.2);
    assert.equal(groups, 60);
    assert.equal(train.length + test.length, lines.length);
    assert.equal(test.length, Math.round(lines.length / 5));
    const functions = (side: readonly SolvedRequirement[]) => new Set(side.map((it) => it.code));
    assert.deepEqual(
      [...functions(train)].filter((it) => functions(test).has(it)),
      [],
    );
    const again = splitByGroup([...lines].reverse(), 0.2);
    assert.deepEqual(again.test.map((it) => it.id).sort(), test.map((it) => it.id).sort());
  });

  it('leaves no test where one group is all there is', () => {
    const lines = [line(1), line(1, { id: '1.js#f~1', requirement: 'else' })];
    assert.deepEqual(splitByGroup(lines, 0.2), { train: lines, test: [], groups: 1 });
  });
});
