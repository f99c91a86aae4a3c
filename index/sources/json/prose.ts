import type { Parameter, Property, Signature, TypeShape } from '../../type-shape.js';
import { UNKNOWN } from '../../type-shape.js';
import { type Documentation, statedDefault } from '../documentation.js';
import { withPropertyDocs } from '../property-docs.js';
import { findOutside } from './brackets.js';
import { parseTypeText } from './type-text.js';

/** What a description in prose says of one API. */
export interface ProseReading {
  readonly documentation: Documentation;
  /** Absent if the text states neither parameters nor a result. */
  readonly signature?: Signature;
}

/** A parameter or option as the text lists it: `options.msg (string, required): Text.` */
interface Row {
  readonly path: string;
  readonly type: TypeShape | undefined;
  readonly required: boolean | undefined;
  readonly doc: string;
}

type Section = 'parameters' | 'returns' | 'errors' | 'deprecated' | 'since';

const HEADINGS: readonly (readonly [Section, RegExp])[] = [
  ['parameters', /(?:\b(?:Parameters|Params|Arguments)\s*:|参数(?:说明|列表)?\s*[：:])/],
  ['returns', /(?:\b(?:Returns|Return value|Result)\s*:|返回(?:值|结果)?(?:说明)?\s*[：:])/],
  ['errors', /(?:\b(?:Errors|Throws|Error codes)\s*:|(?:错误码|异常|错误)\s*[：:])/],
  ['deprecated', /(?:\bDeprecated\s*[:.]|已(?:废弃|弃用)\s*[：:。])/],
  ['since', /(?:\bSince\s*:|起始版本\s*[：:])/],
];

/** Reads an API Des in English or Chinese: description, parameters, result, failures, deprecation. */
export function readProse(text: string): ProseReading {
  const sections = split(text);
  const rows = sections.parameters === undefined ? undefined : readRows(sections.parameters);
  const result = sections.returns === undefined ? undefined : readResult(sections.returns);
  const params = new Map((rows ?? []).filter((row) => row.doc !== '').map((row) => [row.path, row.doc]));
  const documentation: Documentation = {
    description: sections.description,
    params,
    examples: [],
    errors: readErrors(sections.errors ?? ''),
    ...(result?.doc ? { returns: result.doc } : {}),
    ...(sections.deprecated !== undefined ? { deprecated: sections.deprecated } : {}),
    ...(sections.since ? { since: sections.since.replace(/[.。]$/, '') } : {}),
  };
  // Without a list of parameters nothing is known of how the API is called.
  if (rows === undefined) return { documentation };
  return {
    documentation,
    signature: {
      parameters: parametersOf(rows),
      returns: result?.type ?? UNKNOWN,
      ...(result?.doc ? { returnsDoc: result.doc } : {}),
    },
  };
}

function split(text: string): { description: string } & Partial<Record<Section, string>> {
  const found: { section: Section; start: number; end: number }[] = [];
  for (const [section, pattern] of HEADINGS) {
    const global = new RegExp(pattern.source, 'g');
    for (const match of text.matchAll(global)) {
      // A heading follows a sentence or stands first; elsewhere the word is only a word.
      if (!/(?:^|[.。!！?？;；\n]\s*)$/.test(text.slice(0, match.index))) continue;
      found.push({ section, start: match.index, end: match.index + match[0].length });
      break;
    }
  }
  found.sort((a, b) => a.start - b.start);
  const sections: { description: string } & Partial<Record<Section, string>> = {
    description: text.slice(0, found[0]?.start ?? text.length).trim(),
  };
  found.forEach(({ section, end }, index) => {
    sections[section] = text.slice(end, found[index + 1]?.start ?? text.length).trim();
  });
  return sections;
}

const NEED: readonly (readonly [RegExp, boolean])[] = [
  [/^(?:required|mandatory|必填|必选|必需|是)$/i, true],
  [/^(?:optional|depends on.*|可选|选填|非必填|视类型而定|否)$/i, false],
];

function readRows(text: string): Row[] {
  if (/^(?:none|无|没有)[.。]?$/i.test(text)) return [];
  const starts: { path: string; type: string; need: boolean | undefined; start: number; end: number }[] = [];
  const head =
    /(^|[\s.。;；])(\.{0,3}[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\[\])?(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\[\])?)*)\s*[(（]/gu;
  for (let match = head.exec(text); match; match = head.exec(text)) {
    const open = match.index + match[0].length - 1;
    const close = text.charAt(open) === '（' ? '）' : ')';
    const end = findOutside(text, open + 1, (char) => char === close);
    const colon = end === -1 ? null : /^\s*[:：]\s*/.exec(text.slice(end + 1));
    if (!colon) continue;
    const { type, need } = typeAndNeed(text.slice(open + 1, end));
    const start = match.index + (match[1] ?? '').length;
    starts.push({ path: match[2] ?? '', type, need, start, end: end + 1 + colon[0].length });
    head.lastIndex = end + 1;
  }
  return starts.map(({ path, type, need, end }, index) => ({
    path: path.replace(/\[\]/g, ''),
    type: parseTypeText(type),
    required: need,
    doc: text.slice(end, starts[index + 1]?.start ?? text.length).trim(),
  }));
}

