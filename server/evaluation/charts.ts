import type { Chart } from './sections.js';

const COLOURS = ['#2f6db3', '#d98a2b', '#3f9b73', '#8a6bb5'];
const LABEL_WIDTH = 250;
const BAR_WIDTH = 520;
const BAR = 15;
const GAP = 12;

/** Horizontal bars as SVG, grouped by label, with a legend where there are several series. */
export function barChart({ series, bars, most }: Chart): string {
  const group = series.length * BAR + GAP;
  const top = series.length > 1 ? 28 : 6;
  const height = top + bars.length * group + 18;
  const x = (value: number): number => LABEL_WIDTH + (BAR_WIDTH * Math.min(value, most)) / most;
  const parts: string[] = [];
  if (series.length > 1) {
    let at = LABEL_WIDTH;
    for (const [index, name] of series.entries()) {
      parts.push(`<rect x="${at}" y="4" width="12" height="12" fill="${colour(index)}"/>`);
      parts.push(`<text x="${at + 17}" y="14">${escaped(name)}</text>`);
      at += 34 + 7 * name.length;
    }
  }
  for (let tick = 0; tick <= 4; tick++) {
    const value = (most * tick) / 4;
    parts.push(
      `<line x1="${x(value)}" y1="${top}" x2="${x(value)}" y2="${height - 18}" stroke="#d9dfe6"/>`,
      `<text x="${x(value)}" y="${height - 4}" text-anchor="middle">${value}</text>`,
    );
  }
  for (const [at, { label, values }] of bars.entries()) {
    const y = top + at * group + GAP / 2;
    const middle = y + (series.length * BAR) / 2 + 4;
    parts.push(
      `<text x="${LABEL_WIDTH - 10}" y="${middle}" text-anchor="end">${escaped(short(label))}</text>`,
    );
    for (const [index, value] of values.entries()) {
      if (value === undefined) continue;
      const own = y + index * BAR;
      parts.push(
        `<rect x="${LABEL_WIDTH}" y="${own + 1}" width="${Math.max(1, x(value) - LABEL_WIDTH)}" height="${BAR - 2}" fill="${colour(index)}"><title>${escaped(`${label}, ${series[index]}: ${value}`)}</title></rect>`,
        `<text x="${x(value) + 6}" y="${own + BAR - 3}">${value}</text>`,
      );
    }
  }
  const width = LABEL_WIDTH + BAR_WIDTH + 60;
  return `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">${parts.join('')}</svg>`;
}

function colour(index: number): string {
  return COLOURS[index % COLOURS.length] ?? '';
}

function short(label: string): string {
  return label.length > 36 ? `${label.slice(0, 35)}…` : label;
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
