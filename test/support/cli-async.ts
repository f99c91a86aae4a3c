import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type CliResult, ROOT } from './cli.js';

/** Runs the built `epigen` while this process goes on, which a provider that answers from it needs. */
export async function epigenAsync(folder: string, ...args: readonly string[]): Promise<CliResult> {
  const program = spawn(process.execPath, [join(ROOT, 'dist/server/main.js'), ...args], {
    cwd: folder,
    env: { ...process.env, XDG_CONFIG_HOME: join(folder, '.user'), EPIGEN_ALLOWED_HOSTS: '' },
  });
  let out = '';
  let err = '';
  program.stdout.on('data', (data) => {
    out += data;
  });
  program.stderr.on('data', (data) => {
    err += data;
  });
  const code = await new Promise<number | null>((end) => program.on('close', end));
  return { code, out, err };
}
