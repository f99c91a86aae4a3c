/** A quotation mark that a string literal can stand in. */
export type Quote = "'" | '"';

/** A string literal, in the quotes that the file uses if none are chosen. */
export interface Quoted {
  readonly quoted: string;
  readonly quote?: Quote;
}

/** What stands there only until somebody types something better. */
export interface Hole {
  readonly hole: string | Quoted;
}

/** Text that a fix writes, in pieces. */
export type Written = readonly (string | Quoted | Hole)[];

/** The text itself. */
export function plainText(written: Written, quote: Quote): string {
  return written.map((it) => textOf(isHole(it) ? it.hole : it, quote)).join('');
}

/** The text as an LSP snippet with a tab stop for each hole; undefined if it has none. */
export function snippetText(written: Written, quote: Quote): string | undefined {
  if (!written.some(isHole)) return undefined;
  let stops = 0;
  return written
    .map((it) => {
      if (!isHole(it)) return textOf(it, quote).replace(/[\\$]/g, '\\$&');
      stops += 1;
      return `\${${stops}:${textOf(it.hole, quote).replace(/[\\$}]/g, '\\$&')}}`;
    })
    .join('');
}

/** The same with the quotes chosen. */
export function withQuote(written: Written, quote: Quote | undefined): Written {
  if (!quote) return written;
  return written.map((it) => {
    if (typeof it === 'string') return it;
    if ('quoted' in it) return { ...it, quote };
    return typeof it.hole === 'string' ? it : { hole: { ...it.hole, quote } };
  });
}

function isHole(piece: Written[number]): piece is Hole {
  return typeof piece === 'object' && 'hole' in piece;
}

function textOf(piece: string | Quoted, preferred: Quote): string {
  if (typeof piece === 'string') return piece;
  const { quoted, quote = preferred } = piece;
  // As formatters do: the other quotes where that saves escaping.
  const other = quote === "'" ? '"' : "'";
  const used = quoted.includes(quote) && !quoted.includes(other) ? other : quote;
  // JSON knows every escape that is needed; the quotes are another matter.
  const body = JSON.stringify(quoted).slice(1, -1).replaceAll('\\"', '"').replaceAll(used, `\\${used}`);
  return used + body.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029') + used;
}
