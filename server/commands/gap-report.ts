import type { Gap, GapCount } from '../../index/gaps/gap.js';
import { count, print } from './output.js';
import { displayPath } from './workspace.js';

/** A few lines on what the documentation lacks, with the first names of each kind. */
export function printGapCounts(gaps: readonly GapCount[]): void {
  if (gaps.length === 0) {
    print('  no gaps in the documentation');
    return;
  }
  print('  gaps in the documentation (--gaps lists all, with what to do):');
  for (const { kind, apis, first } of gaps) {
    const names = [...first, ...(apis > first.length ? ['…'] : [])].join(', ');
    print(`    ${kind}: ${count(apis, 'API')}: ${names}`);
  }
}

/** Every gap on a line of its own: `file:line: API: what is lacking: what to do (kind)`, as the files have them. */
export function printGaps(gaps: readonly Gap[]): void {
  if (gaps.length === 0) print('  no gaps in the documentation');
  for (const { kind, api, source, what, todo } of inOrderOfFiles(gaps))
    print(`${displayPath(source.file)}:${source.line}: ${api}: ${what}: ${todo} (${kind})`);
}

/** The same for programs. */
export function gapsJson(gaps: readonly Gap[]) {
  return inOrderOfFiles(gaps).map(({ kind, api, paths, what, todo, source: { file, line } }) => ({
    kind,
    api,
    ...(paths && { paths }),
    what,
    todo,
    file,
    line,
  }));
}

/** Gaps are worked on file by file, from top to bottom. */
function inOrderOfFiles(gaps: readonly Gap[]): readonly Gap[] {
  const files = new Map<string, Gap[]>();
  for (const gap of gaps) {
    const known = files.get(gap.source.file);
    if (known) known.push(gap);
    else files.set(gap.source.file, [gap]);
  }
  return [...files.values()].flatMap((it) => it.sort((a, b) => a.source.line - b.source.line));
}
