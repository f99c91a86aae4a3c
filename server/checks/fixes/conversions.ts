import type { ApiLibrary } from '../../../index/library.js';
import type { Property, TypeShape } from '../../../index/type-shape.js';
import { allowedLiterals, assignable } from '../../analysis/assignable.js';
import type { Inference } from '../../analysis/inference.js';
import {
  BOOLEAN,
  builtinOf,
  isNullish,
  literalOf,
  NUMBER,
  nonNullish,
  STRING,
  widened,
} from '../../analysis/shape-makers.js';
import { expand, expandUnion, propertiesOf, signaturesOf } from '../../analysis/type-properties.js';
import type { Typed } from '../../analysis/typed.js';
import { stringValue } from '../../syntax/literal-text.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import { quoteIn } from '../file-traits.js';
import {
  certainly,
  isIdentifier,
  isPlainValue,
  isStillValue,
  removeFix,
  valueFix,
  wrapFix,
} from '../fixes.js';
import { placeholder } from '../placeholders.js';
import type { NodeFix, Place } from '../report.js';
import { withQuote } from '../written.js';
import { allowedValueFixes } from './literals.js';
import { siteAt } from './variables.js';

/** More properties nobody wants to choose from. */
const MAX_PROPERTIES = 3;

/** A value where another type is declared. */
interface Misfit {
  readonly node: SyntaxNode;
  readonly typed: Typed;
  readonly declared: TypeShape;
  readonly place: Place;
  readonly types: Inference;
  readonly library: ApiLibrary;
}

/**
 * Ways to make a value of another type fit: other literals, `String(…)` and the like, a list of it, what is in it.
 * The first is certain if the value says itself that it is only written differently.
 */
export function conversionFixes(
  node: SyntaxNode,
  typed: Typed,
  declared: TypeShape,
  place: Place,
  types: Inference,
): readonly NodeFix[] {
  // A comment that states a type belongs to the parenthesis behind it.
  if (node.type === 'parenthesized_expression') return [];
  const misfit = { node, typed, declared, place, types, library: place.library };
  const fixes = [
    ...rewritten(misfit),
    ...unwrapped(misfit),
    ...listed(misfit),
    ...inObject(misfit),
    ...propertyOfValue(misfit),
    ...converted(misfit),
    ...called(misfit),
    ...shortened(misfit),
  ];
  if (fixes.length === 0) return [...left(misfit), ...replaced(misfit)];
  // Where two ways seem certain, none is.
  const isClear = fixes.filter((it) => it.certain).length === 1;
  if (!isClear) return fixes.map(({ certain: _, ...it }) => it);
  return fixes.toSorted((a, b) => Number(b.certain ?? false) - Number(a.certain ?? false));
}

function takes(shape: TypeShape, { declared, library }: Misfit): boolean {
  return assignable(shape, declared, library) === 'yes';
}

/** The same literal, written as another type: `5` for `'5'`. */
function rewritten(misfit: Misfit): NodeFix[] {
  const { node, typed } = misfit;
  const { shape } = typed;
  if (shape.kind !== 'literal' || !isLiteral(node)) return [];
  const { value } = shape;
  if (typeof value === 'string') {
    if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(value.trim()) && takes(literalOf(Number(value)), misfit))
      return [certainly(valueFix(node, [value.trim()], `Change to ${value.trim()}`))];
    if ((value === 'true' || value === 'false') && takes(literalOf(value === 'true'), misfit))
      return [certainly(valueFix(node, [value], `Change to ${value}`))];
    return [];
  }
  if (typeof value === 'number' && (value === 0 || value === 1) && takes(literalOf(value === 1), misfit))
    return [valueFix(node, [String(value === 1)], `Change to ${value === 1}`)];
  if (!takes(literalOf(String(value)), misfit)) return [];
  const fix = valueFix(node, [quoted(String(value), node)], `Change to '${value}'`);
  return [typeof value === 'number' ? certainly(fix) : fix];
}

/** `x` for `[x]`, `list[0]` for `list`. */
function unwrapped(misfit: Misfit): NodeFix[] {
  const { node, typed, types, library } = misfit;
  if (node.type === 'array') {
    const [only] = node.children;
    if (node.children.length !== 1 || !only || only.type === 'spread_element') return [];
    if (types.typeOf(only).library !== typed.library && typed.library !== library) return [];
    if (!takes(types.typeOf(only).shape, misfit)) return [];
    const edits = [
      { start: node.start, end: only.start, newText: '' },
      { start: only.end, end: node.end, newText: '' },
    ];
    return [certainly({ title: 'Pass the element itself', edits })];
  }
  const list = expand(typed.shape, library);
  if (list.kind !== 'array' || !isOperand(node) || !takes(list.element, misfit)) return [];
  return [wrapFix(node, '', '[0]', 'Pass the first element')];
}

