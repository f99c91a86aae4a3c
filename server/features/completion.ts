import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type CompletionList,
  InsertTextFormat,
  type Position,
  type TextEdit,
} from 'vscode-languageserver-types';
import type { ApiDoc } from '../../index/api-doc.js';
import type { ApiLibrary } from '../../index/library.js';
import type { Signature } from '../../index/type-shape.js';
import { abbreviationRank } from '../analysis/abbreviation.js';
import { type CompletionContext, completionContext } from '../analysis/completion-context.js';
import { intentAt } from '../analysis/intent.js';
import type { Proposal } from '../analysis/proposal.js';
import { typeText } from '../analysis/type-text.js';
import type { CheckedDocument } from '../checks/checked-document.js';
import { fileQuote } from '../checks/file-traits.js';
import { quoted, type Style } from '../pipeline/code/style.js';
import { rangeOf, type SyntaxDocument } from '../syntax/syntax-document.js';
import type { ItemData } from './completion-resolve.js';
import { importEdits } from './import-edits.js';
import { requirementItem } from './requirement-completion.js';
import { callSnippet, optionKey, optionSnippet, shapeSnippet } from './snippet-text.js';

/** What the client understands of completions. */
export interface CompletionStyle {
  readonly snippets: boolean;
  readonly deprecatedTag: boolean;
  readonly resolvesAdditionalEdits: boolean;
  /** Takes the range of an edit once for the whole list. */
  readonly itemDefaults: boolean;
}

/** More than this nobody reads; what is typed next narrows it down. */
const MAX_ITEMS = 100;
/** UTF-8 bytes of an answer, which some editors decode between two frames. */
const MAX_BYTES = 29_000;
/** Braces, kind, order and tags of an item; names and numbers of an edit. */
const ITEM_BYTES = 40;
const EDIT_BYTES = 106;
const DETAIL_LENGTH = 100;
/** How many APIs are proposed for the meaning of words, and how well they must fit. */
const MAX_MEANT = 8;
const MIN_SCORE = 0.35;

const KINDS: Readonly<Record<Proposal['kind'], CompletionItemKind>> = {
  api: CompletionItemKind.Function,
  namespace: CompletionItemKind.Module,
  property: CompletionItemKind.Property,
  option: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  variable: CompletionItemKind.Variable,
  function: CompletionItemKind.Snippet,
  object: CompletionItemKind.Snippet,
  export: CompletionItemKind.Function,
  module: CompletionItemKind.Module,
};

/**
 * What can be written at a position: the code for the requirement above it first, then what the libraries offer, last
 * the APIs that the words before it may mean. The list is incomplete when it was cut, or depends on more than the first
 * letters. Documentation comes when an item is resolved.
 */
export async function completion(
  document: CheckedDocument,
  source: SyntaxDocument,
  position: Position,
  libraries: readonly ApiLibrary[],
  style: CompletionStyle,
): Promise<CompletionList> {
  const line = source.lines.position(source.lines.offset(position)).line;
  const text = source.text
    .slice(source.lines.start(line), source.lines.start(line + 1))
    .replace(/[\r\n]+$/, '');
  const requirement = requirementItem(document, text, position, style.resolvesAdditionalEdits);
  const context = completionContext(source, position, libraries);
  const proposals = context ? matching(context, source, position) : [];
  const place = { source, style, quote: fileQuote(source) };
  const items = context ? proposals.slice(0, MAX_ITEMS).map((it, at) => itemOf(it, at, context, place)) : [];
  const intended = intentOf(source, position, items);
  const meant = intended ? await meantItems(intended, libraries, place) : [];
  const all = [...(requirement ? [requirement] : []), ...items, ...meant].slice(0, MAX_ITEMS);
  const fitting = withinBytes(all);
  const isCut = proposals.length > MAX_ITEMS || fitting.length < all.length;
  return {
    isIncomplete: isCut || intended !== undefined,
    ...(context && style.itemDefaults ? { itemDefaults: { editRange: context.range } } : {}),
    items: [...fitting],
  };
}

interface Place {
  readonly source: SyntaxDocument;
  readonly style: CompletionStyle;
  readonly quote: Style['quote'];
}

interface Meaning {
  readonly text: string;
  readonly range: CompletionContext['range'];
  readonly typed: string;
  readonly inComment: boolean;
}

