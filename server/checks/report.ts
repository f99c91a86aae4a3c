import type { Range } from 'vscode-languageserver-types';
import type { ApiLibrary } from '../../index/library.js';
import { rangeOf, type SyntaxDocument } from '../syntax/syntax-document.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import {
  type Fix,
  PROBLEM_CODES,
  type Problem,
  type ProblemCode,
  type SaidByTypeScript,
  type Severity,
} from './problem.js';

/** What a rule found; ranges are still nodes. */
export interface Finding {
  readonly code: ProblemCode;
  readonly message: string;
  /** Where it starts and, if it ends elsewhere, where it ends. */
  readonly node: SyntaxNode;
  readonly until?: SyntaxNode;
  readonly api: string;
  readonly fixes?: readonly NodeFix[];
  /** Where it differs from what holds for the code. */
  readonly typescript?: SaidByTypeScript;
  readonly severity?: Severity;
  /** Other places that the message speaks of. */
  readonly related?: readonly { readonly node: SyntaxNode; readonly message: string }[];
  /** It holds only if the document says none of these words anywhere: the statement itself does not. */
  readonly unlessMentioned?: readonly string[];
}

/** An edit by offsets. */
export interface NodeEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

export interface NodeFix {
  readonly title: string;
  readonly edits: readonly NodeEdit[];
}

/** The call that values belong to, for messages. */
export interface Place {
  /** `ApiDoc.name`, or what stands in the text. */
  readonly api: string;
  readonly library: ApiLibrary;
  /** The parameter, with the way into it: `options.msg`. */
  readonly label: string;
  /** Where a misfit is reported: the key of a property, else the value itself. */
  readonly anchor: SyntaxNode;
  /** The parameter is inferred from the argument, which may have more properties than are declared. */
  readonly infers?: true;
}

/**
 * A finding as data with LSP ranges.
 *
 * @param shift - How far the statement has moved since the finding, in UTF-16 units.
 */
export function problemOf(finding: Finding, document: SyntaxDocument, shift: number): Problem {
  const end = (finding.until ?? finding.node).end;
  const fixes = finding.fixes?.map((fix) => fixOf(fix, document, shift));
  return {
    code: finding.code,
    severity: finding.severity ?? PROBLEM_CODES[finding.code].severity,
    message: finding.message,
    range: rangeOf(document, { start: finding.node.start, end }),
    api: finding.api,
    ...(fixes && fixes.length > 0 ? { fixes } : {}),
    ...(finding.related && {
      related: finding.related.map(({ node, message }) => ({ range: rangeOf(document, node), message })),
    }),
  };
}

function fixOf({ title, edits }: NodeFix, document: SyntaxDocument, shift: number): Fix {
  const range = ({ start, end }: NodeEdit): Range =>
    rangeOf(document, { start: start + shift, end: end + shift });
  return { title, edits: edits.map((edit) => ({ range: range(edit), newText: edit.newText })) };
}
