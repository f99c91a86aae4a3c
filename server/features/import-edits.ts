import type { TextEdit } from 'vscode-languageserver-types';
import { isModuleFile } from '../checks/file-traits.js';
import { importInserts } from '../pipeline/code/imports.js';
import { styleOf } from '../pipeline/code/style.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';

/** The edits that bring an export into a file, in the file's own style; none if it is there already. */
export function importEdits(
  document: SyntaxDocument,
  need: { readonly module: string; readonly export: string; readonly local: string },
): TextEdit[] {
  const { text, lines } = document;
  const first = document.program.children.find((it) => !isHead(it.type, it.text));
  const commonJs = !isModuleFile(document) && /\brequire\s*\(/.test(text);
  return importInserts(text, first?.start ?? text.length, [need], styleOf(text), commonJs).map(
    ({ at, text: newText }) => {
      const place = lines.position(at);
      return { range: { start: place, end: place }, newText };
    },
  );
}

/** What imports stand behind. */
function isHead(type: string, text: string): boolean {
  return (
    type === 'hash_bang_line' ||
    type === 'import_statement' ||
    /^(?:const|let|var)\b[^=]*=\s*require\(/.test(text) ||
    /^['"]use strict/.test(text)
  );
}
