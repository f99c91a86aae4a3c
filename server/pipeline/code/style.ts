/** How a file is written; generated code follows it. */
export interface Style {
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  /** One level of indentation. */
  readonly indent: string;
  readonly eol: '\n' | '\r\n';
  /** Columns after which an object literal is broken into lines. */
  readonly width: number;
}

export const DEFAULT_STYLE: Style = { quote: "'", semicolons: true, indent: '  ', eol: '\n', width: 100 };

/** Reads the style off a file; what the file does not show is as in `DEFAULT_STYLE`. */
export function styleOf(text: string): Style {
  const code = text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"`\\])\/\/[^\n]*/g, '');
  const single = code.match(/'[^'\n]*'/g)?.length ?? 0;
  const double = code.match(/"[^"\n]*"/g)?.length ?? 0;
  return {
    quote: double > single ? '"' : "'",
    semicolons: usesSemicolons(code),
    indent: indentOf(text),
    eol: /\r\n/.test(text) ? '\r\n' : '\n',
    width: DEFAULT_STYLE.width,
  };
}

function usesSemicolons(code: string): boolean {
  let ended = 0;
  let open = 0;
  for (const line of code.split(/\r?\n/)) {
    const text = line.trim();
    if (/;$/.test(text)) ended++;
    // Statements that a semicolon could follow: declarations, calls, returns, imports.
    else if (
      /^(?:const|let|var|return|import|export (?:const|let|default \w)|await|throw)\b.*[\w)\]'"`}]$/.test(
        text,
      ) ||
      /^[\w.$]+\(.*\)$/.test(text)
    )
      open++;
  }
  return ended === 0 && open === 0 ? DEFAULT_STYLE.semicolons : ended >= open;
}

function indentOf(text: string): string {
  const widths = new Map<string, number>();
  let previous = '';
  let comment = false;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const lead = /^[ \t]*/.exec(line)?.[0] ?? '';
    const inside = comment;
    if (/\/\*/.test(line)) comment = !/\*\//.test(line);
    else if (/\*\//.test(line)) comment = false;
    if (inside || /^\s*\*/.test(line)) continue;
    if (lead.startsWith('\t')) widths.set('\t', (widths.get('\t') ?? 0) + 1);
    else if (lead.length > previous.length && !previous.startsWith('\t')) {
      const step = lead.slice(previous.length);
      if (step.length <= 8 && step.length > 1) widths.set(step, (widths.get(step) ?? 0) + 1);
    }
    previous = lead;
  }
  let best: [string, number] | undefined;
  for (const entry of widths) if (!best || entry[1] > best[1]) best = entry;
  return best?.[0] ?? DEFAULT_STYLE.indent;
}

/** A string literal in the file's quotes. */
export function quoted(value: string, style: Pick<Style, 'quote'>): string {
  const { quote } = style;
  // As formatters do: the other quotes where that saves escaping.
  const other = quote === "'" ? '"' : "'";
  const use = value.includes(quote) && !value.includes(other) ? other : quote;
  const escaped = value
    .replace(/\\/g, '\\\\')
    .replace(/\r/g, '\\r')
    .replace(/\n/g, '\\n')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029')
    .split(use)
    .join(`\\${use}`);
  return use + escaped + use;
}
