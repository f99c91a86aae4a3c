import type { ApiLibrary } from '../../index/library.js';
import type { Property, Signature, TypeShape } from '../../index/type-shape.js';
import { allowedLiterals } from '../analysis/assignable.js';
import { nonNullish } from '../analysis/shape-makers.js';
import { expand, expandUnion } from '../analysis/type-properties.js';
import { quoted, type Style } from '../pipeline/code/style.js';
import { optionsOf } from './api-card.js';

type Quote = Style['quote'];

/** Numbers the tab stops of a snippet. */
interface Stops {
  next: number;
}

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
/** A list to choose from that is longer than this hides the code. */
const MAX_CHOICES = 30;

/** A call of an API with a tab stop for everything that it requires: `showToast({ msg: '$1' })$0`. */
export function callSnippet(name: string, signature: Signature, library: ApiLibrary, quote: Quote): string {
  const known = madeCalls.get(signature) ?? new Map<string, string>();
  madeCalls.set(signature, known);
  let made = known.get(quote);
  if (made === undefined) {
    made = argumentsSnippet(signature, library, quote);
    known.set(quote, made);
  }
  return `${escaped(name)}${made}`;
}

/** What stands behind the name, by the quotes of the file: a list names a hundred APIs after each letter. */
const madeCalls = new WeakMap<Signature, Map<string, string>>();

function argumentsSnippet(signature: Signature, library: ApiLibrary, quote: Quote): string {
  const stops = { next: 1 };
  const required = signature.parameters.filter((it) => !it.optional && !it.rest);
  const list = required.map((it) => valueSnippet(it.type, it.name, library, quote, stops));
  // Where nothing is required the cursor goes between the parentheses, if anything can stand there.
  if (list.length === 0 && signature.parameters.length > 0) return '($1)$0';
  return `(${list.join(', ')})$0`;
}

/** A key of an options object and its value: `type: ${1|'n','s'|}`. */
export function optionSnippet({ name, type }: Property, library: ApiLibrary, quote: Quote): string {
  const value = valueSnippet(type, name, library, quote, { next: 1 }, true);
  return `${escaped(optionKey(name, quote))}: ${value}`;
}

/** A key as it is written in an object literal. */
export function optionKey(name: string, quote: Quote): string {
  return NAME.test(name) ? name : quoted(name, { quote });
}

/** What is written for a function or an options object: `(status) => {\n\t$0\n}`, `{ msg: '$1' }`. */
export function shapeSnippet(type: TypeShape, library: ApiLibrary, quote: Quote): string {
  return valueSnippet(type, '', library, quote, { next: 1 }, true);
}

/** @param isOwn - The snippet is about this value, so that a function has a body to go to. */
function valueSnippet(
  type: TypeShape,
  name: string,
  library: ApiLibrary,
  quote: Quote,
  stops: Stops,
  isOwn = false,
): string {
  const choices = allowedLiterals(nonNullish(type), library);
  if (choices && choices.length <= MAX_CHOICES) {
    const written = choices.map((it) => (typeof it === 'string' ? quoted(it, { quote }) : String(it)));
    if (written.length === 1) return escaped(written[0] ?? '');
    return `\${${stops.next++}|${written.map((it) => escaped(it, ',|')).join(',')}|}`;
  }
  const [first] = expandUnion(nonNullish(type), library);
  const shape = first && expand(first, library);
  switch (shape?.kind) {
    case 'primitive':
      if (shape.name === 'string') return `${quote}\${${stops.next++}}${quote}`;
      if (shape.name === 'boolean') return `\${${stops.next++}|true,false|}`;
      break;
    case 'object': {
      const options = first ? optionsOf(first, library) : [];
      const required = options.filter((it) => !it.optional && it.type.kind !== 'api');
      if (required.length === 0)
        return options.length > 0 ? `{ $${stops.next++} }` : placeholder(name, stops);
      const parts = required.map(
        (it) =>
          `${escaped(optionKey(it.name, quote))}: ${valueSnippet(it.type, it.name, library, quote, stops)}`,
      );
      return `{ ${parts.join(', ')} }`;
    }
    case 'array':
      return `[$${stops.next++}]`;
    case 'function': {
      const [signature] = shape.signatures;
      if (!signature || signature.construct) break;
      const names = signature.parameters.map((it) => escaped(it.name));
      const list = names.length === 1 ? names[0] : `(${names.join(', ')})`;
      return isOwn ? `${list} => {\n\t$0\n}` : `${list} => {$${stops.next++}}`;
    }
  }
  return placeholder(name, stops);
}

function placeholder(name: string, stops: Stops): string {
  return name === '' ? `$${stops.next++}` : `\${${stops.next++}:${escaped(name)}}`;
}

/** Snippets have a syntax of their own; in a list to choose from `more` has a meaning too. */
function escaped(text: string, more = ''): string {
  return [...text].map((it) => (`\\$}${more}`.includes(it) ? `\\${it}` : it)).join('');
}
