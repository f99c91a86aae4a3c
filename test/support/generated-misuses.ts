import { Cell } from '../../bench/language/cell.js';
import { FORMS } from '../../bench/language/forms/forms.js';
import { KINDS } from '../../bench/language/kinds.js';
import type { LibrarySpec } from '../../bench/language/libraries.js';
import { Referee, type Report } from '../../bench/language/referee.js';
import { Shapes } from '../../bench/language/shapes.js';
import { reachable } from '../../bench/language/sites.js';
import type { Snippet } from '../../bench/language/snippet.js';
import type { ApiLibrary } from '../../index/library.js';

/** Scripts that are checked as one file; a comment before each one says where it begins. */
export class ScriptFile {
  readonly text: string;

  constructor(readonly snippets: readonly Snippet[]) {
    const head = [...new Set(snippets.flatMap((it) => it.head))];
    const parts = snippets.map(({ lines }, at) => [`// script ${at}`, ...lines]);
    // The file is a module even if nothing is imported.
    this.text = [...head, ...parts.flat(), 'export {};', ''].join('\n');
  }

  /** What stands in each script of a text that was made from this one, by lines. */
  static grouped<T>(text: string, items: readonly T[], lineOf: (item: T) => number): Map<number, T[]> {
    const lines = text.split('\n');
    const numbers: (number | undefined)[] = [];
    let current: number | undefined;
    for (const line of lines) {
      const found = /^\/\/ script (\d+)$/.exec(line)?.[1];
      if (found !== undefined) current = Number(found);
      numbers.push(current);
    }
    const groups = new Map<number, T[]>();
    for (const item of items) {
      const at = numbers[lineOf(item)];
      if (at !== undefined) groups.set(at, [...(groups.get(at) ?? []), item]);
    }
    return groups;
  }
}

/**
 * Scripts with one planted mistake each, in every syntactic form and of every kind, that TypeScript accepts without it
 * and refuses with it; and the referee that says so.
 *
 * @param folder - Holds `node_modules`. Absolute path.
 */
export function generatedMisuses(
  spec: LibrarySpec,
  library: ApiLibrary,
  { folder, seed, perCell }: { readonly folder: string; readonly seed: string; readonly perCell: number },
): { readonly misuses: readonly Snippet[]; readonly referee: Referee } {
  const shapes = new Shapes(library);
  const found = reachable(shapes, `${seed} ${spec.name}`);
  const referee = new Referee(spec, folder);
  let serial = 0;
  const items = FORMS.flatMap((form) =>
    KINDS.flatMap((kind) =>
      new Cell({ spec, form, kind, seed }, shapes, found, () => serial++).mistakes(perCell),
    ),
  ).flatMap(({ right, wrong }) => (wrong ? [{ right, wrong }] : []));
  const refused = (snippets: readonly Snippet[]): ReadonlyMap<number, readonly Report[]> => {
    const { text } = new ScriptFile(snippets);
    return ScriptFile.grouped(text, referee.errors(text), (it) => it.line);
  };
  const rights = refused(items.map((it) => it.right));
  const wrongs = refused(items.map((it) => it.wrong));
  const misuses = items.filter((_, at) => !rights.has(at) && wrongs.has(at)).map((it) => it.wrong);
  return { misuses, referee };
}
