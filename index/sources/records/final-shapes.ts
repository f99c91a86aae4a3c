import {
  type ObjectShape,
  type Property,
  type Signature,
  type TypeDefinition,
  type TypeParameter,
  type TypeShape,
  UNKNOWN,
} from '../../type-shape.js';
import type { DefinitionDraft } from '../shape-draft.js';
import { callablePart, intersectionOf } from '../shapes.js';

/** Rewrites draft shapes: named callables become references to their records, lifted results to their rows. */
export class FinalShapes {
  constructor(
    private readonly names: ReadonlyMap<Property, string>,
    private readonly lifted: ReadonlyMap<ObjectShape, string>,
    private readonly renamed: ReadonlyMap<string, string>,
    /** Rows that say nothing: what is combined with one of them is not known either. */
    private readonly unknown: ReadonlySet<string>,
  ) {}

  shape(shape: TypeShape): TypeShape {
    switch (shape.kind) {
      case 'object': {
        const key = this.lifted.get(shape);
        return key === undefined ? this.object(shape) : { kind: 'ref', name: this.renamed.get(key) ?? key };
      }
      case 'array':
        return { ...shape, element: this.shape(shape.element) };
      case 'tuple':
        return { ...shape, elements: shape.elements.map((it) => ({ ...it, type: this.shape(it.type) })) };
      case 'union':
      case 'intersection':
        if (shape.types.some((it) => it.kind === 'ref' && this.unknown.has(it.name))) return UNKNOWN;
        return { ...shape, types: shape.types.map((it) => this.shape(it)) };
      case 'promise':
        return { kind: 'promise', value: this.shape(shape.value) };
      case 'function':
        return { kind: 'function', signatures: shape.signatures.map((it) => this.signature(it)) };
      case 'ref':
        return {
          ...shape,
          name: this.renamed.get(shape.name) ?? shape.name,
          ...(shape.args ? { args: shape.args.map((it) => this.shape(it)) } : {}),
        };
      case 'builtin':
        return shape.args ? { ...shape, args: shape.args.map((it) => this.shape(it)) } : shape;
      default:
        return shape;
    }
  }

  signature(signature: Signature): Signature {
    return {
      ...signature,
      ...(signature.typeParameters
        ? { typeParameters: signature.typeParameters.map((it) => this.typeParameter(it)) }
        : {}),
      parameters: signature.parameters.map((it) => ({ ...it, type: this.shape(it.type) })),
      returns: this.shape(signature.returns),
    };
  }

  definition({ own: _own, constructible: _constructible, ...definition }: DefinitionDraft): TypeDefinition {
    // The row of a lifted object holds the object, not a reference to itself.
    const shape =
      definition.shape.kind === 'object' ? this.object(definition.shape) : this.shape(definition.shape);
    return {
      ...definition,
      name: this.renamed.get(definition.name) ?? definition.name,
      shape,
      ...(definition.parameters
        ? { parameters: definition.parameters.map((it) => this.typeParameter(it)) }
        : {}),
    };
  }

  /** The shape of something callable that is a record: the function gives way to the reference. */
  called(shape: TypeShape, name: string): TypeShape {
    const api: TypeShape = { kind: 'api', name };
    const part = callablePart(shape);
    if (shape.kind !== 'intersection') return api;
    return intersectionOf(shape.types.map((it) => (it === part ? api : this.shape(it))));
  }

  private object(shape: ObjectShape): ObjectShape {
    return {
      ...shape,
      properties: shape.properties.map((property) => {
        const name = this.names.get(property);
        return {
          ...property,
          type: name === undefined ? this.shape(property.type) : this.called(property.type, name),
        };
      }),
      ...(shape.index ? { index: shape.index.map((it) => ({ ...it, value: this.shape(it.value) })) } : {}),
    };
  }

  private typeParameter(parameter: TypeParameter): TypeParameter {
    return {
      ...parameter,
      ...(parameter.constraint ? { constraint: this.shape(parameter.constraint) } : {}),
      ...(parameter.default ? { default: this.shape(parameter.default) } : {}),
    };
  }
}
