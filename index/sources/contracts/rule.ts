import type { Contract, Stated } from '../../contract.js';
import type { Place } from './places.js';

type Unstated<C> = C extends Stated ? Omit<C, keyof Stated> : never;

/** A contract before its source sentence is added. */
export type Demand<Kind extends Contract['kind'] = Contract['kind']> = Unstated<
  Extract<Contract, { kind: Kind }>
>;

/**
 * Reads one kind of demand out of one sentence, which comes without Markdown (`plainText`) and as it is written. Undefined unless the
 * sentence cannot be understood in another way: a contract that nobody stated is worse than one that is missed.
 */
export type PlaceRule = (sentence: string, place: Place, written: string) => Demand | undefined;
