import type { Call, World } from './call.js';
import { type Form, writeCall } from './forms/form.js';
import type { LibrarySpec } from './libraries.js';
import { Random } from './random.js';
import { Script } from './script.js';

/** A piece of JavaScript with one call in question. */
export interface Snippet {
  /** Imports, which stand at the top of the file. */
  readonly head: readonly string[];
  readonly lines: readonly string[];
}

/**
 * Writes a call in a form; undefined where it cannot be written so.
 *
 * @param seed - The same seed writes two variants of a call alike.
 * @param serial - Different for each snippet of a run; part of names that the file sees.
 */
export function snippet(
  call: Call,
  form: Form,
  world: World,
  { spec, seed, serial }: { spec: LibrarySpec; seed: string; serial: number },
): Snippet | undefined {
  const script = new Script(spec, new Random(seed), serial);
  const own: World = world;
  if (!writeCall(script, call, own, form)) return undefined;
  script.end();
  return { head: [...script.head], lines: wrapped(script, serial) };
}

/** The statements in a function or block of their own. */
function wrapped(script: Script, serial: number): string[] {
  const { parameters, comments, lines, needsFunction, random } = script;
  const indented = lines.map((it) => `  ${it}`);
  const before = comments.flatMap((it) => it.split('\n'));
  if (parameters.length > 0) {
    const types = parameters.map((it) => ` * @param {${it.type}} ${it.name}`);
    const names = parameters.map((it) => it.name).join(', ');
    return [...before, '/**', ...types, ' */', `async function case${serial}(${names}) {`, ...indented, '}'];
  }
  const open = needsFunction || random.chance(0.6) ? `async function case${serial}() {` : '{';
  return [...before, open, ...indented, '}'];
}
