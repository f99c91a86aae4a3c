import { EpigenError } from '../../index/error.js';

/** Writes a line for people or, with `--json`, a document for programs: nothing else may go to stdout then. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** One compact JSON document on a line of its own. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value));
}

/** A remark for people, on stderr so that it never mixes with an answer. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** What is not as it should be: `epigen: <what> (<where>): <what to do>`. */
export function printError(error: unknown): void {
  note(`epigen: ${oneLine(describeError(error))}`);
}

/** Something the user should know although the command goes on. */
export function printWarning(what: string, where: string, remedy: string): void {
  note(`epigen: warning: ${oneLine(`${what} (${where}): ${remedy}`)}`);
}

function describeError(error: unknown): string {
  if (error instanceof EpigenError) return `${error.what} (${error.where}): ${error.remedy}`;
  const message = error instanceof Error ? error.message : String(error);
  const stack = process.env.EPIGEN_DEBUG && error instanceof Error ? `\n${error.stack}` : '';
  return `an error inside EpiGEN: ${message} (${process.argv[2] ?? 'epigen'}): please report it; EPIGEN_DEBUG=1 shows where it happened${stack}`;
}

function oneLine(text: string): string {
  return process.env.EPIGEN_DEBUG ? text : text.replace(/\s*\n\s*/g, ' ');
}

/** A store location without the password it may hold. */
export function withoutPassword(location: string): string {
  return location.replace(/^([a-z][\w+.-]*:\/\/[^/@:]*):[^@]*@/i, '$1:***@');
}

/** `1 finding`, `2 findings`, `2 libraries`. */
export function count(number: number, noun: string): string {
  if (number === 1) return `1 ${noun}`;
  return `${number} ${noun.replace(/y$/, 'ie')}s`;
}
