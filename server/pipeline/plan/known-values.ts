import type { ApiLibrary } from '../../../index/library.js';
import type { TypeShape } from '../../../index/type-shape.js';
import { meaningOf, share } from '../requirement/meaning.js';
import { slotWords, spaced } from '../retrieval/match-slot.js';
import { isAnything, members, propertiesOf, type Slot } from '../retrieval/shapes.js';
import { fitsInto } from './fitting-type.js';
import type { Expression } from './plan.js';
import type { KnownResult, ScopeVariable } from './site.js';

/** What a slot could take that the code already has, with how likely it is meant. */
export interface KnownValue {
  readonly expression: Expression;
  readonly score: number;
}

/** How alike two names are: 3 the same, 2 one ends with the other (`id` and `userId`), less for shared words. */
export function nameAffinity(a: string, b: string): number {
  const left = a.toLowerCase().replace(/[_$]/g, '');
  const right = b.toLowerCase().replace(/[_$]/g, '');
  if (left === right) return 3;
  if (left === `${right}s` || right === `${left}s`) return 2.2;
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  if (short.length > 1 && long.endsWith(short) && new RegExp(`${short}$`, 'i').test(long)) return 2;
  const words = share(meaningOf(spaced(a)), meaningOf(spaced(b)));
  return words > 0.5 ? 1.2 * words : 0;
}

/** The best value among results of earlier actions for a slot; a property of a result counts as one. */
export function fromResults(
  slot: Slot,
  text: string,
  results: readonly KnownResult[],
  library: ApiLibrary,
): KnownValue | undefined {
  let best: KnownValue | undefined;
  results.forEach((result, at) => {
    // The latest result is the one a text goes on with.
    const recency = 0.2 * ((at + 1) / results.length);
    for (const part of partsOf(result.type, result.library)) {
      if (!fitsInto(part.type, slot.type, library)) continue;
      const name = part.path.at(-1);
      let score = name === undefined ? 0 : nameAffinity(name, slot.name);
      const doc = part.doc ?? result.about;
      const wanted = meaningOf(slotWords(slot));
      score += 1.2 * share(wanted, meaningOf(`${name ?? ''} ${doc}`));
      if (name !== undefined) score += 0.5 * share(meaningOf(spaced(name)), meaningOf(text));
      score += 0.4 * share(wanted, meaningOf(result.about));
      if (isAnything(slot.type, library)) score -= 0.6;
      // A type of the library's own is rarely meant for something else.
      if (slot.type.kind === 'ref' && part.type.kind === 'ref' && slot.type.name === part.type.name)
        score += 1.5;
      score += recency;
      if (!best || score > best.score) {
        best = {
          expression: { kind: 'result', action: result.action, path: [...result.path, ...part.path] },
          score,
        };
      }
    }
  });
  return best;
}

interface Part {
  readonly path: readonly string[];
  readonly type: TypeShape;
  readonly doc?: string;
}

/** A result as a whole, and its properties one level down. */
export function partsOf(type: TypeShape, library: ApiLibrary): Part[] {
  const parts: Part[] = [{ path: [], type }];
  if (members(type, library).length !== 1) return parts;
  for (const property of propertiesOf(type, library)) {
    if (property.optional) continue;
    parts.push({
      path: [property.name],
      type: property.type,
      ...(property.doc ? { doc: property.doc } : {}),
    });
  }
  return parts;
}

/** The best variable in scope for a slot, by name and type. Types that are not known don't speak against a name. */
export function fromScope(
  slot: Slot,
  variables: readonly ScopeVariable[],
  library: ApiLibrary,
): KnownValue | undefined {
  let best: KnownValue | undefined;
  for (const variable of variables) {
    const untyped = variable.type === undefined || isAnything(variable.type, library);
    if (!untyped && !fitsInto(variable.type, slot.type, library)) {
      for (const value of insideVariable(variable, slot, library))
        if (!best || value.score > best.score) best = value;
      continue;
    }
    const affinity = nameAffinity(variable.name, slot.name);
    const described = share(meaningOf(spaced(variable.name)), meaningOf(slotWords(slot)));
    const score = Math.max(affinity, 1.5 * described) + (variable.parameter ? 0.2 : 0) + (untyped ? 0 : 0.3);
    if (affinity + described > 0.4 && (!best || score > best.score))
      best = { expression: { kind: 'variable', name: variable.name }, score };
  }
  return best;
}

function insideVariable(variable: ScopeVariable, slot: Slot, library: ApiLibrary): KnownValue[] {
  if (!variable.type) return [];
  return propertiesOf(variable.type, library).flatMap((property) => {
    const affinity = nameAffinity(property.name, slot.name);
    if (affinity < 2 || property.optional || !fitsInto(property.type, slot.type, library)) return [];
    return [
      {
        expression: { kind: 'variable' as const, name: variable.name, path: [property.name] },
        score: affinity - 0.2,
      },
    ];
  });
}
