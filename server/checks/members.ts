import type { Inference } from '../analysis/inference.js';
import { memberName, nameNode, pathOf } from '../analysis/member-access.js';
import { isNullish, nonNullish } from '../analysis/shape-makers.js';
import { awaited, expand, expandUnion, propertiesOf, propertyOf } from '../analysis/type-properties.js';
import { describe } from '../analysis/type-text.js';
import { NO_LIBRARY, type Typed } from '../analysis/typed.js';
import { nearestWord } from '../spelling.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { awaitFix, replaceFix } from './fixes.js';
import { producerOf } from './producer.js';
import type { Finding } from './report.js';

/** What is wrong with reading a member: of the library itself, of a handle, of a result. */
export function memberFindings(access: SyntaxNode, types: Inference): readonly Finding[] {
  const object = access.get('object');
  const name = memberName(access);
  if (!object || name === undefined || access.broken) return [];
  const of = types.typeOf(object);
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
    const fix = nearestFix(name, of, node);
    const hint = fix ? ` Did you mean '${fix.name}'?` : '';
    return {
      code: 'unknown-api',
      message: `${of.library.name} ${of.library.version} has no '${written}'.${hint}`,
      node,
      api: written,
      ...(fix?.fix ? { fixes: [fix.fix] } : {}),
    };
  }
  const api = producerOf(object, types) ?? describe(of.shape);
  const shape = expand(of.shape, of.library);
  if (shape.kind === 'promise') {
    const value = awaited(shape, of.library);
    if (propertyOf(nonNullish(value), name, of.library) !== 'missing') {
      const message = `${api}: the result is a promise, and a promise has no '${name}'; await it first.`;
      return { code: 'unawaited-result', message, node, api, fixes: [awaitFix(object)] };
    }
  }
  const fix = nearestFix(name, of, node);
  const hint = fix ? ` Did you mean '${fix.name}'?` : '';
  const isCalled = access.parent?.get('function') === access;
  const hasApis = propertiesOf(of.shape, of.library)?.some((it) => it.type.kind === 'api') ?? false;
  if (isCalled && hasApis) {
    const message = `What ${api} gives has no method '${name}'.${hint}`;
    return {
      code: 'unknown-api',
      message,
      node,
      api: `${api}().${name}`,
      ...(fix?.fix ? { fixes: [fix.fix] } : {}),
    };
  }
  const what = describe(shape.kind === 'promise' ? shape : of.shape);
  return {
    code: 'unknown-result-property',
    message: `${api}: the result (${what}) has no property '${name}'.${hint}`,
    node,
    api,
    ...(fix?.fix ? { fixes: [fix.fix] } : {}),
  };
}

function nearestFix(name: string, of: Typed, node: SyntaxNode) {
  const names = propertiesOf(nonNullish(of.shape), of.library)?.map((it) => it.name) ?? [];
  const nearest = nearestWord(name, names);
  if (nearest === undefined) return undefined;
  const isPlain =
    node.type === 'property_identifier' && /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(nearest);
  return { name: nearest, fix: isPlain ? replaceFix(node, nearest) : undefined };
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
  const isDot = access.type === 'member_expression';
  const dot = isDot ? access.chunk.source.text.indexOf('.', object.end) : -1;
  return {
    code: 'possibly-undefined',
    message: `${api}: ${text} may be ${nullish.join(' or ')} here, so '${name}' cannot simply be read from it.`,
    node: object,
    api,
    ...(isDot && dot >= 0 && dot < access.end && access.parent?.get('left') !== access
      ? { fixes: [{ title: `Read with '?.'`, edits: [{ start: dot, end: dot + 1, newText: '?.' }] }] }
      : {}),
  };
}
