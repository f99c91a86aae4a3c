/** What the misuses below are misuses of. */
export const DECLARATIONS = `
declare namespace Corp {
  interface User { id: string; name: string; phone?: string; boss: User | null; tags: string[] }
  type Level = 'low' | 'mid' | 'high';
  /** Sends a note. */
  function send(options: { to: string; body?: string; level?: Level; times?: number; copy?: string[] }): Promise<{ noteId: string }>;
  /** Waits. */
  function wait(ms: number): Promise<void>;
  /** The user. */
  function user(id?: string): Promise<User>;
  /** All users. */
  function users(): Promise<User[]>;
  /** The users at hand. */
  function nearby(): User[];
  /** A user that may be missing. */
  function find(id: string): User | undefined;
  /** Hides. */
  function hide(): void;
  /** Picks. */
  function pick(options: { title: string; onDone: (picked: { index: number }) => void }): void;
  /** Draws. */
  function draw(shape: { kind: 'circle'; radius: number } | { kind: 'box'; width: number; height: number }): void;
  /** Writes a line. */
  function log(format: string, ...values: number[]): void;
  /** Marks. */
  function mark(at: { x: number; y: number } | { x: number; y: number }[] | undefined): void;
  /** Takes any object. */
  function keepAll(values: Record<string, unknown>, rest?: {}): void;
  /** Adds a timer. */
  function timer(ms: number): number;
  /** Adds a named timer. */
  function timer(name: string, ms: number): number;
  /** Keeps. */
  function keep<T>(key: string, value: T): T;
  /** Old. @deprecated Use send instead. */
  function post(options: { to: string; body?: string; level?: Level; times?: number; copy?: string[] }): Promise<{ noteId: string }>;
  interface Channel { open(name: string): void; close(): Promise<void>; readonly state: 'open' | 'closed' }
  /** A channel. */
  function channel(options: { url: string }): Channel;
  /** A cache. */
  class Cache { constructor(size: number); get(key: string): string | null; static shared(): Cache }
  namespace net { /** Pings. */ function ping(host: string): Promise<number>; }
}
`;

