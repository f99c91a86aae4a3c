import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { assemble } from '../../../server/evaluation/assemble.js';
import { callFacts } from '../../../server/evaluation/call-facts.js';
import { compareRuns, type Run } from '../../../server/evaluation/compare-runs.js';
import { judge } from '../../../server/evaluation/judgement.js';
import { referenceScores } from '../../../server/evaluation/reference-scores.js';
import type { Answer } from '../../../server/evaluation/scores.js';
import { readTasks, type Task } from '../../../server/evaluation/task.js';
import { libraryFrom } from '../../support/generated.js';

const DECLARATIONS = `declare const Depot: {
  /** Gives the lorry that waits. */
  nextLorry(): Promise<{ id: string; driver: string }>;
  /** Opens a gate. */
  openGate(options: { gate: string; lorry: string; seconds?: number }): Promise<void>;
  /** Rings. */
  ring(): Promise<void>;
};`;

const REFERENCE = `export async function admit(gate) {
  const { id } = await Depot.nextLorry();
  await Depot.openGate({ gate, lorry: id, seconds: 30 });
}`;

const task = (more: object = {}): Task => {
  const base = {
    id: '1',
    requirement: 'a',
    apis: ['nextLorry', 'openGate'],
    entry: { name: 'admit', params: ['gate'] },
    reference: REFERENCE,
  };
  return readTasks(JSON.stringify({ ...base, ...more }), 't.jsonl')[0] as Task;
};

describe('an answer beside its reference', () => {
  let library: ApiLibrary;
  const scores = (code: string, free: string[] = []) =>
    referenceScores(callFacts(REFERENCE, [library]), callFacts(code, [library]), free);

  before(async () => {
    library = await libraryFrom({ declarations: DECLARATIONS });
  });

  it('has what is passed, whatever variables it goes through', () => {
    assert.deepEqual(scores(REFERENCE), { passed: 1, edges: 1 });
    const other = `async function f(gate) {
      const lorry = await Depot.nextLorry();
      const time = 30;
      const options = { lorry: lorry.id, seconds: time, gate };
      await Depot.openGate({ gate: gate, seconds: time, lorry: lorry.id });
    }`;
    assert.deepEqual(scores(other), { passed: 1, edges: 1 });
  });

  it('has only a part of it where values are others, and no edge where a result is not passed on', () => {
    const wrong = `async function f(gate) {
      const lorry = await Depot.nextLorry();
      await Depot.openGate({ gate: 'west', lorry: lorry.driver, seconds: 30 });
    }`;
    assert.deepEqual(scores(wrong), { passed: 1 / 3, edges: 1 });
    const apart = "Depot.nextLorry(); Depot.openGate({ gate: 'west', lorry: '' });";
    assert.deepEqual(scores(apart), { passed: 0, edges: 0 });
    assert.deepEqual(scores(''), { passed: 0, edges: 0 });
  });

  it('is free where the task says so', () => {
    const code =
      'const { id } = await Depot.nextLorry(); Depot.openGate({ gate: "x", lorry: id, seconds: 30 });';
    assert.equal(scores(code, ['openGate.gate'])?.passed, 1);
    assert.equal(scores(code, ['ring.gate'])?.passed, 2 / 3);
  });

  it('fails in kinds that are counted', () => {
    const answer = (more: Partial<Answer>): Answer => ({
      id: '1',
      steps: [],
      apis: ['Depot.nextLorry', 'Depot.openGate'],
      code: REFERENCE,
      errors: 0,
      marked: 0,
      engine: 'offline',
      ...more,
    });
    const kinds = (it: Answer | undefined, verdicts?: Parameters<typeof judge>[3]) =>
      judge(task(), it, [library], verdicts).failures;
    assert.deepEqual(kinds(answer({})), []);
    assert.deepEqual(kinds(undefined), ['model failed']);
    assert.deepEqual(kinds(answer({ failed: true })), ['model failed']);
    assert.deepEqual(kinds(answer({ code: '' })), ['no code']);
    assert.deepEqual(kinds(answer({ apis: ['Depot.openGate', 'Depot.ring'], errors: 1 })), [
      'API missing',
      'API too many',
      'finding left',
    ]);
    assert.deepEqual(kinds(answer({ code: REFERENCE.replace('30', '5') })), ['argument wrong']);
    assert.deepEqual(kinds(answer({}), [{ ok: true }, { ok: false, reason: 'other order' }]), [
      'executed: other order',
    ]);
    const { accepted } = judge(task(), answer({}), [library], [{ ok: true }, { ok: false, reason: 'x' }]);
    assert.equal(accepted, 0.5);
  });
});

describe('code that is executed', () => {
  it('stands in its context: a function takes the place of its own, statements that of the mark', () => {
    const context =
      "import { A } from './a.js';\nconst B = 1;\nexport async function admit(gate) {\n  // @insert\n}\n";
    const whole = assemble(task({ context }), 'export const admit = async (gate) => gate + A + B;');
    assert.equal(whole?.code.match(/admit/g)?.length, 2, whole?.code);
    assert.match(whole?.code ?? '', /import \{ A \}[\s\S]*const B = 1;[\s\S]*export \{ admit as \w+ \};/);
    const statements = assemble(task({ context }), 'return gate;');
    assert.match(statements?.code ?? '', /admit\(gate\) \{\n {2}return gate;\n\}/);
    assert.match(
      assemble(task(), 'return gate;')?.code ?? '',
      /async function admit\(gate\) \{\nreturn gate;/,
    );
    assert.match(assemble(task(), 'function other() {}')?.code ?? '', /export \{ other as /);
    assert.equal(assemble(task(), ' '), undefined);
  });

  const run = (calls: readonly [string, ...unknown[]][], more: Partial<Run> = {}): Run => ({
    status: 'done',
    trace: calls.map(([api, ...args]) => ({ api, args })),
    outcome: { status: 'resolved' },
    ...more,
  });
  const a: [string, ...unknown[]] = ['openGate', { gate: 'west', seconds: 30 }];
  const b: [string, ...unknown[]] = ['ring'];
  const verdict = (answer: Run, more: object = {}, reference = run([a, b])) => {
    const it = compareRuns(reference, answer, task(more));
    return it.ok ? 'ok' : it.reason;
  };

  it('does what the reference does, or fails for a reason', () => {
    assert.equal(verdict(run([a, b])), 'ok');
    assert.equal(verdict(run([a])), 'missing call');
    assert.equal(verdict(run([a, b, b])), 'extra call');
    assert.equal(verdict(run([b, a])), 'other order');
    assert.equal(verdict(run([b, a]), { order: 'any' }), 'ok');
    const east: typeof a = ['openGate', { gate: 'east', seconds: 30 }];
    assert.equal(verdict(run([east, b])), 'wrong arguments');
    assert.equal(verdict(run([east, b]), { free: ['openGate.gate'] }), 'ok');
    assert.equal(verdict(run([a]), { ignore: ['ring'] }), 'ok');
    assert.equal(verdict(run([], { status: 'timeout' })), 'timeout');
    assert.equal(verdict(run([a, b], { outcome: { status: 'rejected', error: 'no' } })), 'other outcome');
    const given = run([a, b], { outcome: { status: 'resolved', value: 1 } });
    assert.equal(verdict(run([a, b]), {}, given), 'other result');
    assert.equal(verdict(run([a, b]), { free: ['return'] }, given), 'ok');
  });
});
