import { readFileSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import vm from 'node:vm';

// A process of its own (evaluation/run-fake.ts) that executes code of models against a fake of the library. Each run has a
// context of its own, in which the fake is loaded too: no object of this process, and nothing but strings, gets there.

interface Job {
  /** The module of the fake, absolute. */
  readonly fake: string;
  readonly runs: readonly {
    readonly code: string;
    readonly entry: string;
    readonly modules: Readonly<Record<string, string>>;
    readonly scenario: Readonly<Record<string, unknown>>;
    readonly args: readonly unknown[];
  }[];
  /** The longest that code may take between two pauses, in milliseconds. */
  readonly syncMs: number;
}

interface Driver {
  boot(timers: { wait(ms: number, then: () => void): void }): void;
  create(namespace: object, scenario: string): void;
  namesIn(module: string): string;
  exported(module: string, name: string): unknown;
  run(candidate: object, entry: string, args: string, scenario: string): Promise<string>;
}

/** Runs inside the context. */
const DRIVER = `
let fake;
const json = (value) => {
  const seen = [];
  const plain = (it) => {
    if (it === undefined) return undefined;
    if (typeof it === 'function') return { $function: true };
    if (typeof it === 'bigint' || typeof it === 'symbol') return { $text: String(it) };
    if (it === null || typeof it !== 'object') return it;
    if (seen.includes(it)) return { $cycle: true };
    seen.push(it);
    const copy = Array.isArray(it) ? it.map(plain)
      : it instanceof Error ? { $error: String(it.code ?? it.message) }
      : it instanceof Date ? { $date: it.getTime() }
      : Object.fromEntries(Object.entries(it).map(([key, own]) => [key, plain(own)]));
    seen.pop();
    return copy;
  };
  return JSON.stringify(plain(value));
};
export function boot({ wait }) {
  let last = 0;
  const open = new Set();
  const later = (then, ms, args, again) => {
    const id = ++last;
    open.add(id);
    const fire = () => {
      if (!open.has(id)) return;
      if (again) wait(ms, fire);
      else open.delete(id);
      then(...args);
    };
    wait(ms, fire);
    return id;
  };
  const silent = () => {};
  let seed = 1;
  Math.random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  // Two runs of the same code must see the same moment.
  const start = 1736154000000;
  const Real = Date;
  globalThis.Date = class Date extends Real {
    constructor(...args) { super(...(args.length > 0 ? args : [start])); }
    static now() { return start; }
  };
  Object.assign(globalThis, {
    console: { log: silent, info: silent, warn: silent, error: silent, debug: silent },
    setTimeout: (then, ms = 0, ...args) => later(then, ms, args, false),
    setInterval: (then, ms = 0, ...args) => later(then, ms, args, true),
    setImmediate: (then, ...args) => later(then, 0, args, false),
    clearTimeout: (id) => open.delete(id),
    clearInterval: (id) => open.delete(id),
    clearImmediate: (id) => open.delete(id),
    queueMicrotask: (then) => { Promise.resolve().then(then); },
    structuredClone: (value) => JSON.parse(JSON.stringify(value)),
  });
}
export function create(namespace, scenario) {
  const maker = Object.keys(namespace).find((it) => it === 'createFake')
    ?? Object.keys(namespace).find((it) => /^create[A-Z_$]/.test(it) && typeof namespace[it] === 'function');
  if (!maker) throw new TypeError('the fake exports no function createFake or createNAME');
  fake = namespace[maker](JSON.parse(scenario));
  const name = maker.slice('create'.length);
  if (!Array.isArray(fake.trace)) throw new TypeError('the fake has no list named trace');
  Object.assign(globalThis, fake.timers, fake.globals, name in fake ? { [name]: fake[name] } : {});
}
export function namesIn(module) { return Object.keys(fake.modules?.[module] ?? {}).join('\\n'); }
export function exported(module, name) { return fake.modules[module][name]; }
export async function run(candidate, entry, args, scenario) {
  const call = candidate[entry];
  if (typeof call !== 'function') throw new TypeError('there is no function to call');
  const revive = (it) => {
    if (Array.isArray(it)) return it.map(revive);
    if (it === null || typeof it !== 'object') return it;
    if (typeof it.$fn === 'string') return fake.callback?.(it.$fn) ?? (() => {});
    return Object.fromEntries(Object.entries(it).map(([key, own]) => [key, revive(own)]));
  };
  const given = revive(JSON.parse(args));
  const plainly = async (fn) => {
    try {
      return { status: 'resolved', value: await fn() };
    } catch (error) {
      return { status: 'rejected', error };
    }
  };
  const { status, value, error } = await (fake.run ?? plainly)(() => call(...given), JSON.parse(scenario));
  const outcome = { status, value };
  if (status === 'rejected') {
    outcome.error = String(error);
    if (typeof error?.code === 'string') outcome.code = error.code;
  }
  return json({ ...fake.report?.(), outcome, trace: fake.trace });
}
`;

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const job: Job = JSON.parse(Buffer.concat(chunks).toString('utf8'));
// What the code rejects and nobody handles must not end the process.
process.on('unhandledRejection', () => {});
for (const run of job.runs) write(await execute(run));
process.exit(0);

async function execute(run: Job['runs'][number]): Promise<object> {
  let phase: 'crash' | 'syntax' | 'load' = 'crash';
  try {
    const context = vm.createContext(Object.create(null), {
      codeGeneration: { strings: false, wasm: false },
    });
    const driverModule = new vm.SourceTextModule(DRIVER, { context, identifier: 'driver' });
    await driverModule.link(nothing);
    await driverModule.evaluate();
    const driver = driverModule.namespace as unknown as Driver;
    driver.boot({ wait: (ms, then) => void setTimeout(then, ms) });
    const fake = await fakeIn(context);
    driver.create(fake, JSON.stringify(run.scenario));

    phase = 'syntax';
    const candidate = new vm.SourceTextModule(run.code, { context, identifier: 'candidate' });
    phase = 'load';
    const linked = new Map<string, vm.Module>();
    await candidate.link((specifier) => {
      const source = run.modules[specifier];
      const module =
        linked.get(specifier) ??
        (source === undefined
          ? ofFake(specifier, driver, context)
          : new vm.SourceTextModule(source, { context, identifier: specifier }));
      linked.set(specifier, module);
      return module;
    });
    await candidate.evaluate({ timeout: job.syncMs });
    phase = 'crash';
    const { entry, args, scenario } = run;
    const report = await driver.run(
      candidate.namespace,
      entry,
      JSON.stringify(args),
      JSON.stringify(scenario),
    );
    return { ...JSON.parse(report), status: 'done' };
  } catch (error) {
    return { status: phase, detail: String(error).slice(0, 300), trace: [] };
  }
}

/** What the fake offers to those that import the library. */
function ofFake(specifier: string, driver: Driver, context: vm.Context): vm.Module {
  const names = driver.namesIn(specifier).split('\n').filter(Boolean);
  if (names.length === 0) throw new Error(`nothing is known of the module ${specifier}`);
  return new vm.SyntheticModule(
    names,
    function (this: vm.SyntheticModule) {
      for (const name of names) this.setExport(name, driver.exported(specifier, name));
    },
    { context, identifier: specifier },
  );
}

/** Loads the fake, with the files that it imports, into a context. */
async function fakeIn(context: vm.Context): Promise<object> {
  const loaded = new Map<string, vm.SourceTextModule>();
  const load = (file: string): vm.SourceTextModule => {
    const module =
      loaded.get(file) ?? new vm.SourceTextModule(readFileSync(file, 'utf8'), { context, identifier: file });
    loaded.set(file, module);
    return module;
  };
  const fake = load(job.fake);
  await fake.link((specifier, { identifier }) => {
    if (!specifier.startsWith('.'))
      throw new Error(`the fake imports ${specifier}; it may import files of its own`);
    return load(resolve(dirname(identifier), specifier));
  });
  await fake.evaluate();
  return fake.namespace;
}

function nothing(specifier: string): never {
  throw new Error(`there is no module ${specifier}`);
}

function write(line: object): void {
  const data = Buffer.from(`${JSON.stringify(line)}\n`);
  for (let at = 0; at < data.length; ) {
    try {
      at += writeSync(1, data, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}
