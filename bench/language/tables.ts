import { type Case, precision, recall, type Score, scoreOf } from './score.js';

/** The marks: overall, and for each form x kind x library. */
const OVERALL = { precision: 0.99, recall: 0.95 };
const CELL = { precision: 0.97, recall: 0.85 };

/** A cell below the marks. */
export interface PoorCell {
  readonly library: string;
  readonly form: string;
  readonly kind: string;
  readonly score: Score;
}

/** Cells below the marks. With few calls in each a single disagreement would decide: then there are none. */
export function poorCells(cases: readonly Case[], perCell: number): readonly PoorCell[] {
  if (perCell < 20) return [];
  const cells = groups(cases, (it) => JSON.stringify([it.library, it.form, it.kind]));
  return [...cells].flatMap(([key, own]): PoorCell[] => {
    const [library, form, kind] = JSON.parse(key) as [string, string, string];
    const score = scoreOf(own);
    const isPoor = precision(score) < CELL.precision || recall(score) < CELL.recall;
    return isPoor ? [{ library, form, kind, score }] : [];
  });
}

/** Whether the marks are reached, in words. */
export function summary(
  cases: readonly Case[],
  poor: readonly PoorCell[],
  perCell: number,
): { readonly text: string; readonly isGood: boolean } {
  const all = scoreOf(cases);
  const isGood = precision(all) >= OVERALL.precision && recall(all) >= OVERALL.recall && poor.length === 0;
  const cells = [...groups(cases, (it) => `${it.library} ${it.form} ${it.kind}`).values()].map(scoreOf);
  const full = cells.filter((it) => it.wrong >= perCell && it.correct >= perCell).length;
  const lines = [
    `Precision ${figure(precision(all))}, recall ${figure(recall(all))}: ${all.wrong} wrong calls, ${all.correct} correct ones;`,
    `${all.found} of ${all.found + all.missed} mistakes found, ${all.false} false alarms.`,
    `${cells.length} cells have calls, ${full} of them at least ${perCell} wrong and ${perCell} correct ones.`,
    ...poor.map(
      ({ library, form, kind, score }) =>
        `Below the marks: ${library}, ${form}, ${kind}: precision ${figure(precision(score))}, recall ${figure(recall(score))}`,
    ),
  ];
  return { text: lines.join('\n'), isGood };
}

/** Precision / recall of each form in each library, as Markdown. */
export function formTable(cases: readonly Case[]): string {
  return table('form', cases, (it) => it.form);
}

/** Precision / recall of each kind of mistake in each library, as Markdown. */
export function kindTable(cases: readonly Case[]): string {
  return table('mistake', cases, (it) => it.kind);
}

function table(head: string, cases: readonly Case[], rowOf: (it: Case) => string): string {
  const libraries = [...new Set(cases.map((it) => it.library))];
  const row = (name: string, own: readonly Case[]): string => {
    const cells = libraries.map((library) => cellText(scoreOf(own.filter((it) => it.library === library))));
    return `| ${name} | ${cells.join(' | ')} |`;
  };
  return [
    `| ${head} | ${libraries.join(' | ')} |`,
    `| --- | ${libraries.map(() => '---').join(' | ')} |`,
    ...[...groups(cases, rowOf)].map(([name, own]) => row(name, own)),
    row('all', cases),
  ].join('\n');
}

function cellText(score: Score): string {
  return score.wrong + score.correct === 0 ? '–' : `${figure(precision(score))} / ${figure(recall(score))}`;
}

function figure(value: number): string {
  return value === 1 ? '1' : value.toFixed(3);
}

function groups(cases: readonly Case[], keyOf: (it: Case) => string): Map<string, Case[]> {
  const found = new Map<string, Case[]>();
  for (const it of cases) {
    const key = keyOf(it);
    const own = found.get(key);
    if (own) own.push(it);
    else found.set(key, [it]);
  }
  return found;
}
