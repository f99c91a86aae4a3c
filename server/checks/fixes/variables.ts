import type { ApiLibrary } from '../../../index/library.js';
import type { TypeShape } from '../../../index/type-shape.js';
import { assignable } from '../../analysis/assignable.js';
import type { Inference } from '../../analysis/inference.js';
import { isNullish, widened } from '../../analysis/shape-makers.js';
import { expandUnion } from '../../analysis/type-properties.js';
import { commonLibrary } from '../../analysis/typed.js';
import type { Binding } from '../../syntax/bindings.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import type { PlaceholderSite } from '../placeholders.js';

/** The place of a value that is to be made: variables that a node can see may be it. */
export function siteAt(node: SyntaxNode, library: ApiLibrary, types: Inference): PlaceholderSite {
  return {
    library,
    variable(name, type, anyName) {
      const exact = types.wantedVariable(name, node);
      if (exact && fits(exact, type, node, library, types)) return name;
      if (!anyName || type.kind !== 'ref') return undefined;
      const found = types.wantedVariables(node).find((it) => {
        const { shape, library: other } = types.typeOfBinding(it);
        return shape.kind === 'ref' && shape.name === type.name && other === library && isSetBefore(it, node);
      });
      return found?.name;
    },
  };
}

function fits(
  binding: Binding,
  type: TypeShape,
  node: SyntaxNode,
  library: ApiLibrary,
  types: Inference,
): boolean {
  if (!isSetBefore(binding, node)) return false;
  const typed = types.typeOfBinding(binding);
  if (commonLibrary([typed, { shape: type, library }]) === undefined) return false;
  if (expandUnion(typed.shape, typed.library).some(isNullish)) return false;
  const shape = binding.kind === 'const' ? held(typed.shape) : widened(held(typed.shape));
  return assignable(shape, type, library) === 'yes';
}

/** What TypeScript makes of a literal that is stored: what is in it can change. */
function held(shape: TypeShape): TypeShape {
  if (shape.kind === 'array' && !shape.readonly) return { ...shape, element: widened(held(shape.element)) };
  if (shape.kind !== 'object') return shape;
  return {
    ...shape,
    properties: shape.properties.map((it) => (it.readonly ? it : { ...it, type: widened(held(it.type)) })),
  };
}

/** Whether a variable certainly has its value where a node stands. */
function isSetBefore({ node: declared, kind, source }: Binding, node: SyntaxNode): boolean {
  if (kind === 'function' || kind === 'class' || kind === 'self' || kind === 'import' || kind === 'catch')
    return kind === 'import';
  if (declared.end > node.start) return false;
  if (source.kind === 'none') return false;
  if (source.kind === 'parameter') return isInside(node, source.fn.get('body'));
  return source.kind !== 'value' && source.kind !== 'loop' ? false : !isInside(node, source.node);
}

function isInside(node: SyntaxNode, outer: SyntaxNode | undefined): boolean {
  for (let at: SyntaxNode | null = node; at; at = at.parent) if (at === outer) return true;
  return false;
}
