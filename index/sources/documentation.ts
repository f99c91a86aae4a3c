/** What the documentation of one API or property says in words, whatever format it came from. */
export interface Documentation {
  readonly description: string;
  /** Parameter path (`options`, `options.msg`) -> text. */
  readonly params: ReadonlyMap<string, string>;
  /** Parameter path -> default as written in `@param {number} [retries=3]`. */
  readonly defaults?: ReadonlyMap<string, string>;
  readonly returns?: string;
  readonly examples: readonly string[];
  readonly errors: readonly { readonly code: string; readonly when: string }[];
  /** Deprecation message, `''` if the tag stands alone. */
  readonly deprecated?: string;
  readonly since?: string;
  readonly category?: string;
  /** Address of its page on the documentation site. */
  readonly link?: string;
  /** API Des as the documentation itself words it. */
  readonly des?: string;
  /** Contracts that tags state, as lines of text: "Minimum: 0". */
  readonly demands?: readonly string[];
  /** `@default`, source text. */
  readonly default?: string;
  /** Documentation marks it as not for users (`@internal`, `@private`, `@ignore`). */
  readonly hidden?: true;
}

export const NO_DOCUMENTATION: Documentation = {
  description: '',
  params: new Map(),
  examples: [],
  errors: [],
};

const DEFAULT_SENTENCES = [
  /\bdefaults?(?:\s+(?:value|is|to))*\s*[:=]?\s*`([^`]+)`/i,
  /\bdefaults?(?:\s+(?:value|is|to))*\s*[:=]?\s*('[^'\n]*'|"[^"\n]*"|-?\d+(?:\.\d+)?(?![\w.]*\w)|true\b|false\b|null\b)/i,
  /默认(?:值)?\s*(?:为|是)?\s*[：:]?\s*`([^`]+)`/,
  /默认(?:值)?\s*(?:为|是)?\s*[：:]?\s*('[^'\n]*'|"[^"\n]*"|-?\d+(?:\.\d+)?|true\b|false\b|null\b)/,
];

/** The default a sentence states ("Default: `2000`.", "默认值 `true`。"), as source text. */
export function statedDefault(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  for (const pattern of DEFAULT_SENTENCES) {
    const found = pattern.exec(text)?.[1]?.trim();
    if (found !== undefined && found !== '') return found;
  }
  return undefined;
}
