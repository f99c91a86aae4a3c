import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Position } from 'vscode-languageserver/node';
import { BenchClient } from './client.js';
import { Samples, table } from './figures.js';
import { declarations } from './indexing.js';
import type { Server } from './servers.js';
import { runEpigen } from './workspace.js';

const REQUESTS = 60;
const WARM_UP = 10;

/** What is asked: the text of the document up to `|`, and whether an answer must hold something. */
const QUESTIONS: readonly (readonly [name: string, method: string, script: string])[] = [
  ['hover on an API', 'textDocument/hover', "Big.showDraftInvoice|10('a', { limit: 1 });"],
  ['hover on an option', 'textDocument/hover', "Big.showDraftInvoice10('a', { lim|it: 1 });"],
  ['signature help in an option', 'textDocument/signatureHelp', "Big.showDraftInvoice10('a', { limit: | });"],
  ['completion of members', 'textDocument/completion', 'Big.|'],
  ['completion of members, typed', 'textDocument/completion', 'Big.showD|'],
  ['completion of options', 'textDocument/completion', "Big.showDraftInvoice10('a', { | });"],
];

interface Figures {
  readonly times: Samples;
  bytes: number;
}

/** The same requests on libraries of several sizes, of all servers; one table for each size. */
export async function measureRequests(
  counts: readonly number[],
  rounds: number,
  servers: readonly Server[],
  print: (text: string) => void,
): Promise<void> {
  for (const count of counts) {
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'epigen-bench-')));
    try {
      writeFileSync(path.join(folder, 'big.d.ts'), declarations(count));
      const compilerOptions = { checkJs: true, strict: true, lib: ['es2022'], types: [], noEmit: true };
      writeFileSync(
        path.join(folder, 'jsconfig.json'),
        JSON.stringify({ compilerOptions, include: ['*.js', '*.d.ts'] }),
      );
      writeFileSync(path.join(folder, 'open.js'), '');
      runEpigen(folder, 'index', 'big.d.ts', '--library', 'Big', '--access', 'global:Big');
      const figures = new Map(
        servers.map((it) => [it, QUESTIONS.map((): Figures => ({ times: new Samples(), bytes: 0 }))]),
      );
      const memory = new Map(servers.map((it) => [it, new Samples()]));
      for (let round = 0; round < rounds; round++) {
        for (const [at] of servers.entries()) {
          const server = servers[(at + round) % servers.length];
          if (server) await session(server, folder, figures.get(server) ?? [], memory.get(server));
        }
      }
      print(
        `${count} APIs (${rounds} rounds, ms, p50 / p95, KB of the answer)\n\n${report(servers, figures, memory)}`,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

async function session(
  server: Server,
  folder: string,
  figures: readonly Figures[],
  memory: Samples | undefined,
): Promise<void> {
  const { client } = await BenchClient.start(server, folder);
  const wrong = 'Big.showDraftInvoice10(1);\n';
  const text =
    wrong + QUESTIONS.map(([, , script]) => `async () => {\n  ${script.replace('|', '')}\n};\n`).join('');
  const lines = text.split('\n');
  // A finding tells that the library is there.
  await client.open(text, (found) => found.some((it) => it.range.start.line === 0));
  let from = 1;
  for (const [at, [name, method, script]] of QUESTIONS.entries()) {
    const line = lines.indexOf(`  ${script.replace('|', '')}`, from);
    from = line + 1;
    const position: Position = { line, character: 2 + script.indexOf('|') };
    const own = figures[at];
    for (let n = 0; n < REQUESTS && own; n++) {
      const { ms, bytes, answer } = await client.ask(method, position);
      if (answer === null) throw new Error(`${server.name}: no answer for ${name}`);
      if (n >= WARM_UP) own.times.add(ms);
      own.bytes = bytes;
    }
  }
  const used = client.memory();
  if (used !== undefined) memory?.add(used);
  await client.stop();
}

function report(
  servers: readonly Server[],
  figures: ReadonlyMap<Server, readonly Figures[]>,
  memory: ReadonlyMap<Server, Samples>,
): string {
  const rows = QUESTIONS.map(([name], at) => [
    name,
    ...servers.map((it) => {
      const own = figures.get(it)?.[at];
      if (!own || own.times.count === 0) return '-';
      const { times, bytes } = own;
      return `${times.median.toFixed(2)} / ${times.at(0.95).toFixed(2)}, ${(bytes / 1024).toFixed(1)} KB`;
    }),
  ]);
  rows.push(['memory of the process tree, MB', ...servers.map((it) => memory.get(it)?.spread(0) ?? '-')]);
  return table(['', ...servers.map((it) => it.name)], rows);
}
