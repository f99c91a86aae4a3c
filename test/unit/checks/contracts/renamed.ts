import ts from 'typescript';

/** Gives every API, parameter, option and type of a declaration file another name. */
export interface Renaming {
  /** The declarations with the new names, in comments too where a name is meant. */
  readonly declarations: string;
  /** The same for code that uses the library. Globals of the language keep their names. */
  code(text: string): string;
}

const SYLLABLES = ['ba', 'zo', 'ki', 'mel', 'tor', 'vu', 'ran', 'sil', 'po', 'dek'];

/** Renames what a declaration file declares; `library` is its global. */
export function renamed(declarations: string, library: string): Renaming {
  const names = new Map([[library, 'Quill']]);
  const visit = (node: ts.Node): void => {
    const name = ts.isIdentifier(node) ? node.text : undefined;
    const { parent } = node;
    const isDeclared =
      parent !== undefined &&
      (ts.isFunctionDeclaration(parent) ||
        ts.isParameter(parent) ||
        ts.isPropertySignature(parent) ||
        ts.isMethodSignature(parent) ||
        ts.isInterfaceDeclaration(parent) ||
        ts.isTypeAliasDeclaration(parent) ||
        ts.isModuleDeclaration(parent)) &&
      parent.name === node;
    // A property may be called like a keyword.
    if (name !== undefined && name !== 'type' && isDeclared && !names.has(name))
      names.set(name, invented(names.size, name));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('library.d.ts', declarations, ts.ScriptTarget.Latest, true));
  const word = (it: string): string => names.get(it) ?? it;
  const code = (text: string): string => text.replace(/(?<!window\.)\b[A-Za-z_$][\w$]*/g, (it) => word(it));
  return {
    code,
    declarations: declarations.replace(/\/\*\*[\s\S]*?\*\/|[^/]+|\//g, (part) =>
      part.startsWith('/**') ? comment(part, word, code) : code(part),
    ),
  };
}

/** Numbers as words that mean nothing, in the case of what they replace. */
function invented(number: number, name: string): string {
  const digits = [...String(number).padStart(3, '0')].map((it) => SYLLABLES[Number(it)] ?? '');
  const word = digits.join('');
  return /^[A-Z]/.test(name) ? `${word[0]?.toUpperCase()}${word.slice(1)}` : word;
}

/** In prose a name is one in a code span, after `@param`, with a capital inside, or in an example. */
function comment(text: string, word: (name: string) => string, code: (text: string) => string): string {
  const example = /@example\s[\s\S]*?(?=\n\s*\*\s*@|\*\/)/g;
  const prose = (it: string): string =>
    it
      .replace(
        /(@param\s+)([\w$.]+)/g,
        (_, tag: string, path: string) => tag + path.split('.').map(word).join('.'),
      )
      .replace(/`([^`]+)`/g, (_, span: string) => `\`${/^[\w$.()]+$/.test(span) ? code(span) : span}\``)
      .replace(/(?<!@)\b[a-z]+[A-Z][\w$]*/g, (it) => word(it));
  let result = '';
  let at = 0;
  for (const match of text.matchAll(example)) {
    result += prose(text.slice(at, match.index)) + code(match[0]).replace(/^@\S+/, '@example');
    at = match.index + match[0].length;
  }
  return result + prose(text.slice(at));
}
