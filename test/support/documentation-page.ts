import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './cli.js';

/** The page for owners of libraries, whose examples are tested. */
export const OWNER_PAGE = readFileSync(path.join(ROOT, 'docs/documenting-your-library.md'), 'utf8');

/** The code of the first fenced block, or one further on, that follows this text in a page; fails if there is none. */
export function fenceAfter(page: string, text: string, index = 0): string {
  const at = page.indexOf(text);
  const fences = at === -1 ? [] : [...page.slice(at).matchAll(/\n```\w*\n([\s\S]*?)\n```\n/g)];
  const code = fences[index]?.[1];
  if (code === undefined) throw new Error(`the page has no code after "${text}"`);
  return code;
}

/** The rows of the first table whose header begins with these cells; code spans come without their marks. */
export function tableOf(page: string, ...header: readonly string[]): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => {
    const cells = cellsOf(line);
    return header.every((it, index) => cells[index] === it);
  });
  if (start === -1) throw new Error(`the page has no table ${header.join(' | ')}`);
  const rows = lines.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end === -1 ? rows.length : end).map((line) => cellsOf(line).map(withoutTicks));
}

function cellsOf(line: string): string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((it) => it.replaceAll('\\|', '|').trim());
}

function withoutTicks(cell: string): string {
  const code = /^(`+)(.*)\1$/.exec(cell);
  return (code?.[2] ?? cell).trim();
}
