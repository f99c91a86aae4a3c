import type { DocumentLink } from 'vscode-languageserver-types';
import { URI } from 'vscode-uri';
import type { ApiDoc } from '../../index/api-doc.js';
import type { ApiLibrary } from '../../index/library.js';
import { rangeOf, type SyntaxDocument } from '../syntax/syntax-document.js';
import { sourceFile } from './declaration-place.js';

/** `HX.showToast`, or any name after `{@link`. */
const NAMES =
  /(?<=\{@link(?:code|plain)?\s+)[\p{ID_Continue}$.]+|(?<![\p{ID_Continue}$./])[\p{ID_Start}$][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)+/gu;

/**
 * Names of APIs in comments, with the page of the documentation site, else with the place of their declaration. Names in
 * code have "go to definition" for that, which a link would take the click away from.
 */
export function documentLinks(
  document: SyntaxDocument,
  libraries: readonly ApiLibrary[],
  base: string,
): DocumentLink[] {
  return document.comments.flatMap((comment) =>
    [...comment.text.matchAll(NAMES)].flatMap((match): DocumentLink[] => {
      const name = match[0].replace(/\.$/, '');
      const api = libraries.map((it) => it.find(name)).find((it) => it !== undefined);
      if (!api) return [];
      const start = comment.start + match.index;
      const range = rangeOf(document, { start, end: start + name.length });
      return [{ range, ...targetOf(api, base) }];
    }),
  );
}

function targetOf(api: ApiDoc, base: string): Pick<DocumentLink, 'target' | 'tooltip'> {
  if (api.link) return { target: api.link, tooltip: `Documentation of ${api.name}` };
  const file = URI.file(sourceFile(api, base)).toString();
  return { target: `${file}#L${api.source.line}`, tooltip: `Declaration of ${api.name}` };
}
