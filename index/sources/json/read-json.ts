import { readFile } from 'node:fs/promises';
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type { SourcePosition } from '../../api-doc.js';
import { EpigenError } from '../../error.js';
import type { Signature } from '../../type-shape.js';
import type { Documentation } from '../documentation.js';
import { readProse } from './prose.js';

/** One entry of a JSON file of API documentation. */
export interface JsonEntry {
  /** As the file has it: with or without the library's prefix. */
  readonly name: string;
  readonly documentation: Documentation;
  readonly signature?: Signature;
  readonly source: SourcePosition;
}

export interface JsonReading {
  readonly entries: readonly JsonEntry[];
  readonly skipped: readonly { readonly line: number; readonly why: string }[];
  /** What stands before the names in the examples, e.g. `HX`; '' if nothing does. */
  readonly prefix: string;
}

/**
 * Reads the JSON form of the paper: an array, or `{ "apis": […] }`, of `{ name, category?, api_des, api_exp }`.
 * Returns undefined for JSON that is something else. Throws an `EpigenError` for text that is not JSON.
 */
export async function readJson(file: string): Promise<JsonReading | undefined> {
  const text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: false, disallowComments: true });
  const [error] = errors;
  if (error || !root) {
    const { line, column } = positionAt(text, error?.offset ?? 0);
    const why = error
      ? printParseErrorCode(error.error)
          .replace(/([a-z])([A-Z])/g, '$1 $2')
          .toLowerCase()
      : 'no value';
    throw new EpigenError(
      `the source is not valid JSON (${why})`,
      `${file}:${line}:${column}`,
      'correct it there',
    );
  }
  const list = root.type === 'array' ? root : findNodeAtLocation(root, ['apis']);
  if (list?.type !== 'array') return undefined;
  const items = list.children ?? [];
  if (!items.some((it) => textOf(it, 'api_des') !== undefined || textOf(it, 'api_exp') !== undefined))
    return undefined;

  const prefix = commonPrefix(items);
  const entries: JsonEntry[] = [];
  const skipped: { line: number; why: string }[] = [];
  const seen = new Map<string, number>();
  for (const item of items) {
    const { line } = positionAt(text, item.offset);
    const entry = readEntry(item, prefix, (node) => ({ file, ...positionAt(text, node.offset) }));
    if (typeof entry === 'string') skipped.push({ line, why: entry });
    else if (seen.has(entry.name))
      skipped.push({ line, why: `${entry.name} is documented already in line ${seen.get(entry.name)}` });
    else {
      seen.set(entry.name, line);
      entries.push(entry);
    }
  }
  return { entries, skipped, prefix };
}

function readEntry(item: Node, prefix: string, at: (node: Node) => SourcePosition): JsonEntry | string {
  const des = textOf(item, 'api_des');
  const exp = textOf(item, 'api_exp');
  const name = textOf(item, 'name') ?? (exp === undefined ? undefined : calledName(exp, prefix));
  if (item.type !== 'object') return 'the entry is not an object';
  if (name === undefined) return 'the entry has neither a name nor an example that calls the API';
  if (
    !/^[\p{ID_Start}$_][\p{ID_Continue}$]*(?:(?:\(\))?\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*$/u.test(name)
  ) {
    return `${JSON.stringify(name)} is not the name of an API`;
  }
  if (des === undefined && exp === undefined) return `${name} has neither api_des nor api_exp`;
  const category = textOf(item, 'category');
  const { documentation, signature } = readProse(des ?? '');
  return {
    name,
    documentation: {
      ...documentation,
      examples: exp === undefined ? [] : [exp],
      ...(des === undefined ? {} : { des }),
      ...(category === undefined ? {} : { category }),
    },
    ...(signature ? { signature } : {}),
    source: at(findNodeAtLocation(item, ['name']) ?? item),
  };
}

/** The most common thing before `.name(` in the examples; the API itself is called first in its example. */
function commonPrefix(items: readonly Node[]): string {
  const counts = new Map<string, number>();
  for (const item of items) {
    const exp = textOf(item, 'api_exp');
    if (exp === undefined) continue;
    const name = textOf(item, 'name');
    const path = name === undefined ? '' : name.replace(/[$.()]/g, '\\$&');
    const call =
      name === undefined
        ? /(?<![\w$.)])([\w$]+)\.[\w$.]+\s*\(/.exec(exp)
        : new RegExp(`(?<![\\w$.)])([\\w$]+)\\.${path}\\s*\\(`).exec(exp);
    const prefix = call?.[1] ?? (name?.includes('.') ? undefined : '');
    if (prefix !== undefined) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}

function calledName(exp: string, prefix: string): string | undefined {
  const start = prefix === '' ? '(?<![\\w$.])' : `(?<![\\w$.])${prefix.replace(/\$/g, '\\$&')}\\.`;
  return new RegExp(`${start}([\\w$]+(?:\\.[\\w$]+)*)\\s*\\(`).exec(exp)?.[1];
}

function textOf(item: Node, key: string): string | undefined {
  if (item.type !== 'object') return undefined;
  const node = findNodeAtLocation(item, [key]);
  const value: unknown = node && getNodeValue(node);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}
