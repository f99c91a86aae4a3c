import type { ApiLibrary } from '../../index/library.js';
import { isFunction } from '../analysis/function-types.js';
import { statementFacts } from '../checks/statement-facts.js';
import { keyName, stringValue } from '../syntax/literal-text.js';
import { type Scopes, scopesOf } from '../syntax/scopes.js';
import { type SyntaxDocument, withDocument } from '../syntax/syntax-document.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';

/** A call of the library as code has it. */
export interface CallFacts {
  /** Name of the record. */
  readonly api: string;
  /** What is passed, by place: `0.msg` -> `"Saved"`. Results of other calls and variables stand for themselves. */
  readonly passed: ReadonlyMap<string, string>;
  /** Names of records whose results are part of what is passed, or that the method belongs to. */
  readonly from: ReadonlySet<string>;
}

/** How deep variables are followed to what they hold. */
const DEPTH = 8;

/** The calls of the libraries in a text, in order. */
export function callFacts(text: string, libraries: readonly ApiLibrary[]): CallFacts[] {
  return withDocument(text, (document) => new Reading(document, libraries).calls());
}

class Reading {
  /** Callee -> name of the record. */
  readonly #apis = new Map<SyntaxNode, string>();
  readonly #scopes: Scopes;
  #from = new Set<string>();

  constructor(document: SyntaxDocument, libraries: readonly ApiLibrary[]) {
    this.#scopes = scopesOf(document);
    for (const { uses } of statementFacts(document, libraries).values())
      for (const { node, typed } of uses) this.#apis.set(node, typed.api.name);
  }

  calls(): CallFacts[] {
    return [...this.#apis]
      .sort(([a], [b]) => a.start - b.start)
      .flatMap(([callee, api]) => {
        const call = callee.parent;
        if (!call || calleeOf(call) !== callee) return [];
        this.#from = new Set();
        const passed = new Map<string, string>();
        for (const [at, node] of (call.get('arguments')?.children ?? []).entries())
          this.#flatten(node, String(at), passed);
        const owner = callee.get('object');
        if (owner) this.#said(owner, DEPTH);
        return [{ api, passed, from: this.#from }];
      });
  }

  /** Leaves of object and array literals, each by its place. */
  #flatten(node: SyntaxNode, place: string, passed: Map<string, string>): void {
    if (node.type === 'object' && node.children.length > 0) {
      for (const part of node.children) {
        const key = part.get('key') ?? part;
        const name = keyName(key) ?? key.text;
        const value = part.get('value');
        if (value) this.#flatten(value, `${place}.${name}`, passed);
        else passed.set(`${place}.${name}`, this.#said(part, DEPTH));
      }
    } else if (node.type === 'array' && node.children.length > 0) {
      for (const [at, item] of node.children.entries()) this.#flatten(item, `${place}.${at}`, passed);
    } else passed.set(place, this.#said(node, DEPTH));
  }

  /** What an expression says, whatever variables it goes through. */
  #said(node: SyntaxNode, depth: number): string {
    const said = (it: SyntaxNode | undefined): string => (it ? this.#said(it, depth - 1) : '');
    if (depth === 0) return node.text;
    if (isFunction(node)) return 'a function';
    switch (node.type) {
      case 'string':
      case 'template_string': {
        const value = stringValue(node);
        if (value !== undefined) return JSON.stringify(value);
        break;
      }
      case 'number':
        return String(Number(node.text.replaceAll('_', '')));
      case 'await_expression':
      case 'parenthesized_expression':
        return said(node.children[0]);
      case 'shorthand_property_identifier':
      case 'identifier':
        return this.#variable(node, depth);
      case 'member_expression':
        return `${said(node.get('object'))}.${node.get('property')?.text ?? ''}`;
      case 'call_expression':
      case 'new_expression': {
        const callee = calleeOf(node);
        const api = callee && this.#apis.get(callee);
        if (!api) break;
        this.#from.add(api);
        // A method's handle is a source of its own.
        const owner = callee.get('object');
        if (owner) said(owner);
        return `${api}()`;
      }
    }
    if (node.children.length === 0) return node.text;
    return `${node.type}(${node.children.map(said).join(' ')})`;
  }

  #variable(node: SyntaxNode, depth: number): string {
    const binding = this.#scopes.resolve(node.text, node);
    if (binding?.source.kind !== 'value' || binding.assignments.length > 0) return node.text;
    const way = binding.steps.flatMap((step) => {
      if (step.kind === 'property') return [`.${step.name}`];
      return step.kind === 'index' ? [`.${step.index}`] : [];
    });
    return this.#said(binding.source.node, depth - 1) + way.join('');
  }
}

function calleeOf(call: SyntaxNode): SyntaxNode | undefined {
  return call.get('function') ?? call.get('constructor');
}