/** Scripts with what the checker finds in each, as `line:column code text`; TypeScript reports errors on the same lines. */
export const MISUSES: Readonly<Record<string, readonly (readonly [script: string, ...found: string[]])[]>> = {
  arguments: [
    [`Corp.wait()`, '1:6 missing-argument wait'],
    [`Corp.wait(1, 2)`, '1:14 extra-argument 2'],
    [`Corp.wait(1, 2, 3)`, '1:14 extra-argument 2, 3'],
    [`Corp.wait('1')`, `1:11 type-mismatch '1'`],
    [`Corp.wait(-1)`],
    ['Corp.wait(`1`)', '1:11 type-mismatch `1`'],
    [`Corp.wait(null)`, '1:11 type-mismatch null'],
    [`Corp.user(undefined)`],
    [`const all = [1]; Corp.wait(...all)`.replace('...all', 'all[0]')],
    [`Corp.hide('now')`, `1:11 extra-argument 'now'`],
    [`Corp.send('x')`, `1:11 type-mismatch 'x'`],
    [`Corp.keep('a', { b: 1 }).c`, '1:26 unknown-result-property c'],
    [`new Corp.Cache('x')`, `1:16 type-mismatch 'x'`],
    [`Corp.net.ping()`, '1:10 missing-argument ping'],
  ],
  'rest parameters': [
    [`Corp.log('a')`],
    [`Corp.log('a', 1, 2, 3)`],
    [`Corp.log('a', 1, '2', 3)`, `1:18 type-mismatch '2'`],
  ],
  'call, apply and bind': [
    [`Corp.wait.call(Corp, '1')`, `1:22 type-mismatch '1'`],
    [`Corp.wait.call(Corp)`, '1:11 missing-argument call'],
    [`Corp.wait.apply(Corp, ['1'])`, `1:24 type-mismatch '1'`],
    [`Corp.user.apply(Corp, [undefined])`],
    [`Corp.send.call(Corp, { to: 'a', colour: true })`],
    [`Corp.send.call(Corp, { to: 'a', level: 'low', colour: true })`, '1:47 unknown-property colour'],
    [`Corp.send.apply(Corp, [{ to: 'a', colour: 1 }])`, '1:35 unknown-property colour'],
    [`const wait = Corp.wait.bind(Corp, 5); wait();`],
    [`const wait = Corp.wait.bind(Corp, 5); wait(6);`, '1:44 extra-argument 6'],
    [`const wait = Corp.wait.bind(Corp); wait();`, '1:36 missing-argument wait'],
    [`Corp.keep.call(Corp, 1, 2)`, '1:22 type-mismatch 1'],
  ],
  alternatives: [
    [`Corp.send(Math.random() > 0.5 ? { to: 'a' } : { to: 'a', colour: 1 })`, '1:58 unknown-property colour'],
    [
      `Corp.send((Math.random() > 0.5 && { to: 1 }) || { to: 'a' })`,
      `1:11 type-mismatch (Math.random() > 0.5 && { to: 1 }) || { to: 'a' }`,
    ],
    [`Corp.send([{ to: 'a', colour: 1 }][0])`, '1:23 unknown-property colour'],
    [`const given = '' && 5; Corp.wait(given)`, '1:34 type-mismatch given'],
    [`const to = /** @type {const} */ (['a']); Corp.send({ to: 'a', copy: to })`, '1:63 type-mismatch copy'],
  ],
  'objects of other kinds': [
    [`Corp.pick({ title: 'a', onDone: { odd: 1 } })`, '1:35 type-mismatch odd'],
    [`Corp.keepAll(() => 1)`, '1:14 type-mismatch () => 1'],
    [`Corp.keepAll({}, { odd: 1 })`],
    [`Corp.mark({ x: 1, y: '2' })`, `1:11 type-mismatch { x: 1, y: '2' }`],
    [`Corp.mark([{ x: 1, y: 2 }, { x: 1, y: '2' }])`, '1:36 type-mismatch y'],
    [`Corp.wait(Math.max(1, 2)); Corp.user(Math.max(1, 2))`, '1:38 type-mismatch Math.max(1, 2)'],
    [`/** @param {null} id */ function f(id) { Corp.user(id); }`, '1:52 type-mismatch id'],
  ],
  'options objects': [
    [`Corp.send({})`, '1:11 missing-property {}'],
    [`Corp.send({ to: 'a', boddy: 'b' })`, '1:22 unknown-property boddy'],
    [`Corp.send({\n  to: 1,\n})`, '2:3 type-mismatch to'],
    [`Corp.send({ to: 'a', level: 'hgih' })`, '1:22 invalid-literal level'],
    [`Corp.send({ to: 'a', copy: ['b', 1] })`, '1:34 type-mismatch 1'],
    [`Corp.send({ to: 'a', copy: 'b' })`, '1:22 type-mismatch copy'],
    [`const to = 'a'; Corp.send({ to, times: to })`, '1:33 type-mismatch times'],
    [`const rest = { to: 'a' }; Corp.send({ ...rest, times: 2 })`],
    [`function f(rest) { Corp.send({ ...rest }) }`],
    [`function f(key) { Corp.send({ to: 'a', [key]: 2 }) }`],
    [`const o = { to: 'a', times: '2' }; Corp.send(o)`, '1:46 type-mismatch o'],
    [`const o = { body: 'a' }; Corp.send(o)`, '1:36 missing-property o'],
    [`Corp.send({ 'to': 'a', "boddy": 'b' })`, '1:24 unknown-property "boddy"'],
  ],
  unions: [
    [`Corp.draw({ kind: 'circle', radius: 1 })`],
    [`Corp.draw({ kind: 'box', width: 1 })`, `1:11 missing-property { kind: 'box', width: 1 }`],
    [`Corp.draw({ kind: 'circle', width: 1 })`, '1:29 unknown-property width'],
    [`Corp.draw({ kind: 'line', radius: 1 })`, '1:13 invalid-literal kind'],
  ],
  overloads: [
    [`Corp.timer(1); Corp.timer('a', 1)`],
    [`Corp.timer('a')`, `1:12 type-mismatch 'a'`],
    [`Corp.timer()`, '1:6 missing-argument timer'],
    [`Corp.timer(1, 2, 3)`, '1:18 extra-argument 3'],
  ],
  names: [
    [`Corp.sned({ to: 'a' })`, '1:6 unknown-api sned'],
    [`Corp.net.pong('a')`, '1:10 unknown-api pong'],
    [`globalThis.Corp.hide(1)`.replace('globalThis.', ''), '1:11 extra-argument 1'],
    [`function f(Corp) { Corp.sned() }`],
    [`Corp.net()`, '1:6 not-callable net'],
    [`Corp.Cache(1)`, '1:6 not-callable Cache'],
    [`Corp.channel({ url: 'x' }).opne('a')`, '1:28 unknown-api opne'],
    [`const c = Corp.channel({ url: 'x' });\nc.open(1)`, '2:8 type-mismatch 1'],
    [`Corp.Cache.shared().get(1)`, '1:25 type-mismatch 1'],
  ],
  results: [
    [`async function f() { const u = await Corp.user(); u.nmae }`, '1:53 unknown-result-property nmae'],
    [`Corp.user().then((u) => u.nmae)`, '1:27 unknown-result-property nmae'],
    [`async function f() { const { nmae } = await Corp.user(); }`.replace('nmae', 'name')],
    [`const u = Corp.user();\nu.name`, '2:3 unawaited-result name'],
    [`Corp.wait(Corp.net.ping('a'))`, `1:11 unawaited-result Corp.net.ping('a')`],
    [`Corp.nearby().map((u) => u.nmae)`, '1:28 unknown-result-property nmae'],
    [`for (const u of Corp.nearby()) u.nmae`, '1:34 unknown-result-property nmae'],
    [`Corp.pick({ title: 'a', onDone: ({ index }) => Corp.wait(index) })`],
    [`Corp.pick({ title: 'a', onDone(picked) { picked.idnex } })`, '1:49 unknown-result-property idnex'],
    [
      `async function f() { const all = await Promise.all([Corp.user(), Corp.users()]); all[0].nmae }`,
      '1:89 unknown-result-property nmae',
    ],
    [`/** @param {Corp.User} u */\nfunction f(u) { u.nmae }`, '2:19 unknown-result-property nmae'],
    [`Corp.hide().then`, '1:13 unknown-result-property then'],
  ],
  'what may be undefined': [
    [`Corp.find('a').name`, `1:1 possibly-undefined Corp.find('a')`],
    [`Corp.find('a')?.name`],
    [`const u = Corp.find('a'); if (u) u.name`],
    [
      `function f() { const u = Corp.find('a'); if (!u) return; u.nmae }`,
      '1:60 unknown-result-property nmae',
    ],
    [`const u = Corp.find('a'); const n = u && u.name`],
    [`const u = Corp.find('a');\nu.name`, '2:1 possibly-undefined u'],
    [`function f(u = Corp.find('a') ?? null) {}`],
    [
      `async function f() { const u = await Corp.user(); Corp.send({ to: u.phone }) }`,
      '1:63 possibly-undefined to',
    ],
    [`async function f() { const u = await Corp.user(); if (u.phone) Corp.send({ to: u.phone }) }`],
    [`async function f() { const u = await Corp.user(); Corp.send({ to: u.phone ?? u.name }) }`],
  ],
  'silence where nothing is certain': [
    [`let to; to = 'a'; Corp.send({ to })`],
    [`function f(o) { Corp.send(o); Corp.wait(o.a.b) }`],
    [`const o = {}; o.to = 'a'; Corp.send(o)`],
    [`const o = JSON.parse('{}'); Corp.send(o)`],
    [`Corp.send(Object.assign({}, { to: 'a' }))`],
    [`class A { run() { return Corp.wait(this.ms) } }`.replace('this.ms', '1')],
    [`Other.send(1)`.replace('Other.send(1)', 'console.log(1)')],
  ],
};

