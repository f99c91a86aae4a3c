import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

// The harness is plain JavaScript, so that it also runs without a build.
const HARNESS = new URL('../own-library/', import.meta.url);

/** Texts and numbers in code, apart from where counting begins. */
const STATED = /'[^']*'|(?<![\w-]|let \w+ = )\d+(?:\.\d+)?/g;

interface Task {
  readonly id: string;
  readonly level: number;
  readonly lang: string;
  readonly requirement: string;
  readonly context: string;
  readonly entry: { readonly name: string; readonly params: string[]; readonly args: unknown[] };
  readonly apis: readonly string[];
  readonly scenarios: readonly { readonly expect: { readonly calls: readonly unknown[] } }[];
}

interface Solution {
  readonly id: string;
  readonly apis: readonly string[];
  readonly code: string;
}

interface Harness {
  readLines<T>(file: URL): T[];
  verdictOn(task: Task, prediction: Solution | undefined, runner: Runner): Promise<Record<string, number>>;
}

interface Runner {
  failures(task: Task, code: string): Promise<(string | null)[]>;
  close(): void;
}

describe('the second task set', () => {
  let tasks: Task[];
  let solutions: Map<string, Solution>;
  let harness: Harness;
  let runner: Runner;
  let newRunner: (limit?: number) => Runner;

  before(async () => {
    harness = await import(new URL('evaluate.mjs', HARNESS).href);
    const { Runner } = await import(new URL('runner.mjs', HARNESS).href);
    newRunner = (limit) => new Runner(limit);
    runner = newRunner();
    tasks = harness.readLines<Task>(new URL('tasks.jsonl', HARNESS));
    solutions = new Map(
      harness.readLines<Solution>(new URL('solutions.jsonl', HARNESS)).map((it) => [it.id, it]),
    );
  });
  after(() => runner.close());

  const codeOf = (task: Task): string => solutions.get(task.id)?.code ?? '';

  it('has the tasks that it says it has', () => {
    const count = (of: (task: Task) => unknown, value: unknown): number =>
      tasks.filter((it) => of(it) === value).length;
    assert.deepEqual(
      [1, 2, 3].map((level) => count((it) => it.level, level)),
      [24, 20, 16],
    );
    assert.deepEqual([count((it) => it.lang, 'en'), count((it) => it.lang, 'zh')], [44, 16]);
    assert.equal(new Set(tasks.map((it) => it.id)).size, 60);
    assert.equal(new Set(tasks.map((it) => it.requirement)).size, 60);
  });

  it('has whole tasks about what the library declares', () => {
    const declarations = readFileSync(new URL('stapla/index.d.ts', HARNESS), 'utf8');
    const declared = new Set(
      [...declarations.matchAll(/^export (?:default )?(?:function|class) (\w+)/gm)].map(([, name]) => name),
    );
    for (const { id, level, lang, requirement, context, entry, apis, scenarios } of tasks) {
      assert.equal(context.split('// @insert').length, 2, id);
      assert.equal(/\p{Script=Han}/u.test(requirement), lang === 'zh', id);
      assert.equal(entry.params.length, entry.args.length, id);
      assert.ok(level === 1 ? apis.length === 1 : level === 2 ? apis.length <= 3 : apis.length >= 4, id);
      assert.deepEqual(
        apis.filter((it) => !declared.has(it)),
        [],
        id,
      );
      assert.ok(scenarios.length > 0 && scenarios.every((it) => it.expect.calls.length > 0), id);
      const called = new Set(
        scenarios
          .flatMap((it) => it.expect.calls.flat(2))
          .filter((it) => typeof it === 'string' && declared.has(it)),
      );
      const listed = JSON.stringify(scenarios);
      for (const api of apis) assert.ok(called.has(api) || listed.includes(`["${api}"`), `${id} ${api}`);
    }
  });

  it('has solutions that pass', async () => {
    for (const task of tasks) {
      const verdict = await harness.verdictOn(task, solutions.get(task.id), runner);
      const { recall, precision, exact, passed, accepted, refused } = verdict;
      assert.deepEqual([recall, precision, exact, passed, accepted, refused], [1, 1, 1, 1, 1, 0], task.id);
    }
  });

  it('tells solutions that do nothing, or nothing right', async () => {
    for (const task of tasks) {
      const empty = await runner.failures(task, `async function ${task.entry.name}() {}`);
      assert.ok(
        empty.every((it) => it === 'missing call'),
        `${task.id} ${empty}`,
      );
      // The first call gets its arguments one place too late.
      const shifted = codeOf(task).replace(
        new RegExp(`(?<=^\\s.*)\\b(${task.apis.join('|')})\\(`, 'm'),
        "$1('wrong', ",
      );
      assert.notEqual(shifted, codeOf(task), task.id);
      const failures = await runner.failures(task, shifted);
      assert.ok(
        failures.some((it) => it !== null),
        task.id,
      );
    }
  });

  it('tells every stated value from another', async () => {
    for (const task of tasks) {
      for (const { index, 0: literal } of codeOf(task).matchAll(STATED)) {
        const other = literal.startsWith("'") ? "'other'" : `${Number(literal) + 1}`;
        const code = codeOf(task).slice(0, index) + other + codeOf(task).slice(index + literal.length);
        const failures = await runner.failures(task, code);
        assert.ok(
          failures.some((it) => it !== null),
          `${task.id}: ${literal} may be ${other}`,
        );
      }
    }
  });

  it('says what is wrong', async () => {
    const task = tasks.find((it) => it.apis.join() === 'getOrder,setOrderPriority');
    assert.ok(task);
    const body = (text: string): string => `async function ${task.entry.name}(orderId) { ${text} }`;
    const order = 'const order = await getOrder(orderId);';
    const set = "await setOrderPriority(orderId, 'high');";
    const isNew = "order.status === 'new'";
    for (const [text, ...kinds] of [
      [`${order} if (${isNew}) { ${set} return true; } return false;`, null, null],
      [`${order} if (${isNew}) { ${set} } return false;`, 'wrong result', null],
      [`${order} ${set} return ${isNew};`, null, 'superfluous call'],
      [`${order} if (${isNew}) ${set.replace('high', 'rush')} return ${isNew};`, 'wrong argument', null],
      [`${set} ${order} return true;`, 'wrong order', 'superfluous call'],
      [`${order} return ${isNew};`, 'missing call', null],
      [`${order} throw new Error('no');`, 'missing call', 'unexpected error'],
      ['return order.status;', 'throws ReferenceError', 'throws ReferenceError'],
      ['return (;', 'throws SyntaxError', 'throws SyntaxError'],
      ['for (;;) await getOrder(orderId);', 'missing call', 'superfluous call'],
      ['await new Promise(() => {});', 'does not end', 'does not end'],
    ] as const) {
      assert.deepEqual(await runner.failures(task, body(text)), kinds, text);
    }
  });

  it('survives code that hangs or ends the process', async () => {
    const [task] = tasks;
    assert.ok(task);
    const impatient = newRunner(5_000);
    const code = (text: string): string => `function ${task.entry.name}() { ${text} }`;
    assert.deepEqual(await impatient.failures(task, code('for (;;);')), ['does not end']);
    const exit = "(0, Function)('process.exit()')();";
    assert.deepEqual(await impatient.failures(task, code(exit)), ['ends the process']);
    assert.deepEqual(await impatient.failures(task, codeOf(task)), [null]);
    impatient.close();
  });
});
