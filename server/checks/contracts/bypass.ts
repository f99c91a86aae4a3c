import type { Inference } from '../../analysis/inference.js';
import { nameNode, pathOf } from '../../analysis/member-access.js';
import type { Capture, SyntaxNode } from '../../syntax/syntax-node.js';
import { replaceFix } from '../fixes.js';
import type { Finding } from '../report.js';
import { contractFinding } from './contract-finding.js';

const GLOBAL_OBJECT = /^(?:window|globalThis|self|global)\./;

/** Direct uses of what the library replaces: `fetch(…)` or `window.fetch(…)` beside `Corp.fetch`. */
export function bypassFindings({ name, node }: Capture, types: Inference): readonly Finding[] {
  const used = name === 'call' ? (node.get('function') ?? node.get('constructor')) : node;
  // A member that is called is a capture of its own.
  if (!used || (name === 'call' && used.type !== 'identifier')) return [];
  return types.libraries.flatMap((library) => {
    const { replaced } = library.roots;
    const place = replaced && bypassed(used, replaced, types);
    const api = place && library.find(replaced[place.global] ?? '');
    const contract = api?.contracts.find((it) => it.kind === 'bypass');
    if (!place || !api || !contract) return [];
    const text = `it replaces '${place.node.text}', which is used directly here`;
    const isReachable = library.access.kind === 'global' && api.member === undefined;
    const fixes = isReachable ? [replaceFix(place.node, api.name)] : [];
    return [contractFinding('contract-bypass', contract, { api }, nameNode(place.node), text, { fixes })];
  });
}

/** The global that an expression uses, of those that are replaced. */
function bypassed(
  node: SyntaxNode,
  replaced: Readonly<Record<string, string>>,
  types: Inference,
): { readonly node: SyntaxNode; readonly global: string } | undefined {
  const object = node.get('object');
  const candidates = object?.type === 'identifier' ? [node, object] : [node];
  for (const it of candidates) {
    const path = pathOf(it);
    const root = path?.split('.')[0] ?? '';
    const global = path?.replace(GLOBAL_OBJECT, '') ?? '';
    const isOurs = Object.hasOwn(replaced, global);
    if (isOurs && !types.scopes.resolve(root, it) && !types.scopes.assignedGlobals.has(root))
      return { node: it, global };
  }
  return undefined;
}
