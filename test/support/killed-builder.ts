import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const BUILDER = fileURLToPath(new URL('./endless-builds.ts', import.meta.url));

/**
 * Starts a process that publishes builds of `Lib` to the store without end, and kills it so many milliseconds after its
 * first build began. Rejects when it ends by itself.
 */
export async function killedBuilder(store: string, cwd: string, ms: number): Promise<void> {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), BUILDER, store], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), exited]);
  await wait(ms);
  if (child.exitCode !== null) throw new Error(`the builder ended with exit code ${child.exitCode}`);
  child.kill('SIGKILL');
  await exited;
}
