import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';
import type { SettingsProblem } from './settings.js';
import type { SettingsIssue, SettingsPath } from './settings-issues.js';

export type RawSettings = Record<string, unknown>;

/** One origin of settings, and how an issue in it becomes a problem with its place. */
export interface SettingsOrigin {
  readonly values: RawSettings;
  readonly report: (issue: SettingsIssue, severity?: 'error' | 'warning') => void;
}

/** Says nothing, so nothing in it can be wrong. */
export const SILENT: SettingsOrigin = { values: {}, report: () => {} };

const NOWHERE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** A configuration file. A text that cannot be understood at all is reported once and says nothing. */
export function fileOrigin(file: string, text: string, problems: SettingsProblem[]): SettingsOrigin {
  const source = text.replace(/^\uFEFF/, ' ');
  const document = TextDocument.create('', 'jsonc', 0, source);
  const add = (range: Range, what: string, remedy: string, severity: 'error' | 'warning' = 'error') =>
    problems.push({ message: `${what}: ${remedy}`, what, remedy, file, range, severity });
  const rangeAt = (offset: number, length: number): Range => ({
    start: document.positionAt(offset),
    end: document.positionAt(offset + length),
  });

  const errors: ParseError[] = [];
  const tree = parseTree(source, errors, { allowTrailingComma: true });
  const first = errors[0];
  if (first) {
    // What follows the first error is mostly its echo.
    const name = printParseErrorCode(first.error)
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase();
    add(
      rangeAt(first.offset, first.length),
      `the configuration is not valid JSON (${name})`,
      'correct it; comments and trailing commas are allowed',
    );
    return SILENT;
  }
  const values: unknown = tree && getNodeValue(tree);
  if (!isObject(values)) {
    add(rangeAt(0, source.length), 'the configuration is not an object', 'write { … }');
    return SILENT;
  }
  return {
    values,
    report: ({ path, key, what, remedy }, severity) => {
      const node = tree && placeOf(tree, path, key);
      add(node ? rangeAt(node.offset, node.length) : NOWHERE, what, remedy, severity);
    },
  };
}

/** Keys that editors keep beside the settings: the client's own, and the user's word that the request carries. */
const EDITOR_KEYS = new Set(['trace', 'allowedHosts']);

/** What the editor sent. There is no file to point into, so the problems say where they are from. */
export function editorOrigin(values: unknown, problems: SettingsProblem[]): SettingsOrigin {
  return {
    values: isObject(values)
      ? Object.fromEntries(Object.entries(values).filter(([key]) => !EDITOR_KEYS.has(key)))
      : {},
    report: ({ what, remedy }, severity = 'error') =>
      problems.push({
        message: `${what} (editor settings): ${remedy}`,
        what,
        remedy,
        range: NOWHERE,
        severity,
      }),
  };
}

/** The node to underline: the value, the key where that is wrong, and where the value is missing its owner's key. */
function placeOf(
  tree: Node,
  path: SettingsPath,
  key: boolean,
): { offset: number; length: number } | undefined {
  const node = findNodeAtLocation(tree, [...path]);
  if (!node) return path.length === 0 ? undefined : ownerOf(tree, path.slice(0, -1));
  return key ? (node.parent?.children?.[0] ?? node) : node;
}

function ownerOf(tree: Node, path: SettingsPath): { offset: number; length: number } | undefined {
  const node = findNodeAtLocation(tree, [...path]);
  if (!node) return path.length === 0 ? undefined : ownerOf(tree, path.slice(0, -1));
  if (node.parent?.type === 'property') return node.parent.children?.[0];
  // An object in a list or the whole file: its opening brace stands for it.
  return { offset: node.offset, length: 1 };
}

/** A JSON object: not a list and not null. */
export function isObject(value: unknown): value is RawSettings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
