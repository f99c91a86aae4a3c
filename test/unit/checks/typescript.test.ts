import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { checkText } from '../../../server/checks/check.js';
import { changeDocument, openDocument } from '../../../server/syntax/syntax-document.js';
import { errorLines, libraryOf } from '../../support/snippets.js';

const DECLARATIONS = `
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
const SCRIPTS: Readonly<Record<string, string>> = {
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

describe('TypeScript files', () => {
  let library: ApiLibrary;

  before(async () => {
    library = await libraryOf(DECLARATIONS);
  });

  for (const [name, script] of Object.entries(SCRIPTS)) {
    it(`${name}: errors where TypeScript has them, and nowhere else`, () => {
      const marked = script.split('\n').flatMap((line, at) => (line.includes('//!') ? [at] : []));
      assert.deepEqual([...new Set(errorLines(DECLARATIONS, script, 'ts'))], marked, 'the referee');
      const { problems, uses } = checkText(script, [library], { uri: 'file:///a.ts' });
      const errors = problems.filter((it) => it.severity === 'error');
      assert.deepEqual(
        [...new Set(errors.map((it) => it.range.start.line))],
        marked,
        JSON.stringify(errors, null, 1),
      );
      assert.ok(uses.length > 0);
    });
  }

  it('JSX in TSX', () => {
    const script = 'const v = <div onClick={() => Corp.wait("x")}>{Corp.find("a")!.name}</div>;\n';
    const { problems } = checkText(script, [library], { uri: 'file:///a.tsx' });
    assert.deepEqual(
      problems.map((it) => [it.code, it.range.start.character]),
      [['type-mismatch', script.indexOf('"x"')]],
    );
  });

  it('comments state no types', () => {
    const script =
      '/** @type {string} */\nlet a: any;\n/** @param {string} x */\nfunction f(x: any) { Corp.wait(x); Corp.wait(a); }\n';
    assert.deepEqual(checkText(script, [library], { uri: 'file:///a.ts' }).problems, []);
  });

  it('syntax errors inside of types are syntax errors', () => {
    const broken = openDocument('file:///a.ts', 'const a: { b: = 1;\nCorp.wait(1);\n', 1);
    assert.ok(broken.hasErrors);
    const range = { start: { line: 0, character: 9 }, end: { line: 0, character: 15 } };
    const mended = changeDocument(broken, [{ range, text: 'number =' }], 2);
    assert.equal(mended.text, 'const a: number = 1;\nCorp.wait(1);\n'.replace('number = 1', 'number = 1'));
    assert.ok(!mended.hasErrors);
  });

  it('finds requirements in comments and empty functions', () => {
    const script =
      'export async function run(id: string): Promise<void> {\n  // @requirement Wait a second.\n}\n\n/** Sends a note. */\nfunction note(to: string): void {}\n';
    const { requirements } = checkText(script, [library], { uri: 'file:///a.ts', tags: ['requirement'] });
    assert.deepEqual(
      requirements.map((it) => it.text),
      ['Wait a second.', 'Sends a note.'],
    );
  });
});