/** The words before a position, where no name that is offered begins with them. */
function intentOf(
  source: SyntaxDocument,
  position: Position,
  items: readonly CompletionItem[],
): Meaning | undefined {
  const offset = source.lines.offset(position);
  const intent = intentAt(source, offset);
  if (!intent) return undefined;
  const typed = source.text.slice(intent.span.start, offset);
  const isName = items.some(
    ({ label }) => typed !== '' && label.toLowerCase().startsWith(typed.toLowerCase()),
  );
  if (isName) return undefined;
  return { text: intent.text, range: rangeOf(source, intent.span), typed, inComment: intent.inComment };
}

/** The APIs whose documentation fits words best; in a comment their names, in code their calls. */
async function meantItems(
  meaning: Meaning,
  libraries: readonly ApiLibrary[],
  place: Place,
): Promise<CompletionItem[]> {
  const { inComment, range, text, typed } = meaning;
  const answers = await Promise.allSettled(libraries.map((it) => it.search(text, MAX_MEANT)));
  const found = answers.flatMap((it) => (it.status === 'fulfilled' ? it.value : []));
  const best = found.filter(({ score }) => score >= MIN_SCORE).sort((a, b) => b.score - a.score);
  return best.slice(0, MAX_MEANT).flatMap(({ name, library: of }, at): CompletionItem[] => {
    const library = libraries.find((it) => it.name === of);
    const api = library?.find(name);
    // A method of a handle is called on the handle, whatever its name is.
    if (!library || !api || (api.member && !inComment)) return [];
    const isModule = api.access.kind === 'module';
    const [signature] = api.signatures;
    const isCall = !inComment && place.style.snippets && signature && !signature.construct;
    const newText = isCall ? callSnippet(name, signature, library, place.quote) : name;
    const need =
      isModule && !inComment && api.access.kind === 'module'
        ? {
            module: api.access.module,
            export: api.access.export ?? (name.split('.')[0] as string),
            local: name.split('.')[0] as string,
          }
        : undefined;
    return [
      {
        label: name,
        kind: CompletionItemKind.Function,
        // The editor filters by what is typed, and this item is not found by its name.
        filterText: typed === '' ? name : typed,
        sortText: `9${String(at).padStart(3, '0')}`,
        detail: cut(api.functionality),
        ...deprecatedTag(api.deprecated !== undefined, place.style),
        textEdit: { range, newText },
        ...(isCall ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
        ...imported(need, place),
        data: { library: library.name, api: name, ...importData(need, place) } satisfies ItemData,
      },
    ];
  });
}

/** As many of the items as an answer may hold. */
function withinBytes(items: readonly CompletionItem[]): readonly CompletionItem[] {
  let bytes = 0;
  for (const [at, item] of items.entries()) {
    bytes += bytesOf(item);
    if (bytes > MAX_BYTES && at > 0) return items.slice(0, at);
  }
  return items;
}

/** What an item takes in an answer: its texts, and what stands around them. Escapes are not counted. */
function bytesOf(item: CompletionItem): number {
  const { label, detail, filterText, textEdit, textEditText, data, additionalTextEdits } = item;
  const edit = textEdit ? EDIT_BYTES + Buffer.byteLength(textEdit.newText) : 0;
  const texts = [label, detail, filterText, textEditText].map((it) => (it ? Buffer.byteLength(it) + 14 : 0));
  const more =
    data || additionalTextEdits ? Buffer.byteLength(JSON.stringify([data, additionalTextEdits])) : 0;
  const flags = (item.insertTextFormat ? 22 : 0) + (item.tags ? 11 : 0) + (item.labelDetails ? 60 : 0);
  return ITEM_BYTES + edit + more + flags + texts.reduce((sum, it) => sum + it, 0);
}

/** Proposals that what is typed so far may become, the likeliest first. Needed only where there are too many. */
function matching(
  { proposals, range }: CompletionContext,
  source: SyntaxDocument,
  position: Position,
): readonly Proposal[] {
  if (proposals.length <= MAX_ITEMS) return proposals;
  const typed = source.text.slice(source.lines.offset(range.start), source.lines.offset(position));
  return proposals
    .flatMap((it) => {
      const rank = abbreviationRank(typed, it.name);
      return rank === undefined ? [] : [{ it, rank }];
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ it }) => it);
}

