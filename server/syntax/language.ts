/** A grammar that documents are parsed with. The one for JavaScript knows JSX too. */
export type Language = 'javascript' | 'typescript' | 'tsx';

/** The language of a file by the end of its name; JavaScript if that says nothing. */
export function languageOf(uri: string): Language {
  const end = /\.(\w+)(?:[?#].*)?$/.exec(uri)?.[1]?.toLowerCase() ?? '';
  if (end === 'tsx') return 'tsx';
  return /^[mc]?ts$/.test(end) ? 'typescript' : 'javascript';
}

/**
 * The language that an editor names: `javascript`, `javascriptreact`, `typescript`, `typescriptreact`, and what others
 * call them: `javascript.jsx`, `js`, `js2`, `jsx`, `tsx`. Undefined for any other.
 */
export function languageNamed(languageId: string): Language | undefined {
  const id = languageId.toLowerCase();
  if (/^(?:javascript|jsx?\b|js\d)/.test(id)) return 'javascript';
  if (/^(?:typescriptreact|typescript[.-]?tsx|tsx)/.test(id)) return 'tsx';
  return /^(?:typescript|ts\b)/.test(id) ? 'typescript' : undefined;
}
