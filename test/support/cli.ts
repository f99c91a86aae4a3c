import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');
export const HX_DECLARATIONS = join(ROOT, 'test/w-library/hx.d.ts');

export interface CliResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built `epigen` with plain node, as an installed one runs. The user's own files play no part. */
export function epigen(folder: string, ...args: readonly string[]): CliResult {
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [join(ROOT, 'dist/server/main.js'), ...args],
    {
      cwd: folder,
      encoding: 'utf8',
      timeout: 120_000,
      env: { ...process.env, XDG_CONFIG_HOME: join(folder, '.user'), EPIGEN_ALLOWED_HOSTS: '' },
    },
  );
  if (error) throw error;
  return { code: status, out: stdout, err: stderr };
}

/** Runs a command that must come to its end with 0 and say nothing on stderr; returns stdout. */
export function epigenOk(folder: string, ...args: readonly string[]): string {
  const result = epigen(folder, ...args);
  assert.deepEqual([result.code, result.err], [0, ''], `epigen ${args.join(' ')}`);
  return result.out;
}

/** The documents that `--json` printed; fails if anything else is on stdout. */
export function jsonLines(out: string): unknown[] {
  assert.ok(out === '' || out.endsWith('\n'), 'the last line is complete');
  return out
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

/** A command that must fail with exit code 2 and one error in the form `epigen: <what> (<where>): <what to do>`. */
export function assertFails(result: CliResult, what: RegExp): void {
  assert.equal(result.code, 2, `${result.out}${result.err}`);
  const lines = result.err.trimEnd().split('\n');
  assert.equal(lines.length, 1, `one error: ${result.err}`);
  assert.match(lines[0] ?? '', /^epigen: \S.* \(.+\): \S/);
  assert.match(lines[0] ?? '', what);
}

/** Writes files, given as relative path -> text, with their folders. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** A small private package that is reached through a module: the second library of the journeys. */
export const MAIL_PACKAGE = {
  'node_modules/@corp/mail/package.json': JSON.stringify({
    name: '@corp/mail',
    version: '3.1.0',
    private: true,
    types: 'index.d.ts',
  }),
  'node_modules/@corp/mail/index.d.ts': `/** Sends a letter to a person.
 * @param letter - What to send.
 * @param letter.to - Address of the person.
 * @param letter.subject - Subject line.
 */
export function sendLetter(letter: { to: string; subject: string; urgent?: boolean }): Promise<{ letterId: string }>;

/** Takes back a letter that has not been read.
 * @param letterId - Identifier of the letter.
 */
export function recallLetter(letterId: string): Promise<void>;

/** Counts the unread letters of a folder.
 * @param folder - Name of the folder.
 */
export function countUnread(folder: 'inbox' | 'archive'): Promise<number>;
`,
  'package.json': '{ "type": "module", "dependencies": { "@corp/mail": "3.1.0" } }',
};
