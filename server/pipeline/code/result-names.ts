import { freeName, isIdentifier, nounOf, singular } from '../plan/names.js';
import { type Action, expressionsOf, type Step } from '../plan/plan.js';
import { awaited, elementOf } from '../retrieval/shapes.js';

/** How the result of an action is kept: not at all, under a name, or taken apart. */
export type ResultName =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'parts'; readonly names: ReadonlyMap<string, string> };

/** The most properties that are worth taking a result apart for. */
const PARTS = 4;

/**
 * Chooses names for the results that a plan refers to; those nobody refers to have none. `taken` are names in scope at
 * the insertion point; the new ones are added.
 */
export function resultNames(steps: readonly Step[], taken: Set<string>): Map<number, ResultName> {
  const uses = new Map<number, (readonly string[])[]>();
  for (const expression of expressionsOf(steps)) {
    if (expression.kind !== 'result') continue;
    const paths = uses.get(expression.action) ?? [];
    // What may not be there can't be taken apart.
    paths.push(expression.optional ? [] : expression.path);
    uses.set(expression.action, paths);
  }
  const names = new Map<number, ResultName>();
  for (const step of everyStep(steps)) {
    if (step.kind === 'action') {
      const paths = uses.get(step.id);
      if (step.name) names.set(step.id, { kind: 'variable', name: step.name });
      else if (paths) names.set(step.id, nameResult(step, paths, taken));
    } else if (step.kind === 'pages') {
      const token = uncapitalised(step.next.replace(/^next/i, '')) || 'next';
      const wanted = [
        [step.id, step.list],
        [step.token, token],
        [step.action.id, 'page'],
      ] as const;
      for (const [id, name] of wanted) names.set(id, { kind: 'variable', name: freeName(name, taken) });
    } else if (step.kind === 'loop') {
      names.set(step.id, { kind: 'variable', name: step.fixed ? step.item : freeName(step.item, taken) });
    }
  }
  for (const expression of expressionsOf(steps)) {
    if (expression.kind === 'callback' && expression.parameters[0] && !expression.fixed) {
      names.set(expression.id, { kind: 'variable', name: freeName(expression.parameters[0], taken) });
    }
  }
  return names;
}

function uncapitalised(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function nameResult(action: Action, paths: readonly (readonly string[])[], taken: Set<string>): ResultName {
  const heads = [...new Set(paths.map((it) => it[0] ?? ''))];
  const apart =
    heads.length <= PARTS &&
    heads.every((it) => isIdentifier(it) && it !== 'length') &&
    !hasMethods(action, heads);
  if (apart) return { kind: 'parts', names: new Map(heads.map((it) => [it, freeName(it, taken)])) };
  const noun = nounOf(action.api.name) || typeNoun(action) || 'result';
  const list = elementOf(awaited(action.signature.returns, action.library), action.library) !== undefined;
  const wanted = list && singular(noun) === 'item' ? `${noun}List` : noun;
  return { kind: 'variable', name: freeName(wanted, taken) };
}

/** `begin()` gives a `Store.Transaction`: a `transaction`. */
function typeNoun(action: Action): string {
  const type = awaited(action.signature.returns, action.library);
  const name = type.kind === 'ref' ? (/([A-Za-z_$][\w$]*)$/.exec(type.name)?.[1] ?? '') : '';
  return nounOf(`get${name}`);
}

/** A method must stay on its object. */
function hasMethods(action: Action, heads: readonly string[]): boolean {
  const type = awaited(action.signature.returns, action.library);
  const shape = type.kind === 'ref' ? action.library.type(type.name)?.shape : type;
  if (shape?.kind !== 'object') return false;
  return shape.properties.some(
    (it) => heads.includes(it.name) && (it.type.kind === 'function' || it.type.kind === 'api'),
  );
}

function* everyStep(steps: readonly Step[]): Generator<Step> {
  for (const step of steps) {
    yield step;
    if (step.kind === 'action') {
      for (const expression of expressionsOf([step]))
        if (expression.kind === 'callback') yield* everyStep(expression.steps);
    } else if (step.kind === 'guard') {
      yield* everyStep(step.steps);
      yield* everyStep(step.otherwise);
    } else if (step.kind === 'attempt') {
      yield* everyStep(step.steps);
      if (step.handler) yield* everyStep(step.handler.steps);
      yield* everyStep(step.always);
    } else if (step.kind === 'loop' || step.kind === 'while' || step.kind === 'function') {
      yield* everyStep(step.steps);
    }
  }
}
