import type { ApiDoc } from '../../../index/api-doc.js';
import type { Inference } from '../../analysis/inference.js';
import { nameNode, pathOf } from '../../analysis/member-access.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import type { NodeEdit } from '../report.js';

/** Names another API where one is named, importing it if it has to be; undefined where it cannot be reached so. */
export function calleeEdits(
  callee: SyntaxNode,
  old: ApiDoc,
  other: ApiDoc,
  types: Inference,
): readonly NodeEdit[] | undefined {
  const replaced = (node: SyntaxNode, newText: string): NodeEdit => ({
    start: node.start,
    end: node.end,
    newText,
  });
  const last = (text: string) => text.slice(text.lastIndexOf('.') + 1);
  const parentOf = (text: string) => text.slice(0, text.lastIndexOf('.') + 1);
  const isSibling = parentOf(old.name) === parentOf(other.name) && old.member?.of === other.member?.of;
  if (isSibling && callee.type === 'member_expression') return [replaced(nameNode(callee), last(other.name))];
  if (old.member || other.member) return undefined;
  if (callee.type === 'identifier' && isSibling) {
    const imported = importedAs(callee, other, types);
    if (imported) return [replaced(callee, imported.local), ...imported.edits];
  }
  if (other.access.kind !== 'global') return undefined;
  const root = other.name.split('.')[0] ?? '';
  if (types.wantedVariable(root, callee)) return undefined;
  return pathOf(callee) === undefined ? undefined : [replaced(callee, other.name)];
}

/** What an export is called in a file that imports another one of its module; it is added beside that if need be. */
function importedAs(
  callee: SyntaxNode,
  { access, name }: ApiDoc,
  types: Inference,
): { readonly local: string; readonly edits: readonly NodeEdit[] } | undefined {
  const binding = types.scopes.resolve(callee.text, callee);
  if (binding?.source.kind !== 'import' || access.kind !== 'module') return undefined;
  const { module } = binding.source;
  const exported = access.export ?? name;
  for (const { source, name: local } of types.wantedVariables(callee))
    if (source.kind === 'import' && source.module === module && source.name === exported)
      return { local, edits: [] };
  const specifier = binding.node.parent;
  if (specifier?.type !== 'import_specifier' || types.wantedVariable(exported, callee)) return undefined;
  const { chunk, end } = specifier;
  const edit = { start: end, end, newText: `, ${exported}`, anchor: { chunk, start: chunk.start } };
  return { local: exported, edits: [edit] };
}
