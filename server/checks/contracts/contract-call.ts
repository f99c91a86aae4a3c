import type { ApiDoc } from '../../../index/api-doc.js';
import type { ApiLibrary } from '../../../index/library.js';
import type { Signature } from '../../../index/type-shape.js';
import type { Inference } from '../../analysis/inference.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';

/** A call of an API that has contracts. */
export interface ContractCall {
  readonly node: SyntaxNode;
  /** The expression that is called. */
  readonly callee: SyntaxNode;
  readonly api: ApiDoc;
  readonly library: ApiLibrary;
  /** The signature that is called; undefined if that is not certain. */
  readonly signature: Signature | undefined;
  /** As they stand behind each other; behind a spread nobody knows their parameters. */
  readonly args: readonly SyntaxNode[];
}

/** A call of an API with contracts, also by way of `.call`; undefined if it calls something else. */
export function contractCall(node: SyntaxNode, types: Inference): ContractCall | undefined {
  const { callee, args, candidates, signature } = types.resolve(node);
  const written = node.get(node.type === 'new_expression' ? 'constructor' : 'function');
  if (!written || node.get('arguments')?.broken) return undefined;
  const { api, library } = callee;
  if (api) {
    if (api.contracts.length === 0) return undefined;
    const only = candidates?.length === 1 ? candidates[0] : undefined;
    return { node, callee: written, api, library, signature: signature ?? only, args };
  }
  const target = written.get('property')?.text === 'call' ? written.get('object') : undefined;
  const of = target && types.typeOf(target);
  if (!of?.api || of.api.contracts.length === 0) return undefined;
  const [only] = of.api.signatures;
  return {
    node,
    callee: written,
    api: of.api,
    library: of.library,
    signature: of.api.signatures.length === 1 ? only : undefined,
    args: args.slice(1),
  };
}
