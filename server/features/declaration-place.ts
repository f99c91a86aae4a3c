import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import type { Location, Range } from 'vscode-languageserver-types';
import { URI } from 'vscode-uri';
import type { ApiDoc } from '../../index/api-doc.js';
import type { Property, Signature, TypeShape } from '../../index/type-shape.js';
import { nonNullish } from '../analysis/shape-makers.js';
import type { ApiPath, ResultPropertySubject, Subject } from '../analysis/subject-at.js';
import { LineIndex } from '../syntax/line-index.js';

/** A place in a file of the documentation, and the file's text, whose columns may have to be counted otherwise. */
export interface DeclarationPlace {
  readonly location: Location;
  readonly text: string;
}

/** How far a declaration may reach from its name. */
const MAX_DECLARATION = 20_000;
/** How many records tell which files a library is declared in. */
const MAX_LOOKED_AT = 100;

/**
 * Where the documentation declares what stands at a place: the API, the option of its parameters, the property of a
 * type. Undefined if its source is not on this machine.
 */
export async function declarationPlace(
  subject: Subject,
  base: string,
): Promise<DeclarationPlace | undefined> {
  const api = subject.kind === 'api' ? subject.api : 'of' in subject ? subject.of?.api : undefined;
  if (!api) return subject.kind === 'property' ? typePlace(subject, base) : undefined;
  const file = sourceFile(api, base);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = new LineIndex(text);
  const start = lines.offset({ line: api.source.line - 1, character: api.source.column - 1 });
  const found = subject.kind === 'api' ? undefined : memberPlace(subject, text, start);
  const name = api.name.split(/[.#]/).at(-1) ?? '';
  const span = found ?? { start, end: start + (text.startsWith(name, start) ? name.length : 0) };
  const range: Range = { start: lines.position(span.start), end: lines.position(span.end) };
  return { location: { uri: URI.file(file).toString(), range }, text };
}

/** Where a property of a named type is declared, which no API leads to: looked for where the library's APIs are. */
async function typePlace(
  subject: ResultPropertySubject,
  base: string,
): Promise<DeclarationPlace | undefined> {
  const { library, owner, property } = subject;
  if (owner === undefined) return undefined;
  const apis = library
    .names()
    .slice(0, MAX_LOOKED_AT)
    .flatMap((name) => library.find(name) ?? []);
  for (const file of new Set(apis.map((it) => sourceFile(it, base)))) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    const span = text === undefined ? undefined : inType(owner, [property.name], text);
    if (text === undefined || !span) continue;
    const lines = new LineIndex(text);
    const range: Range = { start: lines.position(span.start), end: lines.position(span.end) };
    return { location: { uri: URI.file(file).toString(), range }, text };
  }
  return undefined;
}

/** The file an API is documented in, absolute. */
export function sourceFile({ source }: ApiDoc, base: string): string {
  return isAbsolute(source.file) ? source.file : resolve(base, source.file);
}

interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** Where an option or a property is declared; undefined if the text does not show it in a way that is certain. */
function memberPlace(subject: Subject, text: string, start: number): TextSpan | undefined {
  if (subject.kind === 'property' && subject.owner !== undefined) {
    const found = inType(subject.owner, [subject.property.name], text);
    if (found) return found;
  }
  const of: ApiPath | undefined = 'of' in subject ? subject.of : undefined;
  if (!of) return undefined;
  const [first = '', ...keys] = of.path.split('.');
  const { signatures } = of.api;
  const starts = overloads(of.api, text, start);
  for (const [at, signature] of signatures.entries()) {
    const type = first === 'returns' ? signature.returns : parameterType(signature, first);
    const found = type && along(type, keys, text, starts[at] ?? start);
    if (found) return found;
  }
  // JavaScript declares options in comments: `@param {string} options.msg`, above the function.
  const doc = text.slice(Math.max(0, start - MAX_DECLARATION), start);
  const tag = new RegExp(`@param\\b[^\\n]*?(${escaped(of.path)})\\b`, 'g');
  const last = [...doc.matchAll(tag)].at(-1);
  if (!last) return undefined;
  const at = start - doc.length + last.index + last[0].length - of.path.length;
  return { start: at, end: at + of.path.length };
}

/** Where the overloads of an API are declared, which stand one after the other. */
function overloads({ name }: ApiDoc, text: string, start: number): number[] {
  const last = name.split(/[.#]/).at(-1) ?? name;
  const declared = new RegExp(`\\b${escaped(last)}\\s*(?:<[^()]*>)?\\(`, 'g');
  const found = withoutComments(text.slice(start, start + MAX_DECLARATION)).matchAll(declared);
  return [...found].map((it) => start + it.index);
}

/** Follows keys through what is written out at an offset, and through named types to their declarations. */
function along(type: TypeShape, keys: readonly string[], text: string, start: number): TextSpan | undefined {
  const [key, ...rest] = keys;
  if (key === undefined) return undefined;
  const shape = inner(type);
  if (shape.kind === 'ref') return inType(shape.name, keys, text);
  const property = propertyIn(shape, key);
  const place = keyPlace(key, text, start, declarationEnd(text, start));
  if (!property || !place) return undefined;
  return rest.length === 0 ? place : along(property.type, rest, text, place.end);
}

/** Follows keys from the declaration of a named type. */
function inType(name: string, keys: readonly string[], text: string): TextSpan | undefined {
  const last = name.split('.').at(-1) ?? name;
  const declared = new RegExp(`\\b(?:interface|class|type)\\s+${escaped(last)}\\b`).exec(text);
  if (!declared) return undefined;
  let at = declared.index + declared[0].length;
  const end = declarationEnd(text, at);
  let place: TextSpan | undefined;
  for (const key of keys) {
    place = keyPlace(key, text, at, end);
    if (!place) return undefined;
    at = place.end;
  }
  return place;
}

function keyPlace(key: string, text: string, from: number, to: number): TextSpan | undefined {
  const pattern = new RegExp(`(?:^|[\\s{;,(])(['"]?)(${escaped(key)})\\1\\s*\\??\\s*[:(]`, 'dg');
  for (const match of withoutComments(text.slice(from, to)).matchAll(pattern)) {
    const [start, end] = match.indices?.[2] ?? [];
    if (start !== undefined && end !== undefined) return { start: from + start, end: from + end };
  }
  return undefined;
}

/** Where a declaration ends that an offset is in: at the end of its last bracket, or a semicolon outside of any. */
function declarationEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + MAX_DECLARATION);
  const code = withoutComments(text.slice(start, limit));
  let depth = 0;
  let opened = false;
  for (let at = 0; at < code.length; at += 1) {
    const char = code.charAt(at);
    if ('({['.includes(char)) {
      depth += 1;
      opened = true;
    } else if (')}]'.includes(char)) {
      depth -= 1;
      if (depth < 0 || (opened && depth === 0 && char === '}')) return start + at + 1;
    } else if (char === ';' && depth === 0) return start + at;
  }
  return limit;
}

/** Comments as blanks, so that offsets stay. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (comment) => ' '.repeat(comment.length));
}

function parameterType({ parameters }: Signature, name: string): TypeShape | undefined {
  return parameters.find((it) => it.name === name)?.type;
}

function propertyIn(shape: TypeShape, key: string): Property | undefined {
  return shape.kind === 'object' ? shape.properties.find((it) => it.name === key) : undefined;
}

/** What a value is or holds, lists and promises looked through. */
function inner(type: TypeShape): TypeShape {
  const shape = nonNullish(type);
  if (shape.kind === 'array') return inner(shape.element);
  return shape.kind === 'promise' ? inner(shape.value) : shape;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
