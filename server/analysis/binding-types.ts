import { isSameShape } from '../../index/distinct-shapes.js';
import { type TypeShape, UNKNOWN } from '../../index/type-shape.js';
import type { Binding } from '../syntax/bindings.js';
import { eachVariable, type PatternStep } from '../syntax/patterns.js';
import { assignable } from './assignable.js';
import { parameterType } from './function-types.js';
import type { Inference } from './inference.js';
import { arrayOf, isNullish, nonNullish, STRING, unionOf, widened } from './shape-makers.js';
import { statedType } from './stated-types.js';
import type { TypeExpressions } from './type-names.js';
import { awaited, elementOf, expand, expandUnion } from './type-properties.js';
import { combined, commonLibrary, plain, type Typed, UNKNOWN_TYPED } from './typed.js';

/**
 * The type that a variable has wherever it is read. A constant keeps the literal it was given; a variable that is
 * assigned again has a type only if all its values agree.
 */
export function bindingType(
  binding: Binding,
  types: Inference,
  expressions: TypeExpressions,
  mutated: boolean,
): Typed {
  const declared = declaredType(binding, types, expressions);
  if (declared) return declared;
  const value = afterSteps(sourceType(binding, types, expressions), binding.steps, types);
  // An empty start says nothing of what comes later.
  const { kind } = binding.source;
  if (binding.kind !== 'const' && (kind === 'none' || (kind === 'value' && isNullish(value.shape))))
    return assignedType(binding, types);
  if (mutated && isLiteralValue(value.shape) && binding.source.kind === 'value') return UNKNOWN_TYPED;
  if (binding.assignments.length === 0) return { ...value, shape: stored(value.shape) };
  const shape = widened(stored(value.shape));
  const agree = binding.assignments.every(
    ({ value: next }) => next && isSameShape(widened(stored(types.typeOf(next).shape)), shape),
  );
  return agree ? { shape, library: value.library } : UNKNOWN_TYPED;
}

/** The type of a variable that gets its value later, if all its values agree. */
function assignedType(binding: Binding, types: Inference): Typed {
  const [first, ...others] = binding.assignments.map(({ value }) => value && types.typeOf(value));
  if (!first || binding.kind === 'catch' || binding.steps.length > 0) return UNKNOWN_TYPED;
  const shape = widened(stored(first.shape));
  const agree = others.every(
    (it) => it && it.library === first.library && isSameShape(widened(stored(it.shape)), shape),
  );
  return agree ? { ...first, shape: others.length === 0 ? stored(first.shape) : shape } : UNKNOWN_TYPED;
}

/** All names that the declaration of a variable declares: those of its pattern. */
export function bindingNames(binding: Binding): readonly string[] {
  let pattern = binding.node;
  while (pattern.parent && /pattern$/.test(pattern.parent.type)) pattern = pattern.parent;
  const names: string[] = [];
  eachVariable(pattern, [], (node) => names.push(node.text));
  return names.length > 0 ? names : [binding.name];
}

function declaredType(binding: Binding, types: Inference, expressions: TypeExpressions): Typed | undefined {
  const { source } = binding;
  if (source.kind !== 'value' && source.kind !== 'none') return undefined;
  let declarator = binding.node;
  while (declarator.parent && declarator.type !== 'variable_declarator') declarator = declarator.parent;
  const type = statedType(types.document, declarator);
  if (type === undefined) return undefined;
  const stated = expressions.parse(type);
  const members = expandUnion(stated.shape, stated.library);
  // What is stated of a destructuring declaration is the type of the whole.
  if (members.length < 2) return afterSteps(stated, binding.steps, types);
  // Of a stated union a variable has what it was given.
  if (binding.assignments.length > 0) return UNKNOWN_TYPED;
  if (source.kind === 'none') return afterSteps(stated, binding.steps, types);
  const given = types.typeOf(source.node);
  if (given.shape.kind === 'unknown' || commonLibrary([stated, given]) === undefined) return UNKNOWN_TYPED;
  const kept = members.filter((it) => assignable(given.shape, it, stated.library) !== 'no');
  return kept.length === 0
    ? afterSteps(stated, binding.steps, types)
    : afterSteps({ ...stated, shape: unionOf(kept) }, binding.steps, types);
}

function sourceType({ source }: Binding, types: Inference, expressions: TypeExpressions): Typed {
  switch (source.kind) {
    case 'value':
      return types.typeOf(source.node);
    case 'loop': {
      if (!source.of) return plain(STRING);
      const { shape, library } = types.typeOf(source.node);
      const element = elementOf(shape, library);
      return { shape: source.awaits ? awaited(element, library) : element, library };
    }
    case 'parameter':
      return parameterType(source.fn, source.index, types, expressions);
    case 'import': {
      const found = types.moduleExport(source.module, source.name);
      return !found || found === 'missing' ? UNKNOWN_TYPED : found;
    }
    case 'declaration':
      return types.typeOf(source.node);
    case 'none':
      return UNKNOWN_TYPED;
  }
}

function afterSteps(value: Typed, steps: readonly PatternStep[], types: Inference): Typed {
  let typed = value;
  for (const step of steps) {
    switch (step.kind) {
      case 'property':
        typed = types.member(typed, step.name);
        break;
      case 'index': {
        const shape = expand(typed.shape, typed.library);
        if (shape.kind === 'array') typed = { shape: shape.element, library: typed.library };
        else if (shape.kind === 'tuple')
          typed = { shape: shape.elements[step.index]?.type ?? UNKNOWN, library: typed.library };
        else typed = UNKNOWN_TYPED;
        break;
      }
      case 'default': {
        const given: Typed = { ...typed, shape: nonUndefined(typed.shape) };
        typed =
          given.shape.kind === 'unknown'
            ? UNKNOWN_TYPED
            : combined([given, types.typeOf(step.value)], unionOf);
        break;
      }
      case 'rest':
      case 'computed':
        typed = UNKNOWN_TYPED;
        break;
    }
  }
  return typed;
}

function nonUndefined(shape: TypeShape): TypeShape {
  return shape.kind === 'union' && !shape.types.some((it) => it.kind === 'primitive' && it.name === 'null')
    ? nonNullish(shape)
    : shape;
}

/** An array literal that was stored may grow. */
function stored(shape: TypeShape): TypeShape {
  if (shape.kind !== 'tuple' || shape.readonly) return shape;
  return arrayOf(shape.elements.length === 0 ? UNKNOWN : unionOf(shape.elements.map((it) => it.type)));
}

function isLiteralValue(shape: TypeShape): boolean {
  return (
    shape.kind === 'object' || shape.kind === 'tuple' || shape.kind === 'array' || shape.kind === 'function'
  );
}
