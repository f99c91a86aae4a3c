import type { ApiLibrary } from '../../../index/library.js';
import type { Signature, TypeShape } from '../../../index/type-shape.js';
import { awaited, elementOf, members, propertiesOf, slotsOf } from '../retrieval/shapes.js';

/** How an API hands out a list in pages. */
export interface Paging {
  /** Path of the parameter that takes what the page before said. */
  readonly token: readonly string[];
  /** The property of a page that says how the next one is asked for; nothing on the last. */
  readonly next: string;
  /** The property with the items of a page. */
  readonly items: { readonly name: string; readonly type: TypeShape };
}

/** A text that wants everything there is, however many pages that takes. */
const EVERYTHING =
  /\b(?:all|every|each|everybody|everyone|everything|entire|complete|whole|several|multiple)\b|\bpage (?:by|after) page\b|\buntil (?:there|nothing|no more)\b|所有|全部|每个|每一|逐页|翻页|完整|全都|为止/i;
/** A text that wants some of it. */
const SOME =
  /\b(?:first|last|latest|newest|oldest|top|next|one page|at most|up to|no more than)\b|前|最近|最新|最多|第|不超过/i;
const TOKEN = /^(?:next)?_?(?:page)?_?(?:token|cursor|marker|key|after)$|^continuation(?:_?token)?$/i;

/** Whether a text asks for all pages of a list. */
export function wantsAllPages(text: string): boolean {
  return EVERYTHING.test(text) && !SOME.test(text);
}

/** How a signature hands out pages; undefined if it does not, as far as names and types tell. */
export function pagingOf(signature: Signature, library: ApiLibrary): Paging | undefined {
  const parts = propertiesOf(awaited(signature.returns, library), library);
  const lists = parts.filter((it) => elementOf(it.type, library));
  const [items] = lists;
  const next = parts.find((it) => TOKEN.test(it.name) && isText(it.type, library));
  if (!items || lists.length > 1 || !next) return undefined;
  const tokens = slotsOf(signature, library).filter(
    (it) => !it.required && TOKEN.test(it.name) && isText(it.type, library),
  );
  const [token] = tokens;
  return token && tokens.length === 1
    ? { token: token.path, next: next.name, items: { name: items.name, type: items.type } }
    : undefined;
}

function isText(type: TypeShape, library: ApiLibrary): boolean {
  return members(type, library).some((it) => it.kind === 'primitive' && it.name === 'string');
}
