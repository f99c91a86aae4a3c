import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { syntheticReading } from '../test/support/synthetic-library.js';
import { Samples, table } from './figures.js';
import { runEpigen } from './workspace.js';

/** Builds the index of a library with `count` APIs from its declarations, then again unchanged: whole processes, ms. */
export function measureIndexing(count: number, rounds: number): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'epigen-bench-'));
  const first = new Samples();
  const unchanged = new Samples();
  const inside = new Samples();
  try {
    writeFileSync(path.join(folder, 'big.d.ts'), declarations(count));
    for (let round = 0; round < rounds; round++) {
      rmSync(path.join(folder, '.epigen'), { recursive: true, force: true });
      const run = (): { taken: number; reported: number; embedded: number } => {
        const began = performance.now();
        const out = runEpigen(
          folder,
          'index',
          'big.d.ts',
          '--library',
          'Big',
          '--access',
          'global:Big',
          '--json',
        );
        const { ms, embedded } = JSON.parse(out) as { ms: number; embedded: number };
        return { taken: performance.now() - began, reported: ms, embedded };
      };
      const built = run();
      if (built.embedded !== count) throw new Error(`${built.embedded} embedded instead of ${count}`);
      first.add(built.taken);
      inside.add(built.reported);
      unchanged.add(run().taken);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return table(
    ['index', 'ms, median and range'],
    [
      [`${count} APIs`, first.spread(0)],
      ['as reported by the command', inside.spread(0)],
      ['again, nothing changed', unchanged.spread(0)],
    ],
  );
}

/** The declarations of a library with so many APIs. */
export function declarations(count: number): string {
  const { apis } = syntheticReading('Big', count);
  const functions = apis.map(
    (it) =>
      `  /**\n   * ${it.functionality}.\n   * @param id - Which one.\n   * @param options - How.\n   * @param options.limit - At most so many.\n   */\n` +
      `  function ${it.name.slice('Big.'.length)}(id: string, options?: { limit?: number; force?: boolean }): Promise<{ ok: boolean }>;`,
  );
  return `declare namespace Big {\n${functions.join('\n')}\n}\n`;
}
