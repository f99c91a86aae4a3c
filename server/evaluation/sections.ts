import { pairName } from './rating.js';
import { type CellReport, NO_TDM, PREDICTIONS, type Report } from './report.js';
import { DEPTHS, type RetrievalRow } from './retrieval-tables.js';
import type { Scores } from './scores.js';

/** A part of a report, in whatever form it is written. */
export interface Section {
  readonly title: string;
  readonly table?: Table;
  readonly chart?: Chart;
  /** Sentences behind the table. */
  readonly notes: readonly string[];
}

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Groups of bars: for each label one bar of each series, 0 to `most`. */
export interface Chart {
  readonly series: readonly string[];
  readonly bars: readonly { readonly label: string; readonly values: readonly (number | undefined)[] }[];
  readonly most: number;
}

const COLUMNS: readonly [keyof Scores, string][] = [
  ['tasks', 'tasks'],
  ['apiIntegrity', 'API-Integrity %'],
  ['apiPrecision', 'API precision %'],
  ['apiExact', 'API set exact %'],
  ['bleu4', 'BLEU-4'],
  ['rougeL', 'ROUGE-L'],
  ['answered', 'with code %'],
  ['acceptability', 'executed acceptability %'],
  ['solved', 'all scenarios %'],
  ['argumentAccuracy', 'arguments %'],
  ['edgeAccuracy', 'dependency edges %'],
  ['unmarkedErrors', 'unmarked errors'],
  ['secondsPerTask', 's a task'],
  ['tokensPerTask', 'tokens a task'],
  ['memoryMb', 'MB at most'],
];

/** What a report says, part by part. */
export function sectionsOf(report: Report): Section[] {
  const { cells, retrieval, uncovered } = report;
  const levels = groupNames(cells, 'level ');
  return [
    {
      title: 'Pairs of TDM and CGM',
      table: scoreTable(
        'TDM × CGM',
        cells.map((it) => [pairName(it), it.overall]),
      ),
      chart: scoreChart(cells),
      notes: notesOf(cells),
    },
    ...(levels.length > 1 ? [groupSection('API-Integrity by level', cells, levels)] : []),
    ...ratedSection(cells),
    ...failureSection(cells),
    ...retrievalSection(retrieval),
    ...cells.flatMap(cellSections),
    ...(uncovered.length > 0
      ? [{ title: 'APIs that no task asks for', notes: [`${uncovered.join(', ')}.`] }]
      : []),
  ];
}

function notesOf(cells: readonly CellReport[]): string[] {
  const has = (key: keyof Scores): boolean => cells.some((it) => it.overall[key] !== undefined);
  return [
    ...(cells.some((it) => it.tdm === NO_TDM && it.cgm !== PREDICTIONS)
      ? [`\`${NO_TDM}\`: TDM plays no part, since a plain assistant gets the requirement as it is.`]
      : []),
    ...(cells.some((it) => it.tdm === 'offline' && it.cgm === 'offline')
      ? ['`offline` as CGM splits by its own rules: `none` as TDM makes no difference to it.']
      : []),
    ...(has('argumentAccuracy')
      ? [
          'Arguments: of what the references pass to APIs, how much the answers pass to the same API in the same place. Dependency edges: of the results that references pass on from one API to another, how many the answers do.',
        ]
      : []),
    ...(has('acceptability')
      ? ['Executed acceptability: the share of scenarios in which the code does what the reference does.']
      : []),
  ];
}

function scoreTable(head: string, rows: readonly (readonly [string, Scores])[]): Table {
  const columns = COLUMNS.filter(([key]) => rows.some(([, scores]) => scores[key] !== undefined));
  return {
    head: [head, ...columns.map(([, title]) => title)],
    rows: rows.map(([name, scores]) => [name, ...columns.map(([key]) => (scores[key] as number) ?? '')]),
  };
}

