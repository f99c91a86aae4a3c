import { isAbsolute, resolve } from 'node:path';
import type { MarkupContent } from 'vscode-languageserver-types';
import { URI } from 'vscode-uri';
import type { ApiDoc } from '../../index/api-doc.js';
import type { ApiLibrary } from '../../index/library.js';
import type { Parameter, Property, Signature, TypeShape } from '../../index/type-shape.js';
import { signatureText, typeText } from '../analysis/type-text.js';
import { codeBlock, codeSpan, escapeMarkdown, plainText, safeMarkdown } from './markdown.js';

/** How a client wants documentation, and what relative source files are relative to. */
export interface CardStyle {
  readonly markdown: boolean;
  /** The folder that holds the configuration. */
  readonly base: string;
}

/** What fits a hover window; a library with hundreds of options says the rest in its documentation. */
const MAX_ROWS = 40;

const OBJECT: TypeShape = { kind: 'primitive', name: 'object' };

/** A line of a list of parameters, options or properties. */
export interface Row {
  readonly path: string;
  readonly type: TypeShape;
  readonly optional: boolean;
  readonly doc: string;
  readonly default?: string;
}

/** Everything the documentation says of an API, for hover and for the details of a completion. */
export function apiCard(api: ApiDoc, library: ApiLibrary, style: CardStyle): MarkupContent {
  return style.markdown
    ? { kind: 'markdown', value: markdownCard(api, library, style.base) }
    : { kind: 'plaintext', value: plainCard(api, library) };
}

function markdownCard(api: ApiDoc, library: ApiLibrary, base: string): string {
  const signature = api.signatures[0];
  const sections = [
    api.deprecated && deprecation(api.deprecated),
    codeBlock(signatures(api), 'typescript'),
    safeMarkdown(description(api)),
    table('Parameters', signature ? rows(signature, library) : []),
    signature?.returnsDoc && `**Returns** ${safeMarkdown(signature.returnsDoc)}`,
    api.errors?.length && errors(api.errors),
    api.exp && codeBlock(api.exp, 'javascript'),
    footer(api, base),
  ];
  return sections.filter((section) => section).join('\n\n');
}

function plainCard(api: ApiDoc, library: ApiLibrary): string {
  const signature = api.signatures[0];
  const parameters = signature ? rows(signature, library) : [];
  return [
    api.deprecated && plainDeprecation(api.deprecated),
    signatures(api),
    plainText(description(api)),
    parameters.map((row) => `${row.path}: ${typeText(row.type, 2)} ${plainText(row.doc)}`.trim()).join('\n'),
    signature?.returnsDoc && `Returns ${plainText(signature.returnsDoc)}`,
    api.errors?.map(({ code, when }) => `${code}: ${plainText(when)}`).join('\n'),
    api.exp,
    origin(api),
  ]
    .filter((section) => section)
    .join('\n\n');
}

function signatures(api: ApiDoc): string {
  return api.signatures.length === 0
    ? `${api.name}(…)`
    : api.signatures.map((it) => signatureText(api.name, it)).join('\n');
}

/** API Des without the parameter list that follows the description, where the table shows the parameters better. */
function description(api: ApiDoc): string {
  if (api.signatures.length === 0) return api.des;
  const end = api.des.search(/\s(?:Form 1:|Parameters:)/);
  return end > 0 ? api.des.slice(0, end) : api.functionality;
}

/** That an API is not to be used any more, and what is instead. */
export function deprecation({ message, replacement }: NonNullable<ApiDoc['deprecated']>): string {
  const text = safeMarkdown(message);
  const isNamed = !replacement || message.includes(replacement.split('.').at(-1) ?? replacement);
  return ['**Deprecated.**', text, isNamed ? '' : `Use ${codeSpan(replacement)}.`]
    .filter((it) => it)
    .join(' ');
}

