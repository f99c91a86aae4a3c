import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CodeAction } from 'vscode-languageserver/node';
import { BenchClient } from './client.js';
import { Samples, table } from './figures.js';
import { EPIGEN } from './servers.js';
import { createWorkspace } from './workspace.js';

const TASKS = path.join(import.meta.dirname, '../test/w-library/tasks.dev.jsonl');

/** From code action to edit over stdio, for each requirement of the development tasks, `rounds` times. */
export async function measureGenerating(rounds: number): Promise<string> {
  const requirements = readFileSync(TASKS, 'utf8')
    .split('\n')
    .filter((it) => it !== '')
    .map((line) => (JSON.parse(line) as { requirement: string }).requirement.replace(/\s+/g, ' '));
  const text = requirements
    .map((it, n) => `export async function task${n}() {\n  // @requirement ${it}\n}\n`)
    .join('\n');
  const workspace = createWorkspace();
  const samples = new Samples();
  let refused = 0;
  try {
    for (let round = 0; round < rounds; round++) {
      const { client } = await BenchClient.start(EPIGEN, workspace.folder);
      await client.open(text, () => true);
      const lines = text.split('\n');
      for (const [line, content] of lines.entries()) {
        if (!content.includes('// @requirement')) continue;
        const position = { line, character: 8 };
        const began = performance.now();
        const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
          textDocument: client.textDocument,
          range: { start: position, end: position },
          context: { diagnostics: [], only: ['refactor.rewrite.epigen.generate'] },
        });
        const [action] = actions;
        if (!action) throw new Error(`no code action in line ${line}`);
        try {
          await client.request('codeAction/resolve', action);
          samples.add(performance.now() - began);
        } catch {
          refused++;
        }
      }
      await client.stop();
    }
  } finally {
    workspace.remove();
  }
  const at = (share: number): string => samples.at(share).toFixed(1);
  return table(
    ['generation', 'edits', 'refused', 'p50 ms', 'p95 ms', 'max ms'],
    [['code action to edit', String(samples.count), String(refused), at(0.5), at(0.95), at(1)]],
  );
}
