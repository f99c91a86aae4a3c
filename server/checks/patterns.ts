import type { Inference } from '../analysis/inference.js';
import { memberNames } from '../analysis/member-names.js';
import { isNullish, nonNullish } from '../analysis/shape-makers.js';
import { awaited, elementOf, expand, expandUnion, propertyOf } from '../analysis/type-properties.js';
import { describe } from '../analysis/type-text.js';
import { NO_LIBRARY, type Typed } from '../analysis/typed.js';
import { nearestWord } from '../spelling.js';
import { keyName } from '../syntax/literal-text.js';
import type { Capture, SyntaxNode } from '../syntax/syntax-node.js';
import { assertionFixes } from './fixes/absence.js';
import { awaitFixes } from './fixes/awaiting.js';
import { nameFixes, takenNameFix } from './fixes/naming.js';
import { producerOf, producerOfCallback } from './producer.js';
import type { Finding } from './report.js';

/** What is wrong with the pattern of a declaration, a loop or a parameter; nothing if it is a plain name. */
export function declarationFindings({ name, node }: Capture, types: Inference): readonly Finding[] {
  const { parent } = node;
  if (!parent || !node.type.endsWith('_pattern') || node.broken) return [];
  switch (name) {
    case 'binding.variable': {
      const value = parent.get('value');
      return value ? patternFindings(node, types.typeOf(value), producerOf(value, types), types, value) : [];
    }
    case 'binding.loop': {
      const list = parent.get('right');
      if (!list || parent.get('operator')?.type !== 'of' || /^for\s+await\b/.test(parent.text)) return [];
      const { shape, library } = types.typeOf(list);
      return patternFindings(
        node,
        { shape: elementOf(shape, library), library },
        producerOf(list, types),
        types,
      );
    }
    case 'binding.parameter': {
      const fn = parent.parent;
      if (!fn || node.type === 'rest_pattern') return [];
      const value = types.parameterOf(fn, parent.children.indexOf(node));
      return patternFindings(node, value, producerOfCallback(fn, types), types);
    }
    default:
      return [];
  }
}

/**
 * What is wrong with taking a value apart: names that it does not have, and values that may be missing. `value` is what
 * the pattern is for, `api` where that comes from, `from` the expression if the pattern is for the whole of one.
 */
function patternFindings(
  pattern: SyntaxNode,
  value: Typed,
  api: string | undefined,
  types: Inference,
  from?: SyntaxNode,
): readonly Finding[] {
  if (pattern.broken || value.library === NO_LIBRARY) return [];
  if (pattern.type === 'assignment_pattern') {
    const left = pattern.get('left');
    const shape = nonNullish(value.shape);
    return left ? patternFindings(left, { ...value, shape }, api, types) : [];
  }
  if (pattern.type === 'array_pattern') {
    const list = expand(value.shape, value.library);
    if (list.kind !== 'array' && list.kind !== 'tuple') return [];
    const element: Typed = { shape: elementOf(list, value.library), library: value.library };
    return pattern.children.flatMap((part, at): readonly Finding[] => {
      const own = list.kind === 'tuple' ? list.elements[at]?.type : element.shape;
      return own ? patternFindings(part, { ...element, shape: own }, api, types) : [];
    });
  }
  if (pattern.type !== 'object_pattern') return [];
  return pattern.children.flatMap((part) => partFindings(part, value, api, types, from));
}

function partFindings(
  part: SyntaxNode,
  value: Typed,
  api: string | undefined,
  types: Inference,
  from: SyntaxNode | undefined,
): readonly Finding[] {
  const key = part.get('key') ?? part.get('left') ?? part;
  const name = part.type === 'rest_pattern' ? undefined : keyName(key);
  if (name === undefined) return [];
  const source = api ?? value.path ?? describe(value.shape);
  const nullish = expandUnion(value.shape, value.library).filter(isNullish);
  const present = nonNullish(value.shape);
  if (nullish.length > 0) {
    const message = `${source}: the result may be ${nullish.map(describe).join(' or ')}, so '${name}' cannot simply be taken from it.`;
    const fixes = () => (from ? assertionFixes(from, types) : []);
    return [{ code: 'possibly-undefined', message, node: key, api: source, fixes }];
  }
  if (propertyOf(present, name, value.library) === 'missing')
    return [missing(key, name, value, source, types, from)];
  const inner = part.type === 'pair_pattern' ? part.get('value') : undefined;
  return inner ? patternFindings(inner, types.member(value, name), api, types) : [];
}

function missing(
  key: SyntaxNode,
  name: string,
  value: Typed,
  source: string,
  types: Inference,
  from: SyntaxNode | undefined,
): Finding {
  const promised = expand(value.shape, value.library);
  const isPromise =
    promised.kind === 'promise' &&
    propertyOf(nonNullish(awaited(promised, value.library)), name, value.library) !== 'missing';
  const names = memberNames(value.shape, value.library);
  const nearest = nearestWord(name, names);
  const hint = nearest === undefined ? '' : ` Did you mean '${nearest}'?`;
  const fixes = () =>
    nameFixes(
      name,
      names,
      (other) => takenNameFix(key, other),
      () => true,
    );
  if (value.path !== undefined) {
    const written = `${value.path}.${name}`;
    const message = `${value.library.name} ${value.library.version} has no '${written}'.${hint}`;
    return { code: 'unknown-api', message, node: key, api: written, fixes };
  }
  if (isPromise) {
    const message = `${source}: the result is a promise, and a promise has no '${name}'; await it first.`;
    const awaiting = () => (from ? awaitFixes(from, types) : []);
    return { code: 'unawaited-result', message, node: key, api: source, fixes: awaiting, typescript: true };
  }
  const message = `${source}: the result (${describe(value.shape)}) has no property '${name}'.${hint}`;
  return { code: 'unknown-result-property', message, node: key, api: source, fixes };
}
