import { resolve } from 'node:path';
import type { Language } from '../../../server/syntax/language.js';

/** `EPIGEN_SOAK`: the share of a full run; CI runs the default. */
const SCALE = Number(process.env.EPIGEN_SOAK ?? 0.02);
const FULL = 100_000;
const LANGUAGES: readonly Language[] = ['javascript', 'typescript', 'tsx'];

/** Edits of one seed. */
export const EDITS = Math.max(1, Math.round(FULL * SCALE));
/** Whether a run is long enough to say something of its second half. */
export const IS_FULL = EDITS >= FULL;
/** `EPIGEN_SEED`: which replays, such as `7,8`. */
export const SEEDS = (process.env.EPIGEN_SEED ?? '1,2,3,4').split(',').map(Number);
/** Where failing replays are saved. */
export const FAILURES = resolve(import.meta.dirname, '../../soak/failures');

/** The language of a seed's document. */
export function languageOfSeed(seed: number): Language {
  return LANGUAGES[(seed - 1) % LANGUAGES.length] ?? 'javascript';
}
