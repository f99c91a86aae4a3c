import type { Report } from './report.js';
import { sectionsOf, type Table } from './sections.js';

/** A report as Markdown. */
export function markdownOf(report: Report): string {
  const lines = [`# Evaluation of ${report.tasks} tasks`];
  for (const { title, table, notes } of sectionsOf(report)) {
    // What is only a chart says nothing that no table says.
    if (!table && notes.length === 0) continue;
    lines.push('', `## ${title}`);
    if (table) lines.push('', ...tableLines(table));
    for (const note of notes) lines.push('', note);
  }
  return `${lines.join('\n')}\n`;
}

function tableLines({ head, rows }: Table): string[] {
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((it) => String(it).replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(head),
    `| --- | ${head
      .slice(1)
      .map(() => '---:')
      .join(' | ')} |`,
    ...rows.map(line),
  ];
}
