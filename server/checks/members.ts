import type { Inference } from '../analysis/inference.js';
import { memberName, nameNode, pathOf } from '../analysis/member-access.js';
import { memberNames } from '../analysis/member-names.js';
import { typeInChain } from '../analysis/optional-chain.js';
import { isNullish, nonNullish } from '../analysis/shape-makers.js';
import { awaited, expand, expandUnion, propertiesOf, propertyOf } from '../analysis/type-properties.js';
import { describe } from '../analysis/type-text.js';
import { NO_LIBRARY, type Typed } from '../analysis/typed.js';
import { nearestWord } from '../spelling.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { fitsCall } from './calls.js';
import { guardedReadFixes } from './fixes/absence.js';
import { awaitFixes } from './fixes/awaiting.js';
import { memberNameFix, nameFixes } from './fixes/naming.js';
import { producerOf } from './producer.js';
import type { Finding } from './report.js';

/** What is wrong with reading a member: of the library itself, of a handle, of a result. */
export function memberFindings(access: SyntaxNode, types: Inference): readonly Finding[] {
  const object = access.get('object');
  const name = memberName(access);
  if (!object || name === undefined || access.broken) return [];
  const of = typeInChain(object, types);
  // Who assigns a member makes it.
  const isTarget = access.parent?.type === 'assignment_expression' && access.parent.get('left') === access;
  if (of.library === NO_LIBRARY || isTarget) return [];

  const members = expandUnion(of.shape, of.library);
  const present = members.filter((it) => !isNullish(it));
  const isOptional = access.get('optional_chain') !== undefined;
  if (present.length > 0 && present.length < members.length && !isOptional) {
    return [possiblyUndefined(access, object, name, members.filter(isNullish).map(describe), types)];
  }
  if (present.length === 0) {
    const isVoid = members.some((it) => it.kind === 'primitive' && it.name === 'void');
    return isVoid ? [missing(access, object, name, of, types)] : [];
  }
  if (propertyOf(nonNullish(of.shape), name, of.library) !== 'missing') return [];
  return [missing(access, object, name, of, types)];
}

function missing(access: SyntaxNode, object: SyntaxNode, name: string, of: Typed, types: Inference): Finding {
  const finding = missingMember(access, object, name, of, types);
  // A name in brackets may stand for anything, unless that is forbidden.
  const typescript = access.type === 'subscript_expression' ? 'noImplicitAny' : true;
  return { ...finding, typescript };
}

function missingMember(
  access: SyntaxNode,
  object: SyntaxNode,
  name: string,
  of: Typed,
  types: Inference,
): Finding {
  const node = nameNode(access);
  if (of.path !== undefined) {
    const written = pathOf(access) ?? `${of.path}.${name}`;
    const { hint, fixes } = nearest(name, of, access, types);
    return {
      code: 'unknown-api',
      message: `${of.library.name} ${of.library.version} has no '${written}'.${hint}`,
      node,
      api: written,
      fixes,
    };
  }
  const api = producerOf(object, types) ?? describe(of.shape);
  const shape = expand(of.shape, of.library);
  if (shape.kind === 'promise') {
    const value = awaited(shape, of.library);
    if (propertyOf(nonNullish(value), name, of.library) !== 'missing') {
      const message = `${api}: the result is a promise, and a promise has no '${name}'; await it first.`;
      return { code: 'unawaited-result', message, node, api, fixes: () => awaitFixes(object, types) };
    }
  }
  const { hint, fixes } = nearest(name, of, access, types);
  const isCalled = access.parent?.get('function') === access;
  const hasApis = propertiesOf(of.shape, of.library)?.some((it) => it.type.kind === 'api') ?? false;
  if (isCalled && hasApis) {
    const message = `What ${api} gives has no method '${name}'.${hint}`;
    return {
      code: 'unknown-api',
      message,
      node,
      api: `${api}().${name}`,
      fixes,
    };
  }
  const what = describe(shape.kind === 'promise' ? shape : of.shape);
  return {
    code: 'unknown-result-property',
    message: `${api}: the result (${what}) has no property '${name}'.${hint}`,
    node,
    api,
    fixes,
  };
}

/** What the name is likely to be meant for: as a question, and as fixes. */
function nearest(name: string, of: Typed, access: SyntaxNode, types: Inference) {
  const names = memberNames(of.shape, of.library);
  const word = nearestWord(name, names);
  const node = nameNode(access);
  const call = access.parent?.get('function') === access ? access.parent : undefined;
  const suits = (other: string): boolean => !call || fitsCall(types.member(of, other), call, types);
  return {
    hint: word === undefined ? '' : ` Did you mean '${word}'?`,
    fixes: () => nameFixes(name, names, (other) => memberNameFix(node, other), suits),
  };
}

function possiblyUndefined(
  access: SyntaxNode,
  object: SyntaxNode,
  name: string,
  nullish: readonly string[],
  types: Inference,
): Finding {
  const api = producerOf(object, types) ?? object.text;
  const text = object.text.length > 40 ? 'this' : `'${object.text}'`;
  return {
    code: 'possibly-undefined',
    message: `${api}: ${text} may be ${nullish.join(' or ')} here, so '${name}' cannot simply be read from it.`,
    node: object,
    api,
    fixes: () => guardedReadFixes(access, object, types),
  };
}