/** `string, required` or `string，必填`: what follows the last comma outside of brackets, if it is such a word. */
function typeAndNeed(inside: string): { type: string; need: boolean | undefined } {
  let comma = -1;
  findOutside(inside, 0, (char, index) => {
    if (char === ',' || char === '，') comma = index;
    return false;
  });
  const word = inside.slice(comma + 1).trim();
  const need = NEED.find(([pattern]) => pattern.test(word))?.[1];
  if (need === undefined) return { type: inside, need };
  return { type: comma === -1 ? '' : inside.slice(0, comma), need };
}

function parametersOf(rows: readonly Row[]): Parameter[] {
  const names = [...new Set(rows.map((row) => row.path.replace(/^\.{3}/, '').split('.')[0] ?? ''))];
  return names.map((name) => {
    const own = rows.find((row) => row.path.replace(/^\.{3}/, '') === name);
    const below = rows.filter((row) => row.path.startsWith(`${name}.`));
    const rest = own?.path.startsWith('...');
    // An options object that is not listed itself is needed if one of its properties is.
    const required = own ? own.required === true : below.some((row) => row.required);
    return {
      name,
      type: typeOf(own, name, rows),
      ...(required || rest ? {} : { optional: true }),
      ...(rest ? { rest: true } : {}),
      ...described(own),
    };
  });
}

function typeOf(row: Row | undefined, path: string, rows: readonly Row[]): TypeShape {
  const type = row?.type ?? UNKNOWN;
  const children = rows.filter((it) => it.path.startsWith(`${path}.`));
  if (children.length === 0) return type;
  const isOpen =
    type.kind === 'unknown' || type.kind === 'any' || (type.kind === 'primitive' && type.name === 'object');
  const isOpenArray =
    type.kind === 'array' && (type.element.kind === 'unknown' || isPlainObject(type.element));
  if (!isOpen && !isOpenArray)
    return withPropertyDocs(type, path, new Map(children.map((it) => [it.path, it.doc])));

  const names = [...new Set(children.map((it) => it.path.slice(path.length + 1).split('.')[0] ?? ''))];
  const properties = names.map((name): Property => {
    const own = children.find((it) => it.path === `${path}.${name}`);
    return {
      name,
      type: typeOf(own, `${path}.${name}`, rows),
      ...(own?.required ? {} : { optional: true }),
      ...described(own),
    };
  });
  const object: TypeShape = { kind: 'object', properties };
  return isOpenArray ? { kind: 'array', element: object } : object;
}

function isPlainObject(shape: TypeShape): boolean {
  return shape.kind === 'primitive' && shape.name === 'object';
}

function described(row: Row | undefined): { doc?: string; default?: string } {
  const value = statedDefault(row?.doc);
  return { ...(row?.doc ? { doc: row.doc } : {}), ...(value !== undefined ? { default: value } : {}) };
}

/** `Promise<{ id: string }>. The new entry.`: the type if the text begins with one, and the rest. */
function readResult(text: string): { type?: TypeShape; doc: string } {
  const end = findOutside(text, 0, (char, index) => {
    if (char === '。' || char === '，' || char === '；') return true;
    return (char === '.' || char === ',' || char === ';') && /^(?:\s|$)/.test(text.slice(index + 1));
  });
  const first = end === -1 ? text : text.slice(0, end);
  const type = parseTypeText(first);
  if (!type) return { doc: text };
  // A single word that is no type of the language may be a sentence: "Nothing."
  if (type.kind === 'unknown' && !/[<[{(|]/.test(first)) return { doc: text };
  return { type, doc: end === -1 ? '' : text.slice(end + 1).trim() };
}

function readErrors(text: string): { code: string; when: string }[] {
  if (text === '') return [];
  return text
    .replace(/[.。]$/, '')
    .split(/\s*[;；]\s*/)
    .filter((part) => part !== '')
    .map((part) => {
      const match = /^`?([A-Za-z][\w.-]*|\d+)`?\s*(?:[-–—:：]\s+|（|\()([\s\S]*?)[）)]?$/.exec(part);
      if (!match?.[1]) return { code: '', when: part };
      const dashed = /^`?[\w.-]+`?\s*[-–—:：]\s+/.test(part);
      return {
        code: match[1],
        when: dashed ? part.replace(/^`?[\w.-]+`?\s*[-–—:：]\s+/, '') : (match[2] ?? ''),
      };
    });
}
