/** Places in a text where counting characters, lines or bytes goes wrong easily. */
const PATTERNS = {
  surrogates: /[\uD800-\uDFFF]/g,
  cjk: /[\u3000-\u9FFF\uFF00-\uFFEF]/g,
  crlf: /\r\n/g,
  'lone CR': /\r(?!\n)/g,
  BOM: /\uFEFF/g,
  template: /`|\$\{/g,
};
/** UTF-16 units from which on a line counts as long. */
export const LONG_LINE = 1_000;

export type SpecialKind = keyof typeof PATTERNS | 'long line';
export const SPECIAL_KINDS: readonly SpecialKind[] = [
  ...(Object.keys(PATTERNS) as (keyof typeof PATTERNS)[]),
  'long line',
];

/** Offsets at which such places begin. */
export function specialPlaces(text: string, kind: SpecialKind): number[] {
  if (kind === 'long line') {
    const lines = text.matchAll(/[^\r\n]+/g);
    return [...lines]
      .filter(([line]) => line.length >= LONG_LINE)
      .map(({ index, 0: line }) => index + (line.length >> 1));
  }
  return [...text.matchAll(PATTERNS[kind])].map(({ index }) => index);
}

/** What an offset stands directly beside of. */
export function besides(text: string, offset: number): SpecialKind[] {
  const near = text.slice(Math.max(0, offset - 2), offset + 2);
  const found: SpecialKind[] = SPECIAL_KINDS.filter(
    (kind) => kind !== 'long line' && near.search(PATTERNS[kind]) >= 0,
  );
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  const line = /^[^\r\n]*/.exec(text.slice(start))?.[0] ?? '';
  if (line.length >= LONG_LINE) found.push('long line');
  return found;
}
