import type { PatternStep } from './patterns.js';
import type { SyntaxNode } from './syntax-node.js';

export type BindingKind =
  | 'parameter'
  | 'const'
  | 'let'
  | 'var'
  | 'catch'
  | 'import'
  | 'function'
  | 'class'
  /** The name of a function or class expression, seen inside of it. */
  | 'self';

/** Where the value of a variable comes from, before the steps of its pattern. */
export type BindingSource =
  | { readonly kind: 'value'; readonly node: SyntaxNode }
  /** `for (x of node)` gives elements, `for (x in node)` keys. */
  | { readonly kind: 'loop'; readonly node: SyntaxNode; readonly of: boolean; readonly awaits: boolean }
  | { readonly kind: 'parameter'; readonly fn: SyntaxNode; readonly index: number; readonly rest: boolean }
  | { readonly kind: 'import'; readonly module: string; readonly name: string }
  | { readonly kind: 'declaration'; readonly node: SyntaxNode }
  | { readonly kind: 'none' };

export interface Binding {
  readonly name: string;
  readonly kind: BindingKind;
  /** The identifier that declares it. */
  readonly node: SyntaxNode;
  readonly source: BindingSource;
  readonly steps: readonly PatternStep[];
  /** Where it gets another value after its declaration, as far as the file shows: the expression, or none for `++`. */
  readonly assignments: Assignment[];
}

/** `value` is the expression, if one alone gives the value. */
export interface Assignment {
  readonly target: SyntaxNode;
  readonly value: SyntaxNode | undefined;
}

export interface Scope {
  readonly node: SyntaxNode;
  readonly isFunction: boolean;
  readonly bindings: Map<string, Binding>;
  parent: Scope | undefined;
}