function plainDeprecation({ message, replacement }: NonNullable<ApiDoc['deprecated']>): string {
  const isNamed = !replacement || message.includes(replacement.split('.').at(-1) ?? replacement);
  return ['Deprecated.', plainText(message), isNamed ? '' : `Use ${replacement}.`]
    .filter((it) => it)
    .join(' ');
}

export function table(title: string, rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const shown = rows.slice(0, MAX_ROWS).map((row) => {
    const optional = row.optional ? ' (optional)' : '';
    const preset = row.default === undefined ? '' : ` Default: ${codeSpan(row.default)}.`;
    const doc = safeMarkdown(row.doc).replace(/\s*\n\s*/g, ' ');
    return `- ${codeSpan(row.path)}: ${codeSpan(typeText(row.type, 1))}${optional}${doc && ` — ${doc}`}${
      row.default !== undefined && row.doc.includes(row.default) ? '' : preset
    }`;
  });
  const rest = rows.length - shown.length;
  return `**${title}**\n\n${shown.join('\n')}${rest > 0 ? `\n- … and ${rest} more` : ''}`;
}

/** Parameters, and under an options object its properties. */
function rows(signature: Signature, library: ApiLibrary): Row[] {
  return signature.parameters.flatMap((parameter) => {
    const inline = parameter.type.kind === 'object';
    // What its properties say need not be said twice.
    const own = { ...row(parameter.name, parameter), ...(inline && { type: OBJECT }) };
    const options = optionsOf(parameter.type, library);
    const parts = options.map((property) => row(`${parameter.name}.${property.name}`, property));
    return [own, ...parts];
  });
}

export function row(path: string, it: Parameter | Property): Row {
  return {
    path,
    type: it.type,
    optional: it.optional === true,
    doc: it.doc ?? '',
    ...(it.default !== undefined && { default: it.default }),
  };
}

/** The properties of an options object, also of a named one; a class is not an options object. */
export function optionsOf(shape: TypeShape, library: ApiLibrary): readonly Property[] {
  if (shape.kind === 'object') return shape.properties;
  if (shape.kind !== 'ref') return [];
  const definition = library.type(shape.name);
  return definition && !definition.nominal && definition.shape.kind === 'object'
    ? definition.shape.properties
    : [];
}

function errors(list: NonNullable<ApiDoc['errors']>): string {
  const lines = list.map(({ code, when }) => `- ${codeSpan(code)}${when && ` — ${safeMarkdown(when)}`}`);
  return `**Errors**\n\n${lines.join('\n')}`;
}

/** Library and version, and a link to where the API is documented. */
export function footer(api: ApiDoc, base: string): string {
  const file = isAbsolute(api.source.file) ? api.source.file : resolve(base, api.source.file);
  const name = file.split(/[\\/]/).at(-1) ?? file;
  // The fragment is how editors find the line; parentheses and angle brackets in a path would end the link.
  const target = `${URI.file(file).toString()}#L${api.source.line}`;
  const page = api.link ? ` · [documentation](<${api.link}>)` : '';
  return `${escapeMarkdown(origin(api))}${page} · [${escapeMarkdown(`${name}:${api.source.line}`)}](<${target}>)`;
}

export function origin(api: ApiDoc): string {
  const since = api.since ? ` · since ${api.since}` : '';
  return `${api.library} ${api.version}${since}`;
}

/** What a part of a library is that holds APIs: its name, how many it holds, and where it comes from. */
export function namespaceCard(path: string, library: ApiLibrary, style: CardStyle): MarkupContent {
  const count = library.names().filter((it) => it.startsWith(`${path}.`)).length;
  const head = `namespace ${path}`;
  const about = [count > 0 ? `${count} APIs` : '', `${library.name} ${library.version}`]
    .filter((it) => it)
    .join(' · ');
  return style.markdown
    ? { kind: 'markdown', value: `${codeBlock(head, 'typescript')}\n\n${escapeMarkdown(about)}` }
    : { kind: 'plaintext', value: `${head}\n\n${about}` };
}
