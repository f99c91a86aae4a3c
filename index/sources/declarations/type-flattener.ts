import ts from 'typescript';
import {
  type ObjectShape,
  type Property,
  type TupleElement,
  type TypeShape,
  UNKNOWN,
} from '../../type-shape.js';
import { intersectionOf, unionOf, withoutUndefined } from '../shapes.js';
import { literalShape, primitiveShape } from './plain-types.js';
import { PlatformTypes } from './platform-types.js';
import type { DeclarationProgram } from './program.js';
import { SignatureReader } from './signature-reader.js';
import {
  isAnyNode,
  isHiddenName,
  isInaccessible,
  isMethodLike,
  isOpenMapped,
  VALUE_SIDE,
} from './symbols.js';
import { TypeTable } from './type-table.js';
import { ValueFlattener } from './value-flattener.js';

/** Anonymous types nest this deep at most; beyond that a type is not expressed. */
const MAX_DEPTH = 24;

/** Some function; which one depends on the call. */
const ANY_FUNCTION: TypeShape = {
  kind: 'function',
  signatures: [
    {
      parameters: [{ name: 'args', type: { kind: 'array', element: { kind: 'any' } }, rest: true }],
      returns: { kind: 'any' },
    },
  ],
};

/**
 * Turns the types of a TypeScript program into TypeShapes. Named types go to the type table; what names of values stand
 * for is the ValueFlattener's.
 */
export class TypeFlattener {
  readonly table: TypeTable;
  readonly values: ValueFlattener;
  readonly signatures: SignatureReader;
  private readonly checker: ts.TypeChecker;
  private readonly platform: PlatformTypes;
  private readonly inProgress = new Set<ts.Type>();

  constructor(source: DeclarationProgram) {
    this.checker = source.checker;
    this.platform = new PlatformTypes(source);
    this.signatures = new SignatureReader(source.checker, this);
    this.table = new TypeTable(source, this, this.platform);
    this.values = new ValueFlattener(source, this, this.platform);
  }

  /** The shape of a type as written, with the order of unions and the names of aliases kept. */
  shapeOfNode(node: ts.TypeNode): TypeShape {
    if (ts.isParenthesizedTypeNode(node)) return this.shapeOfNode(node.type);
    if (ts.isUnionTypeNode(node)) return unionOf(node.types.map((it) => this.shapeOfNode(it)));
    if (ts.isArrayTypeNode(node)) return { kind: 'array', element: this.shapeOfNode(node.elementType) };
    const type = this.checker.getTypeFromTypeNode(node);
    if (ts.isTypeReferenceNode(node) && node.typeArguments?.length === 1 && !type.aliasSymbol) {
      const [argument] = node.typeArguments;
      if (argument && this.isPromise(type)) return { kind: 'promise', value: this.shapeOfNode(argument) };
      if (argument && this.checker.isArrayType(type)) {
        const frozen = type.symbol.name === 'ReadonlyArray';
        return { kind: 'array', element: this.shapeOfNode(argument), ...(frozen ? { readonly: true } : {}) };
      }
    }
    // What a name stands for could not be found; the reader of the documentation knows, we do not.
    if (type.flags & ts.TypeFlags.Any && !isAnyNode(node)) return UNKNOWN;
    const shape = this.shapeOf(type);
    // The defaults of type arguments that nobody wrote say nothing.
    if (shape.kind === 'builtin' && ts.isTypeReferenceNode(node) && !node.typeArguments)
      return { kind: 'builtin', name: shape.name };
    return shape;
  }

  shapeOf(type: ts.Type): TypeShape {
    const alias = type.aliasSymbol;
    if (alias && !(alias.flags & ts.SymbolFlags.Enum) && !this.platform.has(alias)) {
      return this.table.reference(alias, type.aliasTypeArguments ?? [], () => this.table.defineAlias(alias));
    }
    return this.shapeWithoutAlias(type);
  }

  shapeWithoutAlias(type: ts.Type): TypeShape {
    const simple = primitiveShape(type) ?? literalShape(type);
    if (simple) return simple;
    const { flags } = type;
    if (flags & ts.TypeFlags.EnumLike) return this.enumShape(type);
    if (flags & ts.TypeFlags.TypeParameter) return this.parameterShape(type);
    if (type.isUnion()) return this.unionShape(type);
    if (type.isIntersection()) return this.intersectionShape(type);
    if (flags & ts.TypeFlags.Object) return this.objectShape(type as ts.ObjectType);
    if (flags & ts.TypeFlags.StringMapping) return { kind: 'primitive', name: 'string' };
    // Conditional types, `T[K]` and their like depend on what a call makes of their type parameters.
    return UNKNOWN;
  }