function scoreChart(cells: readonly CellReport[]): Chart {
  const executed = cells.some((it) => it.overall.acceptability !== undefined);
  return {
    series: ['API-Integrity %', ...(executed ? ['executed acceptability %'] : [])],
    bars: cells.map((it) => ({
      label: pairName(it),
      values: [it.overall.apiIntegrity, ...(executed ? [it.overall.acceptability] : [])],
    })),
    most: 100,
  };
}

function groupSection(title: string, cells: readonly CellReport[], names: readonly string[]): Section {
  return {
    title,
    chart: {
      series: names,
      bars: cells.map((it) => ({
        label: pairName(it),
        values: names.map((name) => it.groups[name]?.apiIntegrity),
      })),
      most: 100,
    },
    notes: [],
  };
}

function groupNames(cells: readonly CellReport[], start: string): string[] {
  return [...new Set(cells.flatMap((it) => Object.keys(it.groups)))].filter((it) => it.startsWith(start));
}

function ratedSection(cells: readonly CellReport[]): Section[] {
  const rated = cells.flatMap((it) => (it.rated ? [[pairName(it), it.rated] as const] : []));
  if (rated.length === 0) return [];
  return [
    {
      title: 'What experts said, 1 to 5',
      table: {
        head: ['TDM × CGM', 'answers', 'acceptable', 'readable'],
        rows: rated.map(([name, it]) => [name, it.answers, it.acceptable ?? '', it.readable ?? '']),
      },
      chart: {
        series: ['acceptable', 'readable'],
        bars: rated.map(([label, it]) => ({ label, values: [it.acceptable, it.readable] })),
        most: 5,
      },
      notes: [],
    },
  ];
}

function failureSection(cells: readonly CellReport[]): Section[] {
  const kinds = [...new Set(cells.flatMap((it) => Object.keys(it.overall.failures)))].sort();
  if (kinds.length === 0) return [];
  const count = (cell: CellReport, kind: string): number =>
    (cell.overall.failures as Readonly<Record<string, number>>)[kind] ?? 0;
  return [
    {
      title: 'Kinds of failures, in tasks',
      table: {
        head: ['failure', ...cells.map(pairName)],
        rows: kinds.map((kind) => [kind, ...cells.map((it) => count(it, kind))]),
      },
      notes: ['A task may fail in several ways.'],
    },
  ];
}

function retrievalSection(rows: readonly RetrievalRow[]): Section[] {
  return (['requirement', 'subtasks'] as const).flatMap((queries): Section[] => {
    const own = rows.filter((it) => it.queries === queries);
    if (own.length === 0) return [];
    return [
      {
        title: `APIs that are found: ${queries === 'requirement' ? 'the whole requirement as one query' : 'one query for each right subtask'}`,
        table: {
          head: ['embedding', 'index', ...DEPTHS.map((it) => `recall at ${it} %`), 'MRR %'],
          rows: own.map((it) => [it.embedding, it.index, ...DEPTHS.map((depth) => it.recall[depth]), it.mrr]),
        },
        chart: {
          series: DEPTHS.map((it) => `recall at ${it} %`),
          bars: own.map((it) => ({
            label: it.index === 'search' ? 'search' : `${it.embedding}: ${it.index}`,
            values: DEPTHS.map((depth) => it.recall[depth]),
          })),
          most: 100,
        },
        notes: ['`search` is what epigen search does: words and concepts beside the vectors of API Keys.'],
      },
    ];
  });
}

function cellSections(cell: CellReport): Section[] {
  const outcomes = Object.entries(cell.overall.outcomes);
  const measured = Object.entries(cell.measured ?? {}).filter(([, value]) => typeof value === 'number');
  return [
    {
      title: pairName(cell),
      table: scoreTable('group', Object.entries(cell.groups)),
      notes:
        outcomes.length > 0
          ? [`Outcomes: ${outcomes.map(([name, count]) => `${name} ${count}`).join(', ')}.`]
          : [],
    },
    ...(measured.length > 0
      ? [
          {
            title: `${pairName(cell)}, measured by the evaluator`,
            table: { head: ['', ''], rows: measured.map(([name, value]) => [name, value as number]) },
            notes: [],
          },
        ]
      : []),
  ];
}
