import type { Diagnostic, Position } from 'vscode-languageserver/node';
import { BenchClient } from './client.js';
import { Samples, table } from './figures.js';
import { measureParsing } from './parsing.js';
import { EPIGEN, FLOOR, type Server } from './servers.js';
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
/** Some servers take seconds for each keystroke in a long document. */
const KEYSTROKES_LONG = 12;
const LONG = 50_000;
const REQUESTS = 100;

/**
 * Start, first diagnostics, keystrokes, hover, completion, signature help and memory, of all servers on the same
 * documents. The order of the servers rotates from round to round. `print` gets the table of each size when it is there.
 */
export async function measureEditing(
  sizes: readonly number[],
  layout: Layout,
  rounds: number,
  servers: readonly Server[],
  print: (table: string) => void,
): Promise<void> {
  const workspace = createWorkspace();
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
      const own = measureParsing(text, KEYSTROKES * rounds);
      print(
        `${lines} lines, ${layout} (${rounds} rounds, ms, median and range). ` +
          `tree-sitter's own re-parse, in process: ${own.spread(2)}, p95 ${own.at(0.95).toFixed(2)}\n\n${report(figures)}`,
      );
    }
  } finally {
    workspace.remove();
  }
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
  const keystrokes = lines.length < LONG - 10 ? KEYSTROKES : KEYSTROKES_LONG;
  for (let n = 0; n < keystrokes; n++) {
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
  const others = [...figures.keys()].filter((it) => it !== EPIGEN);
  const rows: [string, (of: Figures) => Samples, number][] = [
    ['start', (it) => it.start, 0],
    ['first diagnostics', (it) => it.first, 1],
    ['keystroke to diagnostics', (it) => it.keystroke, 1],
    ['hover', (it) => it.hover, 2],
    ['completion', (it) => it.completion, 2],
    ['signature help', (it) => it.signature, 2],
    ['memory of the process tree, MB', (it) => it.memory, 0],
  ];
  const body = rows.flatMap(([name, samplesOf, digits]) => {
    const ratios = (share: number): string[] =>
      others.map((it) => {
        const theirs = figures.get(it);
        const ratio = own && theirs ? samplesOf(own).at(share) / samplesOf(theirs).at(share) : Number.NaN;
        return Number.isFinite(ratio) ? `${ratio.toFixed(2)}×` : '-';
      });
    const all = [...figures.values()].map(samplesOf);
    const lines = [[name, ...all.map((it) => it.spread(digits)), ...ratios(0.5)]];
    // What is taken once a session has no percentiles to speak of.
    if (all.some((it) => it.count > 20)) {
      const high = all.map((it) => (it.count > 0 ? it.at(0.95).toFixed(digits) : '-'));
      lines.push([`${name}, p95`, ...high, ...ratios(0.95)]);
    }
    return lines;
  });
  const bytes = [...figures.values()].map((it) =>
    it.completionBytes > 0 ? (it.completionBytes / 1024).toFixed(1) : '-',
  );
  body.push(['completion answer, KB', ...bytes, ...others.map(() => '')]);
  return table(
    ['', ...[...figures.keys()].map((it) => it.name), ...others.map((it) => `EpiGEN / ${it.name}`)],
    body,
  );
}
