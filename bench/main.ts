// Prints the figures of DESIGN's budgets as ratios to peers and to a floor in the same run.
//
//   npm ci --prefix bench && npm run build
//   npm run bench -- [editing] [requests] [answers] [indexing] [generating] [--sizes 100,1000,10000,50000] [--layout functions|flat] [--rounds 5]
//                [--servers "floor,EpiGEN,TypeScript 5.9,TypeScript 7"]
//
// --apis 97,10000,100000 are the sizes of the library for requests (indexing: 10,000, or the first).
// Without --layout: documents of functions of ten lines at all sizes, and one of 10,000 flat statements.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { compareAnswers } from './answers.js';
import { measureEditing } from './editing.js';
import { measureGenerating } from './generating.js';
import { measureIndexing } from './indexing.js';
import { measureRequests } from './requests.js';
import { FLOOR, SERVERS } from './servers.js';
import type { Layout } from './workspace.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sizes: { type: 'string', default: '100,1000,10000,50000' },
    layout: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    servers: { type: 'string', default: SERVERS.map((it) => it.name).join(',') },
    apis: { type: 'string', default: '97,10000,100000' },
  },
});
const rounds = Number(values.rounds);
const wanted = (part: string): boolean => positionals.length === 0 || positionals.includes(part);
const unknown = positionals.filter(
  (it) => !['editing', 'requests', 'answers', 'indexing', 'generating'].includes(it),
);
if (unknown.length > 0 || !(rounds > 0) || !['functions', 'flat', undefined].includes(values.layout)) {
  console.error(
    'usage: npm run bench -- [editing] [requests] [answers] [indexing] [generating] [--sizes N,N] [--apis N,N] [--layout functions|flat] [--rounds N] [--servers NAME,NAME]',
  );
  process.exit(2);
}

const [cpu] = cpus();
console.log(`Node ${process.version}, ${cpus().length} × ${cpu?.model ?? 'unknown processor'}\n`);
if (wanted('editing')) {
  const names = values.servers.split(',');
  const servers = SERVERS.filter((it) => names.includes(it.name));
  const sizes = values.sizes.split(',').map(Number);
  const runs: [readonly number[], Layout][] =
    values.layout === undefined
      ? [
          [sizes, 'functions'],
          [sizes.filter((it) => it === 10_000), 'flat'],
        ]
      : [[sizes, values.layout === 'flat' ? 'flat' : 'functions']];
  const print = (table: string) => console.log(`${table}\n`);
  for (const [some, layout] of runs)
    if (some.length > 0) await measureEditing(some, layout, rounds, servers, print);
}
const counts = values.apis.split(',').map(Number);
if (wanted('requests')) {
  const names = values.servers.split(',');
  const servers = SERVERS.filter((it) => names.includes(it.name) && it !== FLOOR);
  await measureRequests(counts, rounds, servers, (text) => console.log(`${text}\n`));
}
if (wanted('answers')) {
  const names = values.servers.split(',');
  const servers = SERVERS.filter((it) => names.includes(it.name) && it !== FLOOR);
  console.log(`${await compareAnswers(servers)}\n`);
}
if (wanted('indexing'))
  console.log(`${measureIndexing(counts.find((it) => it === 10_000) ?? counts[0] ?? 10_000, rounds)}\n`);
if (wanted('generating')) console.log(`${await measureGenerating(rounds)}\n`);