/** What the misuses in TypeScript are misuses of. */
export const TYPESCRIPT_DECLARATIONS = `
declare namespace Corp {
  interface User { id: string; name: string; phone?: string; boss: User | null }
  /** Sends a note. */
  function send(options: { to: string; body?: string; level?: 'low' | 'high'; times?: number }): Promise<{ noteId: string }>;
  /** Waits. */
  function wait(ms: number): Promise<void>;
  /** The user. */
  function user(id?: string): Promise<User>;
  /** A user that may be missing. */
  function find(id: string): User | undefined;
  /** Reads a value. */
  function read<T = string>(key: string): Promise<T | null>;
  /** A cache. */
  class Cache { constructor(size: number); get(key: string): string | null }
}
`;

/** `//!` marks the lines on which both TypeScript and the checker must report an error. */
export const TYPESCRIPT_MISUSES: Readonly<Record<string, string>> = {
  'annotated variables': `
const ms: number = 5;
Corp.wait(ms);
const text: string = 'a';
Corp.wait(text); //!
let maybe: string | undefined;
Corp.wait(1);
maybe = 'x';
Corp.find(maybe);
declare const missing: string | undefined;
Corp.find(missing); //!
const given: string | undefined = undefined;
Corp.find(given); //!
const either: 'low' | 'high' | 5 = 5;
Corp.wait(either);
Corp.find(either); //!
let level: 'low' | 'high' = 'low';
Corp.send({ to: 'a', level });
const wide: string | number = 'a';
Corp.find(wide);
`,
  'annotated parameters and results': `
function one(ms: number, name?: string, { id }: { id: string } = { id: 'a' }, ...rest: string[]): string {
  Corp.wait(ms);
  Corp.wait(id); //!
  Corp.find(name); //!
  if (name) Corp.find(name);
  return 'x';
}
Corp.wait(one(1)); //!
Corp.find(one(1));
const two = (n: number): number => n;
Corp.find(two(1)); //!
const three = async (n: string): Promise<number> => 1;
Corp.find(await three('a')); //!
function four(this: unknown, ms: string) { Corp.wait(ms); } //!
`,
  'casts and assertions': `
const raw: unknown = 1;
Corp.wait(raw as number);
Corp.wait(raw as string); //!
Corp.wait(<string>raw); //!
Corp.send({ to: 'a', level: 'low' as const });
Corp.send({ to: 'a', level: 'none' as const }); //!
Corp.send({ to: 1 } satisfies object); //!
Corp.find('a')!.name.length;
Corp.find('a').name; //!
Corp.wait(Corp.find('a')!.name); //!
Corp.send({ to: Corp.find('a')!.phone! });
Corp.send({ to: Corp.find('a')!.phone }); //!
(Corp as any).nothing();
`,
  'interfaces and aliases of the file': `
interface Options { to: string; times: number }
type Times = number | undefined;
export interface Wide extends Options { more: string }
declare const options: Options;
declare const times: Times;
Corp.send(options);
Corp.wait(options.to); //!
Corp.wait(options.times);
Corp.wait(times); //!
function f(wide: Wide) { Corp.wait(wide.more as never); Corp.send({ ...wide }); }
declare const user: Corp.User;
Corp.find(user.boss); //!
Corp.find(user.nothing); //!
`,
  classes: `
abstract class Base { abstract name(): string; run() { Corp.wait('x'); } } //!
class Own extends Base implements Iterable<string> {
  private cache?: Corp.Cache;
  readonly size: number = 3;
  static shared = new Corp.Cache('a'); //!
  constructor(private readonly key: string) { super(); this.cache = new Corp.Cache(this.size); }
  name() { return this.key; }
  get(): string | null { return this.cache!.get(5); } //!
  *[Symbol.iterator]() { yield 'a'; }
}
new Own('a').get();
`,
  'what hides a name': `
enum Level { Low, High }
namespace Inner { export const Corp = { wait(ms: string) {} }; Corp.wait('x'); }
function g(Corp: any) { Corp.nothing(); }
declare function wait(ms: string): void;
wait('x');
function overloaded(a: string): string;
function overloaded(a: number): number;
function overloaded(a: unknown) { return a as never; }
Corp.wait(overloaded(1));
Corp.wait(Level.Low);
type User = { id: number };
const own: User = { id: 1 };
Corp.wait(own.id);
`,
  generics: `
const a = await Corp.read<number>('a');
if (a !== null) Corp.wait(a);
const b = await Corp.read<{ id: string }>('b');
Corp.find(b!.id);
function same<T>(value: T): T { return value; }
Corp.wait(same<number>(1));
function h<T extends string>(value: T) { Corp.find(value); }
h('a');
`,
};
