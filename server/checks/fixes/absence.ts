import type { TypeShape } from '../../../index/type-shape.js';
import { assignable } from '../../analysis/assignable.js';
import type { Inference } from '../../analysis/inference.js';
import { memberName } from '../../analysis/member-access.js';
import { nonNullish, UNDEFINED } from '../../analysis/shape-makers.js';
import { expandUnion } from '../../analysis/type-properties.js';
import type { Typed } from '../../analysis/typed.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import { quoteIn } from '../file-traits.js';
import { certainly, wrapFix } from '../fixes.js';
import { placeholder } from '../placeholders.js';
import type { NodeFix, Place } from '../report.js';
import { withQuote } from '../written.js';
import { siteAt } from './variables.js';

/** Reads from a value only if it is there; in TypeScript it can also be said that it is. */
export function guardedReadFixes(
  access: SyntaxNode,
  object: SyntaxNode,
  types: Inference,
): readonly NodeFix[] {
  const top = chainOf(access);
  const fixes: NodeFix[] = [];
  if (allowsOptional(top)) {
    const isDot = access.type === 'member_expression';
    const dot = isDot ? access.chunk.source.text.indexOf('.', object.end) : object.end;
    if (dot >= 0 && dot < access.end) {
      const edits = [{ start: dot, end: isDot ? dot + 1 : dot, newText: '?.' }];
      fixes.push(...withContext({ title: `Read with '?.'`, edits }, top, types));
    }
  }
  return [...fixes, ...assertionFixes(object, types)];
}

/** Calls what may be missing only if it is there. */
export function guardedCallFixes(call: SyntaxNode, callee: SyntaxNode, types: Inference): readonly NodeFix[] {
  const top = chainOf(call);
  const fix: NodeFix = {
    title: `Call with '?.'`,
    edits: [{ start: callee.end, end: callee.end, newText: '?.' }],
  };
  const guarded =
    call.type === 'call_expression' && allowsOptional(top) ? [isUnused(top) ? certainly(fix) : fix] : [];
  return [...guarded, ...assertionFixes(callee, types)];
}

/** A fix by which a value becomes undefined, with another value in its place where that may not be. */
function withContext(fix: NodeFix, top: SyntaxNode, types: Inference): readonly NodeFix[] {
  if (isUnused(top)) return [certainly(fix)];
  if (isComputedWith(top)) return [];
  const expected = types.contextOf(top);
  if (!expected || assignable(UNDEFINED, expected.shape, expected.library) !== 'no') return [fix];
  const name = memberName(top) ?? 'value';
  const other = placeholder(name, nonNullish(expected.shape), siteAt(top, expected.library, types));
  // What else is read there may be missing for its own part, and then that is a problem of its own.
  if (!other || top.parent?.type === 'binary_expression') return [];
  const written = withQuote(other, quoteIn(top.chunk.root));
  const fallback = { start: top.end, end: top.end, newText: [' ?? ', ...written] };
  return [
    { title: `${fix.title}, and pass another value if it is missing`, edits: [...fix.edits, fallback] },
  ];
}

/** Whether TypeScript complains of undefined where a value is, whatever the types: in arithmetic, and where it is spread. */
function isComputedWith({ parent }: SyntaxNode): boolean {
  if (parent?.type === 'binary_expression')
    return !/^(?:===?|!==?|\|\||&&|\?\?|instanceof)$/.test(parent.get('operator')?.type ?? '');
  if (parent?.type === 'unary_expression') return /^[-+~]$/.test(parent.get('operator')?.type ?? '');
  if (parent?.type === 'spread_element') return parent.parent?.type !== 'object';
  return parent?.type === 'for_in_statement' || parent?.type === 'subscript_expression';
}

/** Gives another value where one may be missing: nothing at all if that may be passed, else something to type over. */
export function fallbackFixes(
  value: SyntaxNode,
  typed: Typed,
  declared: TypeShape,
  { library, label }: Pick<Place, 'library' | 'label'>,
  types: Inference,
): readonly NodeFix[] {
  const members = expandUnion(typed.shape, typed.library);
  if (members.some((it) => it.kind === 'primitive' && it.name === 'void')) return [];
  const isLoose =
    /^(?:ternary|binary|assignment|augmented_assignment|yield|as|satisfies)_expression$|^arrow_function$/.test(
      value.type,
    );
  const [open, close] = isLoose ? ['(', ')'] : ['', ''];
  const fixes: NodeFix[] = [];
  // Who awaits the left side of `??` in a fix of another finding would change what this one means.
  if (assignable(UNDEFINED, declared, library) === 'yes')
    fixes.push(certainly(wrapFix(value, open, `${close} ?? undefined`, `Pass undefined instead of null`)));
  else {
    const name = /([\p{ID_Continue}$]+)(?:\[\d+\])?$/u.exec(label)?.[1] ?? 'value';
    const other = placeholder(name, nonNullish(declared), siteAt(value, library, types));
    const isItself = other?.length === 1 && other[0] === value.text;
    if (other && !isItself) {
      const written = withQuote(other, quoteIn(value.chunk.root));
      fixes.push(wrapFix(value, open, [`${close} ?? `, ...written], 'Pass another value if it is missing'));
    }
  }
  return [...fixes, ...(isLoose ? [] : assertionFixes(value, types))];
}

/** `value!`, which only TypeScript has. */
export function assertionFixes(value: SyntaxNode, { document }: Inference): readonly NodeFix[] {
  if (document.language === 'javascript') return [];
  const isLoose = /^(?:await|unary|binary|ternary|as|satisfies)_expression$/.test(value.type);
  const fix = isLoose ? wrapFix(value, '(', ')!', `Say that it is there with '!'`) : undefined;
  return [fix ?? wrapFix(value, '', '!', `Say that it is there with '!'`)];
}

/** The whole chain of reads and calls that an access is the beginning of. */
function chainOf(access: SyntaxNode): SyntaxNode {
  let top = access;
  while (top.parent && (top.parent.get('object') === top || top.parent.get('function') === top))
    top = top.parent;
  return top;
}

/** `a?.b = 1`, `a?.b++`, `new a?.b()` and templates with such a tag are no JavaScript. */
function allowsOptional(top: SyntaxNode): boolean {
  const { parent } = top;
  if (!parent) return true;
  if (top.type === 'call_expression' && top.get('arguments')?.type === 'template_string') return false;
  if (/^(?:augmented_)?assignment_expression$|^for_in_statement$/.test(parent.type))
    return parent.get('left') !== top;
  if (parent.type === 'new_expression') return parent.get('constructor') !== top;
  return !/^(?:update_expression|.*pattern|rest_pattern|class_heritage)$/.test(parent.type);
}

/** Whether it does not matter that a value becomes undefined: it is not used, or only looked at. */
function isUnused(top: SyntaxNode): boolean {
  const { parent } = top;
  if (!parent) return false;
  switch (parent.type) {
    case 'expression_statement':
    case 'template_substitution':
      return true;
    case 'await_expression':
      return isUnused(parent);
    case 'parenthesized_expression':
      return /^(?:if|while|do)_statement$/.test(parent.parent?.type ?? '') || isUnused(parent);
    case 'unary_expression':
      return parent.get('operator')?.type === '!' || parent.get('operator')?.type === 'void';
    case 'binary_expression':
      return parent.get('operator')?.type === '??' && parent.get('left') === top;
    case 'ternary_expression':
      return parent.get('condition') === top;
    default:
      return false;
  }
}
