import { type Command, InvalidArgumentError } from 'commander';
import { programVersion } from '../../index/program-version.js';

/** What every command takes (DESIGN §3). */
export interface CommonOptions {
  readonly store?: string;
  readonly config?: string;
  readonly library?: readonly LibraryName[];
}

/** `--library HX@2.1`. */
export interface LibraryName {
  readonly name: string;
  readonly version?: string;
}

/** Called by a command when it is done, with its exit code. */
export type Done = (exitCode: number) => void;

/** Adds the options that every command takes, and examples below its help. */
export function withCommonOptions(command: Command, examples: readonly string[]): Command {
  return command
    .option(
      '--store <location>',
      'where the indexes are: a folder or redis://HOST:PORT (default: from the configuration, else .epigen)',
      nonEmpty,
    )
    .option(
      '--config <file>',
      'the configuration (default: the nearest epigen.config.json upwards)',
      nonEmpty,
    )
    .option('--library <name[@version]>', 'only this library; may be given several times', addLibrary)
    .version(programVersion(), '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .addHelpText('after', `\nExamples:\n${examples.map((it) => `  $ ${it}`).join('\n')}`);
}

/** A scope's `@` is no version: `@corp/h5`, `@corp/h5@2`. */
export function parseLibraryName(text: string): LibraryName {
  const at = text.lastIndexOf('@');
  if (at <= 0) {
    if (text === '' || text === '@') throw new InvalidArgumentError('It must be a name, or NAME@VERSION.');
    return { name: text };
  }
  if (at === text.length - 1) throw new InvalidArgumentError('It must be a name, or NAME@VERSION.');
  return { name: text.slice(0, at), version: text.slice(at + 1) };
}

function addLibrary(text: string, before: readonly LibraryName[] | undefined): readonly LibraryName[] {
  return [...(before ?? []), parseLibraryName(text)];
}

/** A whole number from 1, as lines and counts are. */
export function positiveInteger(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}

/** A text with something in it. */
export function nonEmpty(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
}