  /**
   * The shape of what is passed for a type that depends on type parameters: whatever fits the type fits its
   * constraint. Not for results, of which the constraint says too little.
   */
  constraintShape(type: ts.Type): TypeShape {
    const constraint = this.checker.getBaseConstraintOfType(type);
    if (!constraint || constraint === type) return UNKNOWN;
    const members = constraint.isUnion() ? constraint.types : [constraint];
    if (members.every((it) => it.getCallSignatures().length > 0)) return ANY_FUNCTION;
    return this.shapeOf(constraint);
  }

  /** A type without a name: its call signatures, properties and index signatures, written out. */
  anonymousShape(type: ts.Type): TypeShape {
    return this.once(type, UNKNOWN, () => {
      const signatures = this.signatures.ofType(type);
      const object = this.objectOf(type);
      const bare = object.properties.length === 0 && !object.index;
      if (isOpenMapped(type))
        return bare ? UNKNOWN : { ...object, index: [{ key: 'string', value: { kind: 'any' } }] };
      if (signatures.length === 0) return object;
      const callable: TypeShape = { kind: 'function', signatures };
      return bare ? callable : { kind: 'intersection', types: [callable, object] };
    });
  }

  /** What `make` makes of a type, or `again` within itself: a type without a name that contains itself has no end. */
  once(type: ts.Type, again: TypeShape, make: () => TypeShape): TypeShape {
    if (this.inProgress.has(type) || this.inProgress.size > MAX_DEPTH) return again;
    this.inProgress.add(type);
    try {
      return make();
    } finally {
      this.inProgress.delete(type);
    }
  }

  private parameterShape(type: ts.Type): TypeShape {
    const { symbol } = type;
    // `this` is a type parameter that belongs to its class instead of having a name of its own.
    if (symbol && !(symbol.flags & ts.SymbolFlags.TypeParameter)) {
      return this.shapeOf(this.checker.getDeclaredTypeOfSymbol(symbol));
    }
    return symbol ? { kind: 'parameter', name: symbol.name } : UNKNOWN;
  }

  private enumShape(type: ts.Type): TypeShape {
    const { symbol } = type;
    if (symbol && symbol.flags & ts.SymbolFlags.Enum)
      return this.table.reference(symbol, [], () => this.table.defineEnum(symbol));
    if (type.isUnion()) return this.unionShape(type);
    const value = (type as ts.LiteralType).value;
    if (typeof value === 'string' || typeof value === 'number') return { kind: 'literal', value };
    return { kind: 'primitive', name: 'number' };
  }

  private unionShape(type: ts.UnionType): TypeShape {
    // The checker sorts `undefined` and `null` to the front; people write them last.
    const isEmpty = (it: ts.Type): boolean => (it.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) !== 0;
    const types = this.wholeEnums(type.types);
    const ordered = [...types.filter((it) => !isEmpty(it)), ...types.filter(isEmpty).reverse()];
    return unionOf(ordered.map((it) => this.shapeOf(it)));
  }

  /** A union holds an enum as its single members; where all of them are there, the enum itself is meant. */
  private wholeEnums(types: readonly ts.Type[]): ts.Type[] {
    const result = new Set<ts.Type>();
    for (const type of types) {
      const declaration = type.symbol?.valueDeclaration;
      if (!(type.flags & ts.TypeFlags.EnumLiteral) || !declaration || !ts.isEnumMember(declaration)) {
        result.add(type);
        continue;
      }
      const whole = this.checker.getTypeAtLocation(declaration.parent.name);
      const members = whole.isUnion() ? whole.types : [whole];
      result.add(members.every((member) => types.includes(member)) ? whole : type);
    }
    return [...result];
  }

  private intersectionShape(type: ts.IntersectionType): TypeShape {
    const plain = type.types.every(
      (it) => it.flags & ts.TypeFlags.Object && it.getCallSignatures().length === 0 && !isOpenMapped(it),
    );
    return plain ? this.anonymousShape(type) : intersectionOf(type.types.map((it) => this.shapeOf(it)));
  }