/** `[x]` where a list of it is expected. */
function listed(misfit: Misfit): NodeFix[] {
  const { node, typed, declared, library } = misfit;
  const members = expandUnion(nonNullish(declared), library).map((it) => expand(it, library));
  const lists = members.filter((it) => it.kind === 'array');
  if (
    node.type === 'spread_element' ||
    !lists.some((it) => assignable(typed.shape, it.element, library) === 'yes')
  )
    return [];
  const fix = wrapFix(node, '[', ']', 'Pass a list of it');
  return [lists.length === members.length ? certainly(fix) : fix];
}

/** `{ url: x }` where an object is expected in which one property takes the value, and nothing else is required. */
function inObject(misfit: Misfit): NodeFix[] {
  const { node, typed, declared, library } = misfit;
  if (node.type === 'object') return [];
  const objects = expandUnion(nonNullish(declared), library).filter((it) => propertiesOf(it, library));
  const isFunction = expand(typed.shape, library).kind === 'function';
  const accepts = ({ type }: Property): boolean => {
    const fit = assignable(typed.shape, type, library);
    const target = expand(nonNullish(type), library);
    return isFunction ? fit !== 'no' && target.kind === 'function' : fit === 'yes' && target.kind !== 'any';
  };
  const found = objects.flatMap((object) => {
    const properties = propertiesOf(object, library) ?? [];
    const required = properties.filter((it) => !it.optional);
    if (required.length > 1) return [];
    const candidates = (required.length === 1 ? required : properties).filter(
      (it) => it.deprecated === undefined && accepts(it),
    );
    return candidates.map((it) => ({
      name: it.name,
      isForced: required.length === 1 || candidates.length === 1,
    }));
  });
  const names = new Set<string>();
  return found
    .filter(({ name }) => isIdentifier(name) && !names.has(name) && names.add(name))
    .slice(0, MAX_PROPERTIES)
    .map(({ name, isForced }) => {
      const isShort = node.type === 'identifier' && node.text === name;
      const fix = wrapFix(node, isShort ? '{ ' : `{ ${name}: `, ' }', `Pass it as '${name}'`);
      return isForced && found.length === 1 ? certainly(fix) : fix;
    });
}

/** `x` for `{ url: x }`, `options.url` for `options`. */
function propertyOfValue(misfit: Misfit): NodeFix[] {
  const { node, typed, place, types, library } = misfit;
  if (node.type === 'object') {
    const [only] = node.children;
    if (node.children.length !== 1 || only?.type !== 'pair') return [];
    const value = only.get('value');
    if (!value || !takes(types.typeOf(value).shape, misfit)) return [];
    const edits = [
      { start: node.start, end: value.start, newText: '' },
      { start: value.end, end: node.end, newText: '' },
    ];
    return [certainly({ title: `Pass the value of '${only.get('key')?.text ?? ''}' itself`, edits })];
  }
  if (!isOperand(node)) return [];
  const properties = propertiesOf(typed.shape, library)?.filter((it) => !it.optional) ?? [];
  const fitting = properties.filter((it) => isIdentifier(it.name) && takes(it.type, misfit));
  const wanted = place.label.slice(place.label.lastIndexOf('.') + 1).toLowerCase();
  const likeness = ({ name }: Property): number =>
    name.toLowerCase() === wanted ? 2 : wanted.endsWith(name.toLowerCase()) ? 1 : 0;
  return fitting
    .toSorted((a, b) => likeness(b) - likeness(a))
    .slice(0, MAX_PROPERTIES)
    .map(({ name }) => wrapFix(node, '', `.${name}`, `Pass its '${name}'`));
}

/** `String(x)`, `new Date(x)` and their like. */
function converted(misfit: Misfit): NodeFix[] {
  const { node, typed, library } = misfit;
  if (isLiteral(node)) return isDateText(node) && takesDate(misfit) ? [dateFix(node)] : [];
  const members = expandUnion(typed.shape, library).map((it) => widened(it));
  const is = (wanted: TypeShape): boolean =>
    members.every((it) =>
      wanted.kind === 'builtin'
        ? it.kind === 'builtin' && it.name === wanted.name
        : it.kind === 'primitive' && wanted.kind === 'primitive' && it.name === wanted.name,
    );
  const date = builtinOf('Date');
  const fixes: NodeFix[] = [];
  const wrap = (name: string): void => {
    fixes.push(wrapFix(node, `${name}(`, ')', `Convert with '${name}'`));
  };
  const isSimple = members.every(
    (it) => it.kind === 'primitive' && /^(?:string|number|boolean|bigint)$/.test(it.name),
  );
  if (isSimple && !is(STRING) && takes(STRING, misfit)) wrap('String');
  if (isSimple && !is(NUMBER) && takes(NUMBER, misfit)) wrap('Number');
  if (isSimple && !is(BOOLEAN) && takes(BOOLEAN, misfit)) wrap('Boolean');
  if ((is(NUMBER) || is(STRING)) && takesDate(misfit)) fixes.push(dateFix(node));
  if (is(date) && isOperand(node)) {
    if (takes(NUMBER, misfit)) fixes.push(wrapFix(node, '', '.getTime()', `Pass it in milliseconds`));
    if (takes(STRING, misfit)) fixes.push(wrapFix(node, '', '.toISOString()', `Pass it as text`));
  }
  return fixes;
}

