import type { Range } from 'vscode-languageserver-types';
import type { ApiDoc } from '../../index/api-doc.js';
import type { ApiLibrary } from '../../index/library.js';
import { rangeOf } from '../syntax/syntax-document.js';
import type { Capture, SyntaxNode } from '../syntax/syntax-node.js';
import type { Inference } from './inference.js';
import { nameNode } from './member-access.js';

/** A use of an API of an indexed library. */
export interface ApiUse {
  readonly library: ApiLibrary;
  readonly api: ApiDoc;
  /** The last name of the callee (`showToast` in `HX.showToast(…)`). */
  readonly nameRange: Range;
  /** The whole callee (`HX.showToast`). */
  readonly calleeRange: Range;
  /** The call expression, if it is called. */
  readonly callRange?: Range;
}

/**
 * The expression by which a captured node names an API: a member access, or the variable that a call calls. Undefined
 * if it names none.
 */
export function apiNode({ name, node }: Capture, types: Inference): SyntaxNode | undefined {
  const callee = name === 'call' ? (node.get('function') ?? node.get('constructor')) : node;
  const isOurs = name === 'call' ? callee?.type === 'identifier' : name === 'member';
  return isOurs && callee && types.typeOf(callee).api ? callee : undefined;
}

/** The use of an API that a node from `apiNode` is. */
export function useOf(node: SyntaxNode, types: Inference): ApiUse | undefined {
  const { api, library } = types.typeOf(node);
  if (!api) return undefined;
  const { document } = types;
  const { parent } = node;
  const isCalled = parent?.get('function') === node || parent?.get('constructor') === node;
  return {
    library,
    api,
    nameRange: rangeOf(document, nameNode(node)),
    calleeRange: rangeOf(document, node),
    ...(parent && isCalled ? { callRange: rangeOf(document, parent) } : {}),
  };
}
