import type { Range } from 'vscode-languageserver-types';
import type { ApiLibrary } from '../../../index/library.js';
import { Inference } from '../../../server/analysis/inference.js';
import { describe as described } from '../../../server/analysis/type-text.js';
import { checkDocument } from '../../../server/checks/check.js';
import type { CheckedDocument } from '../../../server/checks/checked-document.js';
import { PROBLEM_CODES } from '../../../server/checks/problem.js';
import { closeDocument, openDocument } from '../../../server/syntax/syntax-document.js';
import type { SyntaxNode } from '../../../server/syntax/syntax-node.js';
import type { GoldenLibraryName } from './libraries.js';

/** A text with what the checker says of it, word by word. */
export interface GoldenCase {
  readonly text: readonly string[];
  /** The language of the text: `js` unless said otherwise. */
  readonly extension?: 'ts' | 'tsx';
  /** What is found, with its fixes, in order. */
  readonly found: readonly string[];
  /** The APIs that are used; not everywhere recorded. */
  readonly uses?: readonly string[];
  /** The types of the arguments of `is(…)`, as `describe` writes them; null where TypeScript says another one. */
  readonly types?: readonly (string | null)[];
}

export interface GoldenFile {
  readonly about: string;
  readonly library: GoldenLibraryName;
  readonly groups: Readonly<Record<string, readonly GoldenCase[]>>;
}

/** A function that the golden texts call to ask for the type of an expression. */
export const PROBE = 'is';

export interface Observed {
  readonly found: readonly string[];
  readonly uses: readonly string[];
  readonly types: readonly string[];
  readonly checked: CheckedDocument;
  /** The types once more, with the offsets of what is asked about. */
  readonly asked: readonly { readonly offset: number; readonly type: string }[];
}

/** What the checker says of a text. */
export function observed(text: string, library: ApiLibrary, extension = 'js'): Observed {
  const document = openDocument(`file:///golden.${extension}`, text, 0);
  try {
    const checked = checkDocument(document, [library]);
    const types = new Inference(document, [library]);
    const asked: { offset: number; type: string }[] = [];
    const visit = (node: SyntaxNode): void => {
      const isProbe = node.type === 'call_expression' && node.get('function')?.text === PROBE;
      const argument = isProbe ? node.get('arguments')?.children[0] : undefined;
      if (argument) {
        const type = described(types.typeOf(argument).shape);
        asked.push({ offset: argument.start, type });
      }
      node.children.forEach(visit);
    };
    visit(document.program);
    return {
      checked,
      found: foundIn(checked),
      uses: usesIn(checked),
      types: asked.map((it) => it.type),
      asked,
    };
  } finally {
    closeDocument(document);
  }
}

function foundIn({ problems }: CheckedDocument): string[] {
  return problems.flatMap(({ code, severity, message, range, api, fixes, related }) => {
    const weight = severity === PROBLEM_CODES[code].severity ? '' : ` (${severity})`;
    return [
      `${rangeText(range)} ${code}${weight} [${api}] ${message}`,
      ...(related ?? []).map((it) => `  ${rangeText(it.range)} ${it.message}`),
      ...(fixes ?? []).map(({ title, edits }) => {
        const changes = edits.map((it) => `${rangeText(it.range)} '${it.newText}'`);
        return `  ${title}: ${changes.join(', ')}`;
      }),
    ];
  });
}

function usesIn({ uses }: CheckedDocument): string[] {
  return uses.map(({ api, nameRange, calleeRange, callRange }) => {
    const call = callRange ? ` called ${rangeText(callRange)}` : '';
    return `${api.name} ${rangeText(nameRange)} of ${rangeText(calleeRange)}${call}`;
  });
}

/** `line:column-column`, both counted from 1; `line:column-line:column` over several lines. */
function rangeText({ start, end }: Range): string {
  const last = start.line === end.line ? end.character + 1 : `${end.line + 1}:${end.character + 1}`;
  return `${start.line + 1}:${start.character + 1}-${last}`;
}