function dateFix(node: SyntaxNode): NodeFix {
  return wrapFix(node, 'new Date(', ')', `Convert with 'new Date'`);
}

/** Whether a literal says a moment: a text that is a date, or a number. */
function isDateText(node: SyntaxNode): boolean {
  return node.type === 'number' || /^\d{4}-\d\d(?:-\d\d|$)/.test(stringValue(node) ?? '');
}

function takesDate({ declared, library }: Misfit): boolean {
  return expandUnion(declared, library).some((it) => it.kind === 'builtin' && it.name === 'Date');
}

/** `getId()` for `getId`, `() => x` for `x`. */
function called(misfit: Misfit): NodeFix[] {
  const { node, typed, declared, library } = misfit;
  const [signature, ...others] = signaturesOf(typed.shape, library, false) ?? [];
  if (signature && others.length === 0 && isOperand(node)) {
    const isReady = signature.parameters.every((it) => it.optional || it.rest);
    if (isReady && takes(signature.returns, misfit)) return [wrapFix(node, '', '()', 'Call it')];
  }
  const [target, ...more] = expandUnion(nonNullish(declared), library);
  const [wanted, ...forms] = (target && more.length === 0 && signaturesOf(target, library, false)) || [];
  if (signature || !wanted || forms.length > 0 || node.type === 'object') return [];
  const returns = expand(wanted.returns, library);
  const isIgnored = returns.kind === 'primitive' && returns.name === 'void';
  const given = typed.shape.kind === 'unknown' ? 'no' : assignable(typed.shape, returns, library);
  const isCall = node.type === 'call_expression';
  if (isIgnored ? !isCall : given !== 'yes' || expandUnion(typed.shape, library).some(isNullish)) return [];
  return [wrapFix(node, '() => ', '', 'Pass a function that gives it')];
}

/** A list without the elements that are too many. */
function shortened({ node, typed, declared, library }: Misfit): NodeFix[] {
  const target = expand(nonNullish(declared), library);
  if (node.type !== 'array' || target.kind !== 'tuple' || typed.shape.kind !== 'tuple') return [];
  const count = target.elements.length;
  const [first, last] = [node.children[count], node.children.at(-1)];
  if (!first || !last || node.children.length !== typed.shape.elements.length) return [];
  const kept: TypeShape = { kind: 'tuple', elements: typed.shape.elements.slice(0, count) };
  if (assignable(kept, target, library) === 'no') return [];
  const fix = removeFix(
    first,
    last,
    node.children,
    first === last ? 'Remove the element' : 'Remove the elements',
  );
  return [node.children.slice(count).every(isPlainValue) ? certainly(fix) : fix];
}

/** Leaves out what may be left out. */
function left({ node, place }: Misfit): NodeFix[] {
  if (!place.optional || !isStillValue(node)) return [];
  const { parent } = node;
  if (parent?.type === 'arguments' && parent.children.at(-1) === node)
    return [removeFix(node, node, parent.children, 'Remove the argument')];
  const part = parent?.type === 'pair' ? parent : node;
  if (part.parent?.type !== 'object') return [];
  const key = part === node ? node : part.get('key');
  return [removeFix(part, part, part.parent.children, `Remove '${key?.text ?? ''}'`)];
}

/** Another value in the place of one from which nothing follows. */
function replaced(misfit: Misfit): NodeFix[] {
  const { node, typed, declared, place, types, library } = misfit;
  if (!isStillValue(node)) return [];
  const allowed = allowedLiterals(declared, library);
  if (allowed) {
    const given = typed.shape.kind === 'literal' ? typed.shape.value : '';
    return allowedValueFixes(node, given, allowed).map(({ certain: _, ...it }) => it);
  }
  const name = /([\p{ID_Continue}$]+)(?:\[\d+\])?$/u.exec(place.label)?.[1] ?? 'value';
  const own = siteAt(node, library, types);
  const value = placeholder(name, nonNullish(declared), own);
  if (!value || value.some((it) => typeof it === 'string' && it === node.text)) return [];
  return [valueFix(node, withQuote(value, quoteIn(node.chunk.root)), 'Replace by a value that fits')];
}

function quoted(text: string, node: SyntaxNode) {
  const quote = quoteIn(node.chunk.root);
  return { quoted: text, ...(quote ? { quote } : {}) };
}

function isLiteral(node: SyntaxNode): boolean {
  if (node.type === 'unary_expression') return node.get('argument')?.type === 'number';
  return (
    ['string', 'number', 'true', 'false'].includes(node.type) ||
    (node.type === 'template_string' && stringValue(node) !== undefined)
  );
}

/** Whether something can be read from an expression without parentheses around it. */
function isOperand(node: SyntaxNode): boolean {
  if (node.type === 'new_expression') return node.get('arguments') !== undefined;
  return /^(?:identifier|shorthand_property_identifier|member_expression|subscript_expression|call_expression)$/.test(
    node.type,
  );
}
