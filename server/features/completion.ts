import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type CompletionList,
  InsertTextFormat,
  type MarkupContent,
  type Position,
} from 'vscode-languageserver-types';
import type { ApiDoc } from '../../index/api-doc.js';
import type { ApiLibrary } from '../../index/library.js';
import type { Signature } from '../../index/type-shape.js';
import { type CompletionContext, completionContext, type Proposal } from '../analysis/completion-context.js';
import { typeText } from '../analysis/type-text.js';
import type { CheckedDocument } from '../checks/checked-document.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';
import { apiCard, type CardStyle } from './api-card.js';
import { requirementItem } from './requirement-completion.js';

/** What the client understands of completions. */
export interface CompletionStyle {
  readonly snippets: boolean;
  readonly deprecatedTag: boolean;
  readonly resolvesAdditionalEdits: boolean;
}

/** More than this nobody reads; what is typed next narrows it down. */
const MAX_ITEMS = 100;
const DETAIL_LENGTH = 120;

const KINDS: Readonly<Record<Proposal['kind'], CompletionItemKind>> = {
  api: CompletionItemKind.Function,
  namespace: CompletionItemKind.Module,
  property: CompletionItemKind.Property,
  option: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
};

/**
 * What can be written at a position: the code for the requirement above it first, then what the libraries offer. The
 * list is incomplete when it was cut. Documentation comes when an item is resolved.
 */
export function completion(
  document: CheckedDocument,
  source: SyntaxDocument,
  position: Position,
  libraries: readonly ApiLibrary[],
  style: CompletionStyle,
): CompletionList {
  const line = source.lines.position(source.lines.offset(position)).line;
  const text = source.text
    .slice(source.lines.start(line), source.lines.start(line + 1))
    .replace(/[\r\n]+$/, '');
  const requirement = requirementItem(document, text, position, style.resolvesAdditionalEdits);
  const context = completionContext(source, position, libraries);
  const proposals = context ? matching(context, source) : [];
  const items = proposals.slice(0, MAX_ITEMS).map((it, at) => itemOf(it, at, context, source, style));
  return {
    isIncomplete: proposals.length > items.length,
    items: requirement ? [requirement, ...items] : items,
  };
}

/** The documentation of a proposed API, by its library and name; undefined if the library is gone. */
export function itemDocumentation(
  data: { readonly library: string; readonly api: string },
  libraries: readonly ApiLibrary[],
  style: CardStyle,
): MarkupContent | undefined {
  const library = libraries.find((it) => it.name === data.library);
  const api = library?.find(data.api);
  return library && api && apiCard(api, library, style);
}

/** Proposals that what is typed so far may become: its letters occur in order. Needed only where there are too many. */
function matching({ proposals, range }: CompletionContext, source: SyntaxDocument): readonly Proposal[] {
  if (proposals.length <= MAX_ITEMS) return proposals;
  const typed = source.text
    .slice(source.lines.offset(range.start), source.lines.offset(range.end))
    .toLowerCase();
  const rankOf = ({ name }: Proposal) => {
    const lower = name.toLowerCase();
    if (lower.startsWith(typed)) return 0;
    if (lower.includes(typed)) return 1;
    return occursInOrder(typed, lower) ? 2 : 3;
  };
  return proposals
    .map((it) => ({ it, rank: rankOf(it) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({ it }) => it);
}

function occursInOrder(letters: string, word: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = word.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function itemOf(
  proposal: Proposal,
  order: number,
  context: CompletionContext | undefined,
  source: SyntaxDocument,
  style: CompletionStyle,
): CompletionItem {
  const { name, kind, library, api, property } = proposal;
  const deprecated = api?.deprecated !== undefined || property?.deprecated !== undefined;
  const detail = detailOf(proposal);
  const newText = insertedText(proposal, context, source, style);
  return {
    label: name,
    kind: KINDS[kind],
    sortText: String(order).padStart(4, '0'),
    ...(detail ? { detail } : {}),
    ...(deprecated && style.deprecatedTag ? { tags: [CompletionItemTag.Deprecated] } : {}),
    ...(context ? { textEdit: { range: context.range, newText } } : {}),
    ...(newText !== name && style.snippets ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(api ? { data: { library: library.name, api: api.name } } : {}),
    ...(!api && property?.doc ? { documentation: { kind: 'markdown' as const, value: property.doc } } : {}),
  };
}

function detailOf({ api, property, type, kind, library }: Proposal): string | undefined {
  const [signature] = api?.signatures ?? [];
  if (api && signature) return callDetail(api, signature);
  if (kind === 'namespace') return `${library.name} ${library.version}`;
  if (kind === 'value' || !type) return undefined;
  return cut(
    `${property && !property.optional && kind === 'option' ? '(required) ' : ''}${typeText(type, 1)}`,
  );
}

const callDetails = new WeakMap<ApiDoc, string>();

/** How an API is called, in short; made once, since a list names a hundred of them after each letter. */
function callDetail(api: ApiDoc, signature: Signature): string {
  let detail = callDetails.get(api);
  if (detail === undefined) {
    detail = cut(parametersText(signature));
    callDetails.set(api, detail);
  }
  return detail;
}

function parametersText({ parameters, returns }: Signature): string {
  const list = parameters
    .map((it) => `${it.rest ? '...' : ''}${it.name}${it.optional ? '?' : ''}`)
    .join(', ');
  return `(${list}) => ${typeText(returns, 1)}`;
}

function cut(text: string): string {
  return text.length > DETAIL_LENGTH ? `${text.slice(0, DETAIL_LENGTH - 1)}…` : text;
}

/** The name; for a client with snippets a key with its colon, or a call with its required options. */
function insertedText(
  { name, kind, api }: Proposal,
  context: CompletionContext | undefined,
  source: SyntaxDocument,
  style: CompletionStyle,
): string {
  if (!style.snippets || !context) return name;
  const next = source.text.slice(source.lines.offset(context.range.end)).trimStart()[0];
  if (kind === 'option' && next !== ':') return `${escaped(name)}: $0`;
  if (kind !== 'api' || next === '(') return name;
  const [signature] = api?.signatures ?? [];
  if (!signature || signature.construct) return name;
  return `${escaped(name)}(${callSkeleton(signature)})$0`;
}

function callSkeleton({ parameters }: Signature): string {
  let stop = 0;
  const required = parameters.filter((it) => !it.optional && !it.rest);
  return required
    .map(({ name, type }) => {
      const keys = type.kind === 'object' ? type.properties.filter((it) => !it.optional) : [];
      if (keys.length === 0) return `\${${++stop}:${escaped(name)}}`;
      return `{ ${keys.map((it) => `${escaped(it.name)}: $${++stop}`).join(', ')} }`;
    })
    .join(', ');
}

/** Snippets have a syntax of their own. */
function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
