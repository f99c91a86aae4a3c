import type { ApiLibrary } from '../../index/library.js';
import { rangeOf, type SyntaxDocument } from '../syntax/syntax-document.js';
import type { Chunk, SyntaxNode } from '../syntax/syntax-node.js';
import { continuesStatement, fileQuote, isModuleFile } from './file-traits.js';
import {
  type Fix,
  type FixEdit,
  PROBLEM_CODES,
  type Problem,
  type ProblemCode,
  type SaidByTypeScript,
  type Severity,
} from './problem.js';
import { plainText, snippetText, type Written } from './written.js';

/** What a rule found; ranges are still nodes. */
export interface Finding {
  readonly code: ProblemCode;
  readonly message: string;
  /** Where it starts and, if it ends elsewhere, where it ends. */
  readonly node: SyntaxNode;
  readonly until?: SyntaxNode;
  readonly api: string;
  /** Best first. They cost more than the finding, and most findings that are weighed are dropped: made when asked for. */
  readonly fixes?: readonly NodeFix[] | (() => readonly NodeFix[]);
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
  readonly newText: string | Written;
  /** It puts a parenthesis at the beginning of a statement, which must not continue the one before it. */
  readonly opensStatement?: true;
  /** Where the offsets count from, if that is another statement than the one of the finding. */
  readonly anchor?: { readonly chunk: Chunk; readonly start: number };
}

export interface NodeFix {
  readonly title: string;
  /** It repairs the problem whatever the author meant. */
  readonly certain?: true;
  readonly edits: readonly NodeEdit[];
  /** It needs `await` outside of functions, which only modules allow. */
  readonly inModulesOnly?: true;
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
  /** The parameter or property may be left out. */
  readonly optional?: boolean;
  /** The parameter is inferred from the argument, which may have more properties than are declared. */
  readonly infers?: true;
}

/** The fixes of a finding. */
export function fixesOf({ fixes }: Finding): readonly NodeFix[] {
  return typeof fixes === 'function' ? fixes() : (fixes ?? []);
}

/**
 * A finding as data with LSP ranges.
 *
 * @param shift - How far the statement has moved since the finding, in UTF-16 units.
 */
export function problemOf(finding: Finding, document: SyntaxDocument, shift: number): Problem {
  const end = (finding.until ?? finding.node).end;
  const fixes = fixesOf(finding)
    .filter((it) => !it.inModulesOnly || isModuleFile(document))
    .map((fix) => fixOf(fix, document, shift));
  return {
    code: finding.code,
    severity: finding.severity ?? PROBLEM_CODES[finding.code].severity,
    message: finding.message,
    range: rangeOf(document, { start: finding.node.start, end }),
    api: finding.api,
    ...(fixes.length > 0 ? { fixes } : {}),
    ...(finding.related && {
      related: finding.related.map(({ node, message }) => ({ range: rangeOf(document, node), message })),
    }),
  };
}

function fixOf({ title, certain, edits }: NodeFix, document: SyntaxDocument, shift: number): Fix {
  return {
    title,
    ...(certain ? { certain } : {}),
    edits: edits.map((edit) => editOf(edit, document, shift)),
  };
}

function editOf(edit: NodeEdit, document: SyntaxDocument, shift: number): FixEdit {
  const { start, end, newText, anchor, opensStatement } = edit;
  const by = anchor ? anchor.chunk.start - anchor.start : shift;
  const range = rangeOf(document, { start: start + by, end: end + by });
  if (typeof newText === 'string') {
    const isLoose = opensStatement && continuesStatement(start + by, document);
    return { range, newText: isLoose ? `;${newText}` : newText };
  }
  const quote = fileQuote(document);
  const snippet = snippetText(newText, quote);
  return { range, newText: plainText(newText, quote), ...(snippet === undefined ? {} : { snippet }) };
}
