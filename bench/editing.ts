import type { Diagnostic, Position } from 'vscode-languageserver/node';
import { BenchClient } from './client.js';
import { Samples, table } from './figures.js';
import { EPIGEN, FLOOR, SERVERS, type Server } from './servers.js';
import { createWorkspace, documentOf, type Layout, TOGGLED, WRONG } from './workspace.js';

/** What is measured of one server on one size of document. */
interface Figures {
  readonly start: Samples;
  readonly first: Samples;
  readonly keystroke: Samples;
  readonly hover: Samples;
  readonly completion: Samples;
  readonly signature: Samples;
  readonly memory: Samples;
  completionBytes: number;
}

const KEYSTROKES = 40;
const REQUESTS = 100;

/**
 * Start, first diagnostics, keystrokes, hover, completion, signature help and memory, of all servers on the same
 * documents. The order of the servers rotates from round to round.
 */
export async function measureEditing(
  sizes: readonly number[],
  layout: Layout,
  rounds: number,
  servers: readonly Server[] = SERVERS,
): Promise<string> {
  const workspace = createWorkspace();
  const parts: string[] = [];
  try {
    for (const lines of sizes) {
      const text = documentOf(lines, layout);
      const figures = new Map(servers.map((it) => [it, emptyFigures()]));
      for (let round = 0; round < rounds; round++) {
        for (const [at] of servers.entries()) {
          const server = servers[(at + round) % servers.length];
          const of = server && figures.get(server);
          if (of) await session(server, workspace.folder, text, of);
        }
      }
      parts.push(`${lines} lines, ${layout} (${rounds} rounds, ms, median and range)\n\n${report(figures)}`);
    }
  } finally {
    workspace.remove();
  }
  return parts.join('\n\n');
}

async function session(server: Server, folder: string, text: string, figures: Figures): Promise<void> {
  const { client, ms } = await BenchClient.start(server, folder);
  figures.start.add(ms);
  const lines = text.split('\n');
  const line = lines.findIndex((it) => it.includes(TOGGLED));
  const from = lines[line]?.indexOf(TOGGLED) ?? 0;
  const isFloor = server === FLOOR;
  const wrong = (found: readonly Diagnostic[]): boolean =>
    isFloor ? found.length > 0 : found.some((it) => it.range.start.line === line && it.severity === 1);
  const right = (found: readonly Diagnostic[]): boolean => (isFloor ? found.length > 0 : !wrong(found));

  figures.first.add(await client.open(text.replace(TOGGLED, WRONG), wrong));
  let [present, next] = [WRONG, TOGGLED];
  for (let n = 0; n < KEYSTROKES; n++) {
    const range = {
      start: { line, character: from },
      end: { line, character: from + present.length },
    };
    const taken = await client.change({ range, text: next }, next === WRONG ? wrong : right);
    // The first ones warm the server up.
    if (n >= 4) figures.keystroke.add(taken);
    [present, next] = [next, present];
  }

  const call = lines[line]?.indexOf('HX.showToast') ?? 0;
  const places: readonly [Samples, string, Position, boolean][] = [
    [figures.hover, 'textDocument/hover', { line, character: call + 5 }, client.provides('hoverProvider')],
    [
      figures.completion,
      'textDocument/completion',
      { line, character: call + 3 },
      client.provides('completionProvider'),
    ],
    [
      figures.signature,
      'textDocument/signatureHelp',
      { line, character: (lines[line]?.indexOf('({') ?? 0) + 1 },
      client.provides('signatureHelpProvider'),
    ],
  ];
  for (const [samples, method, position, provided] of places) {
    if (!provided) continue;
    for (let n = 0; n < REQUESTS; n++) {
      const { ms, bytes } = await client.ask(method, position);
      if (n >= 10) samples.add(ms);
      if (method === 'textDocument/completion') figures.completionBytes = bytes;
    }
  }
  const memory = client.memory();
  if (memory !== undefined) figures.memory.add(memory);
  await client.stop();
}

function emptyFigures(): Figures {
  return {
    start: new Samples(),
    first: new Samples(),
    keystroke: new Samples(),
    hover: new Samples(),
    completion: new Samples(),
    signature: new Samples(),
    memory: new Samples(),
    completionBytes: 0,
  };
}

function report(figures: ReadonlyMap<Server, Figures>): string {
  const own = figures.get(EPIGEN);
  const rows: [string, (of: Figures) => Samples, number][] = [
    ['start', (it) => it.start, 0],
    ['first diagnostics', (it) => it.first, 1],
    ['keystroke to diagnostics', (it) => it.keystroke, 1],
    ['hover', (it) => it.hover, 2],
    ['completion', (it) => it.completion, 2],
    ['signature help', (it) => it.signature, 2],
    ['memory, MB', (it) => it.memory, 0],
  ];
  const others = [...figures.keys()].filter((it) => it !== EPIGEN);
  const body = rows.map(([name, samplesOf, digits]) => {
    const mine = own && samplesOf(own);
    const ratio = (server: Server): string => {
      const theirs = figures.get(server);
      const value = mine && theirs ? mine.median / samplesOf(theirs).median : Number.NaN;
      return Number.isFinite(value) ? `${value.toFixed(2)}×` : '-';
    };
    return [
      name,
      ...[...figures.values()].map((it) => samplesOf(it).spread(digits)),
      mine && mine.count > 0 ? mine.at(0.95).toFixed(digits) : '-',
      ...others.map(ratio),
    ];
  });
  const bytes = [...figures.values()].map((it) => (it.completionBytes / 1024).toFixed(1));
  body.push(['completion answer, KB', ...bytes, '', ...others.map(() => '')]);
  return table(
    [
      '',
      ...[...figures.keys()].map((it) => it.name),
      'EpiGEN p95',
      ...others.map((it) => `EpiGEN / ${it.name}`),
    ],
    body,
  );
}