  private objectShape(type: ts.ObjectType): TypeShape {
    if (this.checker.isArrayType(type)) {
      const [element] = this.checker.getTypeArguments(type as ts.TypeReference);
      const frozen = type.symbol.name === 'ReadonlyArray';
      return {
        kind: 'array',
        element: element ? this.shapeOf(element) : UNKNOWN,
        ...(frozen ? { readonly: true } : {}),
      };
    }
    if (this.checker.isTupleType(type)) return this.tupleShape(type as ts.TupleTypeReference);

    const { symbol } = type;
    if (symbol && type.objectFlags & (ts.ObjectFlags.ClassOrInterface | ts.ObjectFlags.Reference)) {
      const args = this.argumentsOf(type);
      if (this.isPromise(type)) return { kind: 'promise', value: args[0] ? this.shapeOf(args[0]) : UNKNOWN };
      if (this.platform.has(symbol)) return this.platformShape(symbol, args);
      if (symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) {
        return this.table.reference(symbol, args, () => this.table.defineInterface(symbol));
      }
    }
    if (
      symbol &&
      type.objectFlags & ts.ObjectFlags.Anonymous &&
      symbol.flags & VALUE_SIDE &&
      !isMethodLike(symbol)
    ) {
      if (this.platform.has(symbol)) return { kind: 'builtin', name: `typeof ${symbol.name}` };
      return this.values.valueShape(symbol);
    }
    return this.anonymousShape(type);
  }

  private argumentsOf(type: ts.Type): readonly ts.Type[] {
    if (!((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference)) return [];
    const reference = type as ts.TypeReference;
    // The last argument of a class or interface may stand for `this`.
    return this.checker.getTypeArguments(reference).slice(0, reference.target.typeParameters?.length ?? 0);
  }

  private isPromise(type: ts.Type): boolean {
    const name = type.symbol?.name;
    if (name !== 'Promise' && name !== 'PromiseLike' && name !== 'Thenable') return false;
    return name === 'Thenable' || this.platform.has(type.symbol);
  }

  private platformShape(symbol: ts.Symbol, args: readonly ts.Type[]): TypeShape {
    switch (symbol.name) {
      case 'String':
      case 'Number':
      case 'Boolean':
        return { kind: 'primitive', name: symbol.name.toLowerCase() as 'string' | 'number' | 'boolean' };
      case 'Object':
        return { kind: 'any' };
      default:
        return {
          kind: 'builtin',
          name: symbol.name,
          ...(args.length > 0 ? { args: args.map((it) => this.shapeOf(it)) } : {}),
        };
    }
  }

  private tupleShape(type: ts.TupleTypeReference): TypeShape {
    const { elementFlags, labeledElementDeclarations, readonly } = type.target;
    const elements = this.checker.getTypeArguments(type).map((it, index): TupleElement => {
      const flags = elementFlags[index] ?? ts.ElementFlags.Required;
      const label = labeledElementDeclarations?.[index]?.name;
      return {
        type: flags & ts.ElementFlags.Optional ? withoutUndefined(this.shapeOf(it)) : this.shapeOf(it),
        ...(label && ts.isIdentifier(label) ? { name: label.text } : {}),
        ...(flags & ts.ElementFlags.Optional ? { optional: true } : {}),
        ...(flags & ts.ElementFlags.Variable ? { rest: true } : {}),
      };
    });
    return { kind: 'tuple', elements, ...(readonly ? { readonly: true } : {}) };
  }

  private objectOf(type: ts.Type): ObjectShape {
    const properties: Property[] = [];
    for (const symbol of this.checker.getPropertiesOfType(type)) {
      if (symbol.name === 'prototype' || isHiddenName(symbol.name) || isInaccessible(symbol)) continue;
      properties.push(this.values.propertyOf(symbol));
    }
    const index = this.checker.getIndexInfosOfType(type).flatMap((info) => {
      if (info.keyType.flags & ts.TypeFlags.ESSymbolLike) return [];
      const key = info.keyType.flags & ts.TypeFlags.Number ? ('number' as const) : ('string' as const);
      return [{ key, value: this.shapeOf(info.type) }];
    });
    return { kind: 'object', properties, ...(index.length > 0 ? { index } : {}) };
  }
}
