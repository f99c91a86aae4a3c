import assert from 'node:assert/strict';
import { checkRecords, names, readText, record, signatures, typeText } from './fixture.js';

describe('declarations', () => {
  it('flatten inherited and generic members', () =>
    checkRecords(
      `
interface Base<T> {
  /** Gets one. */
  get(id: string): Promise<T>;
}
interface Shop extends Base<Item> {
  /** Puts. */
  put(item: Partial<Item>): void;
}
interface Item { id: string; price?: number; tags: Set<string> }
declare const shop: Shop;
`,
      `
      shop.put (item: { id?: string; price?: number; tags?: Set<string> }) => void // Puts
      shop.get (id: string) => Promise<Item> // Gets one
      `,
    ));

  const pages: readonly [comment: string, page: string | undefined][] = [
    ['Opens. @see https://docs.k.example/open', 'https://docs.k.example/open'],
    ['Opens.\n * @see K.close\n * @see https://docs.k.example/open.', 'https://docs.k.example/open'],
    ['Opens.\n * @see {@link https://docs.k.example/open} for more.', 'https://docs.k.example/open'],
    ['打开。\n * @see https://docs.k.example/open。', 'https://docs.k.example/open'],
    ['Opens, see [the page](https://docs.k.example/open.html).', 'https://docs.k.example/open.html'],
    ['Opens.\n * @see K.close', undefined],
    ['Opens.\n * @example\n * fetch("https://k.example")', undefined],
  ];
  for (const [comment, page] of pages)
    it(`link to the page in ${JSON.stringify(comment)}`, async () => {
      const reading = await readText(
        `declare namespace K {\n/**\n * ${comment}\n */\nfunction open(): void; }`,
      );
      assert.equal(reading.apis.find((it) => it.name === 'K.open')?.link, page);
    });

  it('keep overloads in order, with the first description', () =>
    checkRecords(
      `
declare namespace K {
  /** Opens by path. */
  function open(path: string): void;
  /** Opens by number. */
  function open(id: number, options?: { mode: 'r' | 'w' }): Promise<void>;
}
`,
      `
      K.open (path: string) => void // Opens by path
      K.open (id: number, options?: { mode: 'r' | 'w' }) => Promise<void>
      `,
    ));

  it('are deprecated by a tag that stands alone, if no overload is without it', async () => {
    const reading = await readText(`declare namespace K {
/** @deprecated */
function a(): void;
/** @deprecated */
function b(): void;
function b(x: number): void;
}`);
    assert.deepEqual(record(reading, 'K.a').deprecated, { message: '' });
    assert.equal(record(reading, 'K.b').deprecated, undefined);
  });

  it('follow types, enums and re-exports to other files', async () => {
    await checkRecords(
      {
        'lib.d.ts': `
import type { Options, Kind } from './types';
import { Handle } from './handle.js';
import * as shapes from './shapes';
export function open(options: Options, kind?: Kind): Handle;
export * from './more';
export { Kind as K } from './types';
export { shapes };
`,
        'types.d.ts':
          "export interface Options { path: string; flags?: Flag[] } export type Flag = 'a' | 'b'; export enum Kind { One = 1, Two = 2 }",
        'handle.d.ts':
          'export declare class Handle { private constructor(); read(): string; private secret(): void; }',
        'more.d.ts': '/** More. */ export declare const more: (x: number) => void;',
        'shapes.d.ts': 'export function circle(r: number): void;',
      },
      `
      open (options: Options, kind?: Kind) => Handle
      shapes.circle (r: number) => void
      more (x: number) => void // More
        open().read () => string
      `,
    );
  });

  it('merge namespaces, and functions or classes with namespaces', async () => {
    await checkRecords(
      `
declare namespace K { function a(): void; }
declare namespace K { function b(): void; namespace sub { function c(): void; } }
declare namespace K.sub { function d(): void; }
`,
      `
      K.a () => void
      K.b () => void
      K.sub.c () => void
      K.sub.d () => void
      `,
    );
    await checkRecords(
      `
declare function run(x: string): void;
declare namespace run { function later(ms: number): void; }
`,
      `
      run (x: string) => void
      run.later (ms: number) => void
      `,
    );
  });

  it('find globals in declare global, on Window, and by export as namespace', async () => {
    await checkRecords(
      `
export {};
declare global {
  interface Window { HX: Api }
  namespace Extra { function run(x: Opt): void; }
  interface Opt { a: number }
  var boot: (x: string) => void;
}
interface Api { toast(msg: string): void; }
`,
      `
      HX.toast (msg: string) => void
      Extra.run (x: Opt) => void
      boot (x: string) => void
      `,
    );
    await checkRecords(
      'export as namespace H5;\nexport function open(x: string): void;',
      'H5.open (x: string) => void',
      'global:H5',
    );
    await checkRecords('export declare namespace K { function a(): void; }', 'K.a () => void', 'global:K');
  });

  it('read export = of functions, objects and classes', async () => {
    await checkRecords(
      `
declare function moment(input?: string | Date): moment.Moment;
declare namespace moment {
  interface Moment { add(n: number, unit: Unit): Moment; }
  type Unit = 'day' | 'hour';
  function utc(): Moment;
}
export = moment;
`,
      `
      moment (input?: string | Date) => moment.Moment
      moment.utc () => moment.Moment
        Moment.add (n: number, unit: moment.Unit) => moment.Moment
      `,
    );
    await checkRecords(
      'interface Api { open(path: string): void; biz: { pay(x: number): void } }\ndeclare const api: Api;\nexport = api;',
      `
      open (path: string) => void
      biz.pay (x: number) => void
      `,
    );
    const reading = await readText(
      'declare class Client { constructor(url: string); ping(): void; static create(): Client; }\nexport = Client;',
    );
    assert.deepEqual(names(reading, 'callables'), ['Client', 'Client.create']);
    assert.deepEqual(names(reading, 'members'), ['Client.ping']);
    assert.deepEqual(record(reading, 'Client.create').access, {
      kind: 'module',
      module: 'lib',
      style: 'commonjs',
    });
    assert.equal(reading.roots.modules.lib?.exportEquals, true);
  });

  it('know which exports are types only', async () => {
    const values = 'export class A {} export enum B { b } export function c(): void; export const d: string;';
    const types = 'export interface E {} export type F = string; interface G {} export type { G as H };';
    const reading = await readText(`${values} ${types} export interface A { more: string }`);
    assert.deepEqual(reading.roots.modules.lib?.types, ['E', 'F', 'H']);
    const assigned = await readText(
      'declare function f(): void; declare namespace f { interface O {} const x: 1; } export = f;',
    );
    assert.deepEqual(assigned.roots.modules.lib?.types, ['O']);
  });

  it('read export default, under the name it is declared with', async () => {
    const text = `
interface Static { (url: string): Promise<any>; get(url: string): Promise<any>; create(): Instance }
interface Instance { get(url: string): Promise<any> }
declare const http: Static;
export default http;
export function stop(): void;
`;
    await checkRecords(
      text.replace(/export default[\s\S]*/, 'export = http;'),
      `
      http (url: string) => Promise<any>
      http.get (url: string) => Promise<any>
      http.create () => Instance
        http.create().get (url: string) => Promise<any>
      `,
    );
    await checkRecords(
      text,
      `
      stop () => void
      http (url: string) => Promise<any>
      http.get (url: string) => Promise<any>
      http.create () => Instance
        http.create().get (url: string) => Promise<any>
      `,
    );
    assert.deepEqual(record(await readText(text), 'http.get').access, {
      kind: 'module',
      module: 'lib',
      export: 'default',
      style: 'default',
    });
  });

  it('have one record for what is exported by name and by default', async () => {
    const reading = await readText(
      '/** Opens. */\nexport declare function open(): void;\ndeclare const api: { open: typeof open; close(): void };\nexport default api;',
    );
    assert.deepEqual(names(reading, 'callables'), ['open', 'lib.close']);
    assert.match(typeText(reading, 'module:lib'), /default: \{ open: open; close: lib\.close \}/);
  });

  it('tell members of one function type apart', () =>
    checkRecords(
      `
interface Send {
  /** Sends a request. */
  (url: string): void;
}
declare const http: { get: Send; post: Send };
export default http;
`,
      `
      lib.get (url: string) => void // Sends a request
      lib.post (url: string) => void // Sends a request
      `,
    ));

  it('read classes: statics, accessors and inherited members; not what is private or abstract', async () => {
    const text = `
/** A client.
 * @example
 * const c = new Client('u');
 */
export declare class Client<T extends object = {}> extends Emitter {
  /** Makes it.
   * @param url - Where. */
  constructor(url: string, options?: Options);
  static VERSION: string;
  static connect(url: string): Promise<Client>;
  static send(): void;
  /** @deprecated Use {@link Client.push}. */
  send(data: T): this;
  push(data: T): this;
  private secret(): void;
  protected inner(): void;
  #hard(): void;
  get state(): 'open' | 'closed';
}
interface Options { timeout?: number }
declare class Emitter { private constructor(); on(name: string, listener: (...args: any[]) => void): this; }
export declare abstract class Abstract { abstract run(): void; static make(): Abstract; }
export {};
`;
    await checkRecords(
      text,
      `
      Client new (url: string, options?: Options) => Client<T> // A client
      Client.connect (url: string) => Promise<Client<{}>>
      Client.send () => void
      Abstract.make () => Abstract
        Client.prototype.send (data: T) => Client<T> // Use Client.push
        Client.push (data: T) => Client<T>
        Client.on (name: string, listener: (...args: any[]) => void) => Client<T>
        Abstract.make().run () => void
      `,
    );
    const reading = await readText(text);
    const client = reading.types.find((type) => type.name === 'Client');
    assert.deepEqual([client?.nominal, client?.bases], [true, ['Emitter']]);
    assert.equal(record(reading, 'Client.prototype.send').deprecated?.replacement, 'Client.push');
    assert.equal(record(reading, 'Client').exp, "const c = new Client('u');");
    assert.equal(record(reading, 'Client').signatures[0]?.parameters[0]?.doc, 'Where.');
    assert.match(typeText(reading, 'Client'), /state: 'open' \| 'closed'/);
  });

  it('name methods of handles after the call, the type, or the property that leads to them', () =>
    checkRecords(
      `
declare namespace K {
  interface Task { start(): void; readonly events: Events }
  interface Events { on(name: 'a', fn: (e: Evt) => void): () => void }
  interface Evt { stop(): void }
  interface Page { next(): Promise<Page>; close(): void }
  interface Row { remove(): void }
  interface Given { mine(): void }
  function createTask(): Task;
  function later(): Promise<Page | null>;
  function list(): Row[];
  function find(): Row;
  function first(): Row;
  function inline(): { done(): void; value: number };
  function take(given: Given): void;
}
`,
      `
      K.createTask () => K.Task
      K.later () => Promise<K.Page | null>
      K.list () => K.Row[]
      K.find () => K.Row
      K.first () => K.Row
      K.inline () => K.inline()
      K.take (given: K.Given) => void
        K.createTask().start () => void
        K.later().next () => Promise<K.Page>
        K.later().close () => void
        Row.remove () => void
        K.inline().done () => void
        K.createTask().events.on (name: 'a', fn: (e: K.Evt) => void) => () => void
        Evt.stop () => void
      `,
    ));

  it('flatten typeof, mapped, conditional and template types', () =>
    checkRecords(
      `
declare namespace K {
  const defaults: { a: number; b: string };
  function set(values: Partial<typeof defaults>): void;
  function at<P extends keyof typeof defaults>(key: P, value: (typeof defaults)[P]): void;
  type Flags = { [name in 'x' | 'y']?: boolean };
  function flags(flags: Flags): Readonly<Flags>;
  type Un<T> = T extends Promise<infer U> ? U : T;
  function fixed(value: Un<Promise<number>>): void;
  function omit(x: Omit<{ a: 1; b: 2 }, 'a'>): Record<'p' | 'q', number>;
  function tpl(x: \`a-\${string}\`): Uppercase<string>;
  function same(other: typeof set): ReturnType<typeof omit>;
  function tuple(x: [a: string, b?: number, ...rest: boolean[]], ...args: [string, number?]): readonly [1, 2];
  type Same<Out, In extends Out> = In & { [Key in Exclude<keyof In, keyof Out>]: never };
  function exact<T extends { a?: number }>(options: Same<{ a?: number }, T>): void;
  function guard(x: unknown): x is string;
  function check(x: any): asserts x;
  function big(x: bigint, s: symbol, o: object, n: never): void;
}
`,
      `
      K.set (values: { a?: number; b?: string }) => void
      K.at (key: P, value: string | number) => void
      K.flags (flags: K.Flags) => { x?: boolean; y?: boolean }
      K.fixed (value: number) => void
      K.omit (x: { b: 2 }) => { p: number; q: number }
      K.tpl (x: string) => string
      K.same (other: (values: { a?: number; b?: string }) => void) => { p: number; q: number }
      K.tuple (x: [a: string, b?: number, ...rest: boolean[]], args1: string, args2?: number) => readonly [1, 2]
      K.exact (options: T) => void
      K.guard (x: any) => boolean
      K.check (x: any) => void
      K.big (x: bigint, s: symbol, o: object, n: never) => void
      `,
    ));

  it('see through named function types, of which a member may be one', () =>
    checkRecords(
      `
type Open = (path: string) => Promise<void>;
type Fn<A, R> = (a: A) => R;
type Again = (o: { again: Again }) => Again;
interface Maker { new (x: string): Thing; of(): Thing }
interface Thing { go(): void }
interface Api {
  /** Opens. */
  open: Open;
  map: Fn<string, number>;
  Thing: Maker;
  again: Again;
  get: { (id: string): string; (n: number, done: Fn<Error | null, void>): void };
}
declare const api: Api;
`,
      `
      api.open (path: string) => Promise<void> // Opens
      api.map (a: string) => number
      api.Thing new (x: string) => Thing
      api.Thing.of () => Thing
      api.again (o: { again: Again }) => Again
      api.get (id: string) => string
      api.get (n: number, done: Fn<Error | null, void>) => void
        Thing.go () => void
      `,
    ));

  it('have the methods of constants whose class can be constructed', () =>
    checkRecords(
      `
declare const paint: paint.Paint & paint.Run & { errors: paint.Paint };
declare namespace paint {
  interface Run { (text: string): string }
  interface Paint extends Run { Instance: new () => Paint; hex(color: string): Paint }
}
export = paint;
`,
      `
      paint (text: string) => string
      paint.errors (text: string) => string
        Paint.Instance new () => paint.Paint
        Paint.hex (color: string) => paint.Paint
      `,
    ));

  it('pass over names that no program writes after a dot', () =>
    checkRecords(
      `
declare function run(): { 'data-id'(): void; stop(): void };
declare const other: { 'a-b'(): void; [Symbol.iterator](): Iterator<number> };
export { run as default, run as 'module.exports', other };
`,
      `
      run () => run()
        run().stop () => void
      `,
    ));

  it('end on types that contain themselves', async () => {
    const reading = await readText(`
export interface Item { children: Item[]; parent?: Item; walk(fn: (n: Item) => boolean | void): void }
export function root(): Item;
export type Json = string | number | Json[] | { [key: string]: Json };
export function save(x: Json): void;
`);
    assert.deepEqual(signatures(reading, 'save'), ['(x: Json) => void']);
    assert.equal(typeText(reading, 'Json'), 'string | number | Json[] | Record<string, Json>');
    assert.deepEqual(names(reading, 'members'), ['root().walk']);
  });

  it('read ambient modules, each under its own name', async () => {
    const reading = await readText(`
declare module '@corp/h5' { export function open(x: string): void; export default open; }
declare module '@corp/h5/extra' { export function more(): void; }
`);
    assert.deepEqual(
      reading.apis.map((api) => [api.name, api.access]),
      [
        ['open', { kind: 'module', module: '@corp/h5', export: 'open', style: 'named' }],
        ['more', { kind: 'module', module: '@corp/h5/extra', export: 'more', style: 'named' }],
      ],
    );
    const one = await readText(
      "declare module 'a' { function f(): void }\ndeclare module 'b' { function g(): void }",
      'lib.d.ts',
      'module:b',
    );
    assert.deepEqual(names(one, 'callables'), ['g']);
  });

  it('take an interface of the language that is declared once more for what it is', () =>
    checkRecords(
      `
declare namespace Script {
  interface Date {
${['getTime', 'getFullYear', 'getMonth', 'getDate', 'getDay', 'getHours', 'getMinutes', 'getSeconds', 'toString', 'toDateString', 'toTimeString', 'toLocaleString', 'toLocaleDateString', 'toLocaleTimeString', 'valueOf', 'getUTCFullYear', 'getUTCMonth', 'getUTCDate', 'getUTCDay', 'getUTCHours', 'getUTCMinutes', 'getUTCSeconds', 'getTimezoneOffset', 'toISOString'].map((it) => `    ${it}(): any;`).join('\n')}
  }
  interface DateConstructor { new (value: number): Date; parse(s: string): number; UTC(year: number): number; now(): number }
  const Date: DateConstructor;
  interface Map { setCenter(x: number): void; get(key: string): number }
  interface Clock { now(): Date; map(): Map }
}
declare var clock: Script.Clock;
`,
      `
      clock.now () => Date
      clock.map () => Script.Map
        clock.map().setCenter (x: number) => void
        clock.map().get (key: string) => number
      `,
    ));
});