function itemOf(proposal: Proposal, order: number, context: CompletionContext, place: Place): CompletionItem {
  const { name, kind, api, property, from } = proposal;
  const { source, style } = place;
  const detail = detailOf(proposal);
  const { text: newText, isSnippet } = inserted(proposal, context, place);
  const need = kind === 'export' && from ? { ...from, local: name } : undefined;
  const data = dataOf(proposal, place);
  return {
    label: name,
    kind: KINDS[kind],
    sortText: String(order).padStart(4, '0'),
    ...(detail ? { detail } : {}),
    ...deprecatedTag(api?.deprecated !== undefined || property?.deprecated !== undefined, style),
    ...(style.itemDefaults
      ? newText === name
        ? {}
        : { textEditText: newText }
      : { textEdit: { range: context.range, newText } }),
    ...(isSnippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(need ? { labelDetails: { description: need.module } } : {}),
    ...imported(need, { ...place, source }),
    ...(data ? { data } : {}),
  };
}

/** What an item needs to be resolved; undefined if there is nothing more to say. */
function dataOf(
  { kind, name, library, api, property, of, owner, from }: Proposal,
  place: Place,
): ItemData | undefined {
  const own = { library: library.name };
  if (kind === 'export' && from)
    return { ...own, ...(api ? { api: api.name } : {}), ...importData({ ...from, local: name }, place) };
  if (api) return { ...own, api: api.name };
  if (!property) return undefined;
  if (of) return { ...own, api: of.api.name, path: of.path };
  return owner === undefined || property.doc === undefined
    ? undefined
    : { ...own, type: owner, property: property.name };
}

function importData(need: Need | undefined, { source, style }: Place): Pick<ItemData, 'import'> {
  return need && style.resolvesAdditionalEdits ? { import: { uri: source.uri, ...need } } : {};
}

type Need = { readonly module: string; readonly export: string; readonly local: string };

/** The edits that import what an item names, for clients that take none later. */
function imported(
  need: Need | undefined,
  { source, style }: Place,
): { readonly additionalTextEdits?: TextEdit[] } {
  if (!need || style.resolvesAdditionalEdits) return {};
  return { additionalTextEdits: importEdits(source, need) };
}

function deprecatedTag(isDeprecated: boolean, style: CompletionStyle): Pick<CompletionItem, 'tags'> {
  return isDeprecated && style.deprecatedTag ? { tags: [CompletionItemTag.Deprecated] } : {};
}

function detailOf({ api, property, type, kind, library }: Proposal): string | undefined {
  const [signature] = api?.signatures ?? [];
  if (api && signature) return callDetail(api, signature);
  if (kind === 'namespace' || kind === 'module') return `${library.name} ${library.version}`;
  if (['value', 'function', 'object'].includes(kind) || !type) return undefined;
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

/** What is inserted, as text or as a snippet, which has a syntax of its own. */
interface Inserted {
  readonly text: string;
  readonly isSnippet?: true;
}

/** The name; for a client with snippets a key with its value, or a call with what it requires. */
function inserted(
  { name, kind, api, type, property, library }: Proposal,
  context: CompletionContext,
  place: Place,
): Inserted {
  const { source, style, quote } = place;
  const literal = kind === 'value' && type?.kind === 'literal' ? type.value : undefined;
  if (typeof literal === 'string') return { text: stringText(literal, name, context, place) };
  const text = kind === 'option' ? optionKey(name, quote) : name;
  if (!style.snippets) return { text: kind === 'object' ? '{}' : text };
  const end = source.lines.offset(context.range.end);
  const next = source.text.slice(end, end + 50).trimStart()[0];
  if (kind === 'option' && property && next !== ':') return snippet(optionSnippet(property, library, quote));
  if ((kind === 'function' || kind === 'object') && type) return snippet(shapeSnippet(type, library, quote));
  const [signature] = api?.signatures ?? [];
  const isCalled = (kind === 'api' || kind === 'export') && next !== '(' && !context.isImport;
  if (!isCalled || !signature || signature.construct) return { text };
  return snippet(callSnippet(name, signature, library, quote));
}

function snippet(text: string): Inserted {
  return { text, isSnippet: true };
}

/** A string as it is written where nothing stands yet, or between the quotes that stand there. */
function stringText(value: string, name: string, { range }: CompletionContext, place: Place): string {
  if (name !== value) return quoted(value, place);
  const { lines, text } = place.source;
  const around = text.charAt(lines.offset(range.start) - 1);
  const written = value.replace(/[\\\r\n\u2028\u2029]/g, (it) => JSON.stringify(it).slice(1, -1));
  if (around === '`') return written.replace(/`|\$\{/g, '\\$&');
  return written.replaceAll(around, `\\${around}`);
}
