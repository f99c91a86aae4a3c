import type { ApiLibrary } from '../../index/library.js';
import { verdicts } from './batch.js';
import { Cell, type Item } from './cell.js';
import type { Form } from './forms/form.js';
import type { Kind } from './kinds.js';
import type { LibrarySpec } from './libraries.js';
import { Referee } from './referee.js';
import { type Case, judged } from './score.js';
import { Shapes } from './shapes.js';
import { reachable } from './sites.js';
import type { Snippet } from './snippet.js';

export interface RunOptions {
  readonly seed: string;
  /** Correct and wrong calls that each combination of form, kind and library should have. */
  readonly perCell: number;
  readonly forms: readonly Form[];
  readonly kinds: readonly Kind[];
  /** Holds `node_modules`. Absolute path. */
  readonly folder: string;
}

/** Rounds in which what the referee refused is made up for. */
const MAX_ROUNDS = 4;
/** Snippets that are checked as one file. */
const BATCH = 150;

interface Tally {
  readonly cell: Cell;
  wrong: number;
  right: number;
}

/** Generates and judges the calls of one library. */
export function runLibrary(spec: LibrarySpec, library: ApiLibrary, options: RunOptions): Case[] {
  const { seed, perCell, forms, kinds, folder } = options;
  const shapes = new Shapes(library);
  const found = reachable(shapes, `${seed} ${spec.name}`);
  const referee = new Referee(spec, folder);
  const cases: Case[] = [];
  let serial = 0;
  const next = (): number => serial++;
  const tallies: Tally[] = [];
  for (const form of forms)
    for (const kind of kinds)
      tallies.push({ cell: new Cell({ spec, form, kind, seed }, shapes, found, next), wrong: 0, right: 0 });

  for (let round = 0; round < MAX_ROUNDS; round++) {
    const work: { readonly tally: Tally; readonly item: Item }[] = [];
    for (const tally of tallies) {
      const { cell } = tally;
      const wrong = perCell - tally.wrong;
      const right = perCell - tally.right;
      // Every mistake brings a correct call with it.
      const mistakes = wrong > 0 ? cell.mistakes(Math.ceil(wrong * 1.2)) : [];
      const lookalikes = right > 0 ? cell.lookalikes(Math.ceil(right / 2)) : [];
      work.push(...[...mistakes, ...lookalikes].map((item) => ({ tally, item })));
    }
    if (work.length === 0) break;
    for (let at = 0; at < work.length; at += BATCH / 2) {
      const part = work.slice(at, at + BATCH / 2);
      const snippets = part.flatMap(({ item }): Snippet[] =>
        item.wrong ? [item.right, item.wrong] : [item.right],
      );
      const said = verdicts(snippets, referee, library);
      let place = 0;
      for (const { tally, item } of part) {
        const { form, kind } = tally.cell;
        const right = said[place++];
        const wrong = item.wrong ? said[place++] : undefined;
        if (!right) continue;
        const where = { library: spec.name, form: form.name, kind: kind.name };
        // What TypeScript refuses without the mistake says nothing about the mistake.
        if (right.referee.length > 0) {
          cases.push(judged({ ...where, snippet: item.right, verdict: right, role: 'refused' }));
          continue;
        }
        cases.push(judged({ ...where, snippet: item.right, verdict: right, role: 'correct' }));
        tally.right++;
        if (!wrong || !item.wrong) continue;
        const role = wrong.referee.length > 0 ? 'wrong' : 'harmless';
        cases.push(judged({ ...where, snippet: item.wrong, verdict: wrong, role }));
        if (role === 'wrong') tally.wrong++;
        else tally.right++;
      }
    }
  }
  referee.dispose();
  return cases;
}
