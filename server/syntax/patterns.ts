import { keyName } from './literal-text.js';
import type { SyntaxNode } from './syntax-node.js';

/** One step of a destructuring pattern, from the outside in. */
export type PatternStep =
  | { readonly kind: 'property'; readonly name: string; readonly key: SyntaxNode }
  | { readonly kind: 'index'; readonly index: number }
  /** `...rest` of an object or array; the names that were taken before. */
  | { readonly kind: 'rest'; readonly taken: readonly string[] }
  /** A default: the value may be the expression instead. */
  | { readonly kind: 'default'; readonly value: SyntaxNode }
  | { readonly kind: 'computed' };

/** Calls back for each variable of a destructuring pattern with the way that leads to it. */
export function eachVariable(
  pattern: SyntaxNode,
  steps: readonly PatternStep[],
  visit: (node: SyntaxNode, steps: readonly PatternStep[]) => void,
): void {
  switch (pattern.type) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
      visit(pattern, steps);
      return;
    case 'assignment_pattern': {
      const left = pattern.get('left');
      const right = pattern.get('right');
      if (left) eachVariable(left, right ? [...steps, { kind: 'default', value: right }] : steps, visit);
      return;
    }
    case 'object_pattern': {
      const taken: string[] = [];
      for (const part of pattern.children) {
        const step = patternStep(part);
        if (part.type === 'rest_pattern') {
          if (part.children[0]) eachVariable(part.children[0], [...steps, { kind: 'rest', taken }], visit);
        } else if (part.type === 'shorthand_property_identifier_pattern') {
          taken.push(part.text);
          visit(part, [...steps, step]);
        } else if (part.type === 'object_assignment_pattern') {
          const left = part.get('left');
          const right = part.get('right');
          if (!left) continue;
          taken.push(left.text);
          const inner: PatternStep[] = [...steps, step];
          if (right) inner.push({ kind: 'default', value: right });
          eachVariable(left, inner, visit);
        } else if (part.type === 'pair_pattern') {
          const value = part.get('value');
          if (step.kind === 'property') taken.push(step.name);
          if (value) eachVariable(value, [...steps, step], visit);
        }
      }
      return;
    }
    case 'array_pattern':
      arrayElements(pattern).forEach((part, index) => {
        if (part.type === 'rest_pattern') {
          if (part.children[0])
            eachVariable(part.children[0], [...steps, { kind: 'rest', taken: [] }], visit);
        } else
          eachVariable(part, [...steps, { kind: 'index', index: elementIndex(pattern, part, index) }], visit);
      });
      return;
    case 'rest_pattern':
      if (pattern.children[0]) eachVariable(pattern.children[0], [...steps, { kind: 'computed' }], visit);
      return;
  }
}

function patternStep(part: SyntaxNode): PatternStep {
  const key =
    part.type === 'pair_pattern'
      ? part.get('key')
      : part.type === 'object_assignment_pattern'
        ? part.get('left')
        : part;
  const name = key && keyName(key);
  return key && name !== undefined ? { kind: 'property', name, key } : { kind: 'computed' };
}

function arrayElements(pattern: SyntaxNode): readonly SyntaxNode[] {
  return pattern.children;
}

/** The position of an element, holes (`[, b]`) counted: commas are not in the tree that we keep. */
function elementIndex(pattern: SyntaxNode, part: SyntaxNode, at: number): number {
  const before = pattern.children.slice(0, at);
  let text = '';
  let from = pattern.start + 1;
  for (const element of before) {
    text += pattern.chunk.source.text.slice(from, element.start);
    from = element.end;
  }
  text += pattern.chunk.source.text.slice(from, part.start);
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n\r]*/g, '').split(',').length - 1;
}
