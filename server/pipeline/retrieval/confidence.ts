import type { Role } from '../requirement/decompose.js';
import type { Fit } from './retrieve.js';

/*
 * Weights of a logistic regression, learned on clauses of requirements of three libraries and of none, rounded: of the
 * index's score, of a score from `SPOKEN` on, of a lead over the second best, of how much is explained, and of how much
 * is said.
 */
const BIAS = -5.4;
const SCORE = 1.5;
const SPEAKS = 2.7;
const AHEAD = 4.3;
const SUBSTANCE = 1.6;
const LENGTH = 1.75;
/** Conditions and results mostly speak of what an action gave, statements of how things are. */
const RELUCTANCE: Partial<Record<Role, number>> = { statement: 0.65, condition: 0.75, return: 1 };

/** A record with a lower score of the index is hardly spoken of. */
const SPOKEN = 0.25;
/** A lead over the second best by more than this says no more. */
const MAX_AHEAD = 0.3;
/** A question of so many words says enough. */
const WORDS = 6;
/** A question that says little is little evidence, however well what it says fits: the substance at which half counts. */
const LITTLE = 3;

/**
 * How likely it is, from 0 to 1, that the first of these is what a part of the requirement asks for.
 *
 * @param fits - Best first.
 * @param role - What that part does in the requirement.
 */
export function confidence(fits: readonly Fit[], role: Role): number {
  const [best, second] = fits;
  if (!best) return 0;
  const { fit, evidence, substance, asked, profile } = best;
  // "Return the id of the stored file" is what `start()` of a handle gives: that has not been called yet.
  const reluctance = role === 'return' && profile.api.member ? 0 : (RELUCTANCE[role] ?? 0);
  const logit =
    BIAS +
    SCORE * evidence.score +
    SPEAKS * Math.min(1, evidence.score / SPOKEN) +
    AHEAD * Math.min(MAX_AHEAD, fit - (second?.fit ?? 0)) +
    (SUBSTANCE * substance) / (substance + LITTLE) +
    LENGTH * Math.min(1, asked / WORDS) -
    reluctance;
  return 1 / (1 + Math.exp(-logit));
}
