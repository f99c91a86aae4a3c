import type { Range } from 'vscode-languageserver-types';
import type { ApiDoc } from '../../index/api-doc.js';
import type { ApiLibrary } from '../../index/library.js';
import { rangeOf, type SyntaxDocument } from '../syntax/syntax-document.js';
import type { Capture, SyntaxNode } from '../syntax/syntax-node.js';
import type { Inference } from './inference.js';
import { nameNode } from './member-access.js';
import type { Typed } from './typed.js';

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

/** An expression that names an API, and the API. */
export interface NamedApi {
  readonly node: SyntaxNode;
  readonly typed: Typed & { readonly api: ApiDoc };
}

/**
 * The expression by which a captured node names an API: a member access, or the variable that a call calls. Undefined
 * if it names none.
 */
export function namedApi({ name, node }: Capture, types: Inference): NamedApi | undefined {
  const callee = name === 'call' ? (node.get('function') ?? node.get('constructor')) : node;
  const isOurs = name === 'call' ? callee?.type === 'identifier' : name === 'member';
  if (!isOurs || !callee) return undefined;
  const typed = types.typeOf(callee);
  return typed.api ? { node: callee, typed: { ...typed, api: typed.api } } : undefined;
}

/** A named API as data. */
export function apiUse({ node, typed: { api, library } }: NamedApi, document: SyntaxDocument): ApiUse {
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
