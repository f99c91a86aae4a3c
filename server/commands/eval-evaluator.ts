import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { EpigenError } from '../../index/error.js';
import { displayPath } from './workspace.js';

/**
 * Lets another program judge the answers; what it says of all of them, and why scenarios failed, goes into
 * the report.
 */
export async function measure(
  evaluator: string,
  tasks: string,
  answers: string,
  out: string,
): Promise<Record<string, unknown>> {
  const args = [resolve(evaluator), '--tasks', resolve(tasks), '--predictions', answers, '--out', out];
  const program = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise<number | null>((end, fail) => {
    program.on('error', fail);
    program.on('exit', end);
  });
  if (code !== 0) {
    throw new EpigenError(
      `the evaluator ended with ${code}`,
      displayPath(evaluator),
      'run it by itself to see why',
    );
  }
  const report: unknown = JSON.parse(readFileSync(out, 'utf8'));
  const { overall, failures } = Object(report) as { overall?: object; failures?: object };
  const failed = Object.entries(failures ?? {}).map(
    ([reason, count]) => [`failed: ${reason}`, count] as const,
  );
  return { ...overall, ...Object.fromEntries(failed) };
}
