const LENGTH = 160;

/** A text in one line, cut where it gets long. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LENGTH ? `${line.slice(0, LENGTH - 1)}…` : line;
}
