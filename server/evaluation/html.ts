import { barChart, escaped } from './charts.js';
import type { Report } from './report.js';
import { sectionsOf, type Table } from './sections.js';

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; color: #1d2733; background: #fff; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
table { border-collapse: collapse; margin: .8rem 0; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .7rem; border-bottom: 1px solid #d9dfe6; text-align: right; }
th { font-weight: 600; vertical-align: bottom; } th:first-child, td:first-child { text-align: left; white-space: nowrap; }
.wide { overflow-x: auto; } svg { max-width: 100%; height: auto; } svg text { font: 12px system-ui, sans-serif; fill: #1d2733; }
code { background: #eef1f5; padding: 0 .25em; }
`;

/** A report as a page of its own: it loads nothing. */
export function htmlOf(report: Report): string {
  const parts = sectionsOf(report).map(({ title, table, chart, notes }) =>
    [
      `<h2>${escaped(title)}</h2>`,
      ...(chart ? [barChart(chart)] : []),
      ...(table ? [tableOf(table)] : []),
      ...notes.map((it) => `<p>${escaped(it).replace(/`([^`]+)`/g, '<code>$1</code>')}</p>`),
    ].join('\n'),
  );
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    '<title>Evaluation</title>',
    `<style>${STYLE}</style>`,
    `<h1>Evaluation of ${report.tasks} tasks</h1>`,
    ...parts,
    '</html>',
    '',
  ].join('\n');
}

function tableOf({ head, rows }: Table): string {
  const row = (cells: readonly (string | number)[], tag: 'th' | 'td'): string =>
    `<tr>${cells.map((it) => `<${tag}>${escaped(String(it))}</${tag}>`).join('')}</tr>`;
  const hasHead = head.some((it) => it !== '');
  return `<div class="wide"><table>${hasHead ? row(head, 'th') : ''}${rows.map((it) => row(it, 'td')).join('')}</table></div>`;
}
