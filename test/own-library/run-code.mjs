// The process that runs generated code: it gets { task, code } by message and answers with the failure of each
// scenario. It has no other duty, so whoever started it may end it when the code hangs.
import { Clock } from './clock.mjs';
import { fakeStapla } from './fake.mjs';
import { failureOf } from './judge.mjs';

const LIBRARY = '@lagerhus/stapla';
const MOST_TIMERS = 500;
/** Not for generated code. */
const HIDDEN = [
  'process',
  'require',
  'module',
  'fetch',
  'globalThis',
  'global',
  'queueMicrotask',
  'setImmediate',
];

process.on('message', async ({ task, code }) => {
  const failures = [];
  for (const scenario of task.scenarios) {
    failures.push(failureOf(await run(task, code, scenario), scenario.expect) ?? null);
  }
  process.send(failures);
});
process.on('unhandledRejection', () => {});

const SILENT = Object.fromEntries(['debug', 'error', 'info', 'log', 'warn'].map((name) => [name, () => {}]));

/** Runs the code in the task's file once. */
async function run(task, code, scenario) {
  const clock = new Clock();
  const fake = fakeStapla(scenario.results ?? {}, clock);
  const calls = fake.calls;
  let settled;
  try {
    const { names, values, body } = assembled(task, code, fake, clock);
    const started = new Function(...names, `return (async () => {\n${body}\n})()`)(...values).then((entry) =>
      entry(...(scenario.args ?? task.entry.args ?? []).map((it) => argument(it, fake))),
    );
    started.then(
      (result) => {
        settled = { result };
      },
      (error) => {
        settled = { error };
      },
    );
    for (let count = 0; count < MOST_TIMERS; count++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!(await clock.step()) && (await quiet(calls))) break;
    }
  } catch (error) {
    settled = { error };
  }
  if (!settled) return { stuck: true };
  const { error } = settled;
  if (!('error' in settled)) return { calls, result: settled.result };
  return { calls, error: { name: error?.name, code: error?.code, message: String(error?.message ?? error) } };
}

/** Whether nothing more happens by itself. */
async function quiet(calls) {
  const before = calls.length;
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  return calls.length === before;
}

/**
 * The file with the code at its mark, as the body of an async function that gives the entry. Imports become parameters:
 * from the library the fake's exports, from other files functions that are recorded. What the code uses of the library
 * without importing it is there as well, for imports are added by the editor in a step of its own.
 */
function assembled({ context, entry }, code, fake, clock) {
  const scope = new Map(HIDDEN.map((name) => [name, undefined]));
  scope.set('console', SILENT);
  scope.set('setTimeout', clock.setTimeout).set('clearTimeout', clock.clear);
  scope.set('setInterval', clock.setInterval).set('clearInterval', clock.clear);
  for (const [name, value] of Object.entries(fake.exports))
    scope.set(name === 'default' ? 'connect' : name, value);

  const file = (context ?? '// @insert').replace(/^.*\/\/ @insert.*$/m, () => code);
  const body = file
    .replace(/^[ \t]*import\s+([^'"]+?)\s+from\s+['"]([^'"]+)['"];?/gm, (_, clause, from) => {
      for (const [local, imported] of bindings(clause)) {
        scope.set(local, from === LIBRARY ? ofLibrary(imported, fake.exports) : fake.spy(local));
      }
      return '';
    })
    .replace(/^export\s+(?:default\s+)?/gm, '');
  return { names: [...scope.keys()], values: [...scope.values()], body: `${body}\nreturn ${entry.name};` };
}

/** `[local name, imported name]` of an import clause; `*` is the whole module. */
function* bindings(clause) {
  const [, named] = /\{([^}]*)\}/.exec(clause) ?? [];
  for (const part of (named ?? '').split(',').filter((it) => it.trim() !== '')) {
    const [imported, local = imported] = part.trim().split(/\s+as\s+/);
    yield [local, imported];
  }
  for (const part of clause.replace(/\{[^}]*\}/, '').split(',')) {
    const [, star, name] = /^\s*(\*\s+as\s+)?([\w$]+)\s*$/.exec(part) ?? [];
    if (name) yield [name, star ? '*' : 'default'];
  }
}

function ofLibrary(imported, exports) {
  if (imported === '*') return exports;
  if (!(imported in exports)) throw new SyntaxError(`the library does not export ${imported}`);
  return exports[imported];
}

/** Arguments of a scenario: `{ "$spy": name }` is a recorded function. */
function argument(value, fake) {
  return value?.$spy ? fake.spy(value.$spy) : structuredClone(value);
}
