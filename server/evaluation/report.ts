import { isNamed } from './api-names.js';
import { type Answer, type Scores, scoresOf } from './scores.js';
import type { Task } from './task.js';

/** The TDM of pairs in which none plays a part. */
export const NO_TDM = '-';

/** One pair of TDM and CGM, with its answers. */
export interface CellAnswers {
  readonly tdm: string;
  readonly cgm: string;
  readonly answers: ReadonlyMap<string, Answer>;
  /** What another program measured of the answers, such as by running them. */
  readonly measured?: Readonly<Record<string, unknown>>;
}

export interface CellReport {
  readonly tdm: string;
  readonly cgm: string;
  readonly overall: Scores;
  /** `level 1`, `kind content`, `lang zh` and the like. */
  readonly groups: Readonly<Record<string, Scores>>;
  readonly measured?: Readonly<Record<string, unknown>>;
}

export interface Report {
  readonly tasks: number;
  readonly cells: readonly CellReport[];
  /** APIs of the libraries that no task asks for. */
  readonly uncovered: readonly string[];
}

export function reportOf(
  tasks: readonly Task[],
  cells: readonly CellAnswers[],
  apis: readonly string[],
): Report {
  const asked = [...new Set(tasks.flatMap((it) => it.apis))];
  return {
    tasks: tasks.length,
    cells: cells.map(({ tdm, cgm, answers, measured }) => ({
      tdm,
      cgm,
      overall: scoresOf(tasks, answers),
      groups: Object.fromEntries(
        groupsOf(tasks).map(([name, members]) => [name, scoresOf(members, answers)]),
      ),
      ...(measured && { measured }),
    })),
    uncovered: apis.filter((it) => !asked.some((wanted) => isNamed(it, wanted))),
  };
}

function groupsOf(tasks: readonly Task[]): [string, Task[]][] {
  const groups = new Map<string, Task[]>();
  for (const key of ['level', 'kind', 'lang'] as const) {
    for (const task of tasks) {
      const value = task[key];
      if (value === undefined) continue;
      const name = `${key} ${value}`;
      groups.set(name, [...(groups.get(name) ?? []), task]);
    }
  }
  return [...groups].sort(([a], [b]) => a.localeCompare(b));
}

const COLUMNS: readonly [keyof Scores, string][] = [
  ['tasks', 'tasks'],
  ['apiIntegrity', 'API-Integrity %'],
  ['apiPrecision', 'API precision %'],
  ['apiExact', 'API set exact %'],
  ['bleu4', 'BLEU-4'],
  ['rougeL', 'ROUGE-L'],
  ['answered', 'with code %'],
  ['unmarkedErrors', 'unmarked errors'],
  ['secondsPerTask', 's a task'],
  ['tokensPerTask', 'tokens a task'],
];

/** The report as Markdown: the pairs of TDM and CGM, then each by level, kind and language. */
export function markdownOf({ tasks, cells, uncovered }: Report): string {
  const lines = [`# Evaluation of ${tasks} tasks`, '', '## Pairs of TDM and CGM', ''];
  lines.push(
    ...table(
      'TDM × CGM',
      cells.map((it) => [`${it.tdm} × ${it.cgm}`, it.overall]),
    ),
  );
  if (cells.some((it) => it.tdm === NO_TDM))
    lines.push(
      '',
      `\`${NO_TDM}\`: TDM plays no part, since a plain assistant gets the requirement as it is.`,
    );
  if (cells.some((it) => it.tdm === 'offline' && it.cgm === 'offline'))
    lines.push('', '`offline` as CGM splits by its own rules: `none` as TDM makes no difference to it.');
  for (const cell of cells) {
    lines.push('', `## ${cell.tdm} × ${cell.cgm}`, '');
    lines.push(...table('group', Object.entries(cell.groups)));
    const outcomes = Object.entries(cell.overall.outcomes);
    if (outcomes.length > 0)
      lines.push('', `Outcomes: ${outcomes.map(([name, count]) => `${name} ${count}`).join(', ')}.`);
    if (cell.measured) {
      lines.push('', '| measured by the evaluator | |', '| --- | ---: |');
      for (const [name, value] of Object.entries(cell.measured))
        if (typeof value === 'number') lines.push(`| ${name} | ${value} |`);
    }
  }
  if (uncovered.length > 0) lines.push('', `APIs that no task asks for: ${uncovered.join(', ')}.`);
  return `${lines.join('\n')}\n`;
}

function table(head: string, rows: readonly (readonly [string, Scores])[]): string[] {
  const columns = COLUMNS.filter(([key]) => rows.some(([, scores]) => scores[key] !== undefined));
  return [
    `| ${head} | ${columns.map(([, title]) => title).join(' | ')} |`,
    `| --- | ${columns.map(() => '---:').join(' | ')} |`,
    ...rows.map(
      ([name, scores]) => `| ${name} | ${columns.map(([key]) => String(scores[key] ?? '')).join(' | ')} |`,
    ),
  ];
}

/** The report as a page of its own, with a bar for each pair. */
export function htmlOf(report: Report): string {
  const bars = report.cells.map(({ tdm, cgm, overall }, index) => {
    const y = 24 * index;
    const width = 3 * overall.apiIntegrity;
    return `<text x="0" y="${y + 15}">${escaped(`${tdm} × ${cgm}`)}</text><rect x="220" y="${y + 3}" width="${width}" height="16" fill="#4a7dbd"/><text x="${228 + width}" y="${y + 15}">${overall.apiIntegrity}</text>`;
  });
  return [
    '<!doctype html>',
    '<meta charset="utf-8">',
    '<title>Evaluation</title>',
    '<style>body{font:14px sans-serif;margin:2em}pre{white-space:pre-wrap}svg text{font:12px sans-serif}</style>',
    '<h1>API-Integrity</h1>',
    `<svg width="620" height="${24 * report.cells.length + 8}">${bars.join('')}</svg>`,
    `<pre>${escaped(markdownOf(report))}</pre>`,
    '',
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
