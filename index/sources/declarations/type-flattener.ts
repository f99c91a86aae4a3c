import ts from 'typescript';
import {
  type ObjectShape,
  type Property,
  type TupleElement,
  type TypeParameter,
  type TypeShape,
  UNKNOWN,
} from '../../type-shape.js';
import { statedDefault } from '../documentation.js';
import type { CallableNote, DefinitionDraft } from '../shape-draft.js';
import { intersectionOf, unionOf, withoutUndefined } from '../shapes.js';
import { documentationOf, mergedDocumentation } from './js-doc.js';
import { literalShape, primitiveShape } from './plain-types.js';
import { positionOf } from './position.js';
import type { DeclarationProgram } from './program.js';
import { SignatureReader } from './signature-reader.js';
import {
  declaredTypeNode,
  isAbstract,
  isAnyNode,
  isCallable,
  isHiddenName,
  isInaccessible,
  isMethodLike,
  isOpenMapped,
  isReadonly,
} from './symbols.js';
import { isModuleFile, TypeNames } from './type-names.js';

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

const VALUE_SIDE =
  ts.SymbolFlags.Class | ts.SymbolFlags.Enum | ts.SymbolFlags.ValueModule | ts.SymbolFlags.Function;

/** Turns the types of a TypeScript program into TypeShapes and the rows of a type table. */
export class TypeFlattener {
  readonly definitions = new Map<string, DefinitionDraft>();
  readonly notes = new Map<Property, CallableNote>();
  readonly names = new TypeNames();
  private readonly checker: ts.TypeChecker;
  private readonly signatures: SignatureReader;
  private readonly inProgress = new Set<ts.Type>();
  private readonly pending: (() => void)[] = [];
  private readonly begun = new Set<string>();

  constructor(private readonly source: DeclarationProgram) {
    this.checker = source.checker;
    this.signatures = new SignatureReader(source.checker, this);
  }

  /** Completes the rows that the shapes made so far refer to. */
  finish(): void {
    for (let work = this.pending.pop(); work; work = this.pending.pop()) work();
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
    if (alias && !(alias.flags & ts.SymbolFlags.Enum) && !this.isPlatformSymbol(alias)) {
      return this.reference(alias, type.aliasTypeArguments ?? [], () => this.defineAlias(alias));
    }
    return this.shapeWithoutAlias(type);
  }

  private shapeWithoutAlias(type: ts.Type): TypeShape {
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
      return this.reference(symbol, [], () => this.defineEnum(symbol));
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
      if (this.isPlatformSymbol(symbol)) return this.platformShape(symbol, args);
      if (symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) {
        return this.reference(symbol, args, () => this.defineInterface(symbol));
      }
    }
    if (
      symbol &&
      type.objectFlags & ts.ObjectFlags.Anonymous &&
      symbol.flags & VALUE_SIDE &&
      !isMethodLike(symbol)
    ) {
      if (this.isPlatformSymbol(symbol)) return { kind: 'builtin', name: `typeof ${symbol.name}` };
      return this.valueShape(symbol);
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
    return name === 'Thenable' || this.isPlatformSymbol(type.symbol);
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

  /** A type without a name: its call signatures, properties and index signatures, written out. */
  private anonymousShape(type: ts.Type): TypeShape {
    if (this.inProgress.has(type) || this.inProgress.size > MAX_DEPTH) return UNKNOWN;
    this.inProgress.add(type);
    try {
      const signatures = this.signatures.ofType(type);
      const object = this.objectOf(type);
      const bare = object.properties.length === 0 && !object.index;
      if (isOpenMapped(type))
        return bare ? UNKNOWN : { ...object, index: [{ key: 'string', value: { kind: 'any' } }] };
      if (signatures.length === 0) return object;
      const callable: TypeShape = { kind: 'function', signatures };
      return bare ? callable : { kind: 'intersection', types: [callable, object] };
    } finally {
      this.inProgress.delete(type);
    }
  }

  private objectOf(type: ts.Type): ObjectShape {
    const properties: Property[] = [];
    for (const symbol of this.checker.getPropertiesOfType(type)) {
      if (symbol.name === 'prototype' || isHiddenName(symbol.name) || isInaccessible(symbol)) continue;
      properties.push(this.propertyOf(symbol));
    }
    const index = this.checker.getIndexInfosOfType(type).flatMap((info) => {
      if (info.keyType.flags & ts.TypeFlags.ESSymbolLike) return [];
      const key = info.keyType.flags & ts.TypeFlags.Number ? ('number' as const) : ('string' as const);
      return [{ key, value: this.shapeOf(info.type) }];
    });
    return { kind: 'object', properties, ...(index.length > 0 ? { index } : {}) };
  }

  /** A property, method, or export; what can be called gets a note. */
  propertyOf(symbol: ts.Symbol, name: string = ts.symbolName(symbol)): Property {
    const target = this.resolved(symbol);
    const declaration = target.valueDeclaration ?? target.declarations?.[0];
    const documentation = declaration ? documentationOf(declaration) : undefined;
    const optional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
    const type = this.typeOfProperty(target, declaration, optional);
    const text = documentation?.description ?? '';
    const value = documentation?.default ?? statedDefault(text);
    const property: Property = {
      name,
      type,
      ...(optional ? { optional: true } : {}),
      ...(declaration && isReadonly(declaration) ? { readonly: true } : {}),
      ...(text !== '' ? { doc: text } : {}),
      ...(value !== undefined ? { default: value } : {}),
      ...(documentation?.deprecated !== undefined ? { deprecated: documentation.deprecated } : {}),
    };
    if (isCallable(type)) this.note(property, target);
    return property;
  }

  private typeOfProperty(
    symbol: ts.Symbol,
    declaration: ts.Declaration | undefined,
    optional: boolean,
  ): TypeShape {
    if (symbol.flags & VALUE_SIDE && !(symbol.flags & ts.SymbolFlags.Variable))
      return this.valueShape(symbol);
    const node = declaredTypeNode(declaration);
    if (node && !(symbol.flags & ts.SymbolFlags.Transient)) return this.shapeOfNode(node);
    const type = this.checker.getTypeOfSymbol(symbol);
    return optional ? withoutUndefined(this.shapeOf(type)) : this.shapeOf(type);
  }

  /** What an exported or global name evaluates to. */
  valueShape(symbol: ts.Symbol): TypeShape {
    const target = this.resolved(symbol);
    const { flags } = target;
    const isType = flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Enum | ts.SymbolFlags.ValueModule);
    if (isType && this.isPlatformSymbol(target)) return { kind: 'builtin', name: `typeof ${target.name}` };
    if (flags & ts.SymbolFlags.Enum)
      return this.reference(target, [], () => this.defineValueSide(target), 'value');
    if (flags & ts.SymbolFlags.ValueModule && !(flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class))) {
      return this.namespaceShape(target);
    }
    if (flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class)) return this.callableShape(target);
    return this.typeOfProperty(target, target.valueDeclaration, false);
  }

  /** A namespace or module: a row of the type table whose properties are its exports. */
  private namespaceShape(symbol: ts.Symbol): TypeShape {
    const exportEquals = isModuleFile(symbol) && symbol.exports?.get(ts.InternalSymbolName.ExportEquals);
    if (exportEquals) return this.exportEqualsShape(symbol, exportEquals);
    return this.reference(symbol, [], () => this.defineValueSide(symbol), 'value');
  }

  /** What `export =` or `module.exports =` hands out. */
  exportEqualsShape(module: ts.Symbol, exportEquals: ts.Symbol): TypeShape {
    if (!(exportEquals.flags & ts.SymbolFlags.Assignment)) return this.valueShape(exportEquals);
    // In JavaScript later `module.exports.x = …` add to what was assigned; only the module's own type has both.
    const type = this.checker.getTypeOfSymbol(module);
    const named = type.symbol && type.symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class);
    return named ? this.valueShape(type.symbol) : this.anonymousShape(type);
  }

  private callableShape(symbol: ts.Symbol): TypeShape {
    const type = this.checker.getTypeOfSymbol(symbol);
    // Nobody constructs an abstract class.
    const signatures = isAbstract(symbol) ? [] : this.signatures.ofType(type);
    const hasMembers = this.checker
      .getPropertiesOfType(type)
      .some((it) => it.name !== 'prototype' && !isInaccessible(it));
    const members = () => this.reference(symbol, [], () => this.defineValueSide(symbol), 'value');
    if (signatures.length === 0) return members();
    const callable: TypeShape = { kind: 'function', signatures };
    return hasMembers ? { kind: 'intersection', types: [callable, members()] } : callable;
  }

  private reference(
    symbol: ts.Symbol,
    args: readonly ts.Type[],
    define: () => DefinitionDraft,
    side: 'type' | 'value' = 'type',
  ): TypeShape {
    const name = this.names.of(symbol, side);
    if (!this.begun.has(name)) {
      this.begun.add(name);
      this.pending.push(() => this.definitions.set(name, define()));
    }
    return { kind: 'ref', name, ...(args.length > 0 ? { args: args.map((it) => this.shapeOf(it)) } : {}) };
  }

  private defineInterface(symbol: ts.Symbol): DefinitionDraft {
    const type = this.checker.getDeclaredTypeOfSymbol(symbol);
    const declared = type as ts.InterfaceType;
    const bases = this.basesOf(declared);
    const isClass = (symbol.flags & ts.SymbolFlags.Class) !== 0;
    return {
      ...this.definition(symbol, 'type', this.anonymousShape(type)),
      ...this.typeParameters(declared.typeParameters),
      ...(bases.length > 0 ? { bases } : {}),
      ...(isClass && this.checker.getPropertiesOfType(type).some(isInaccessible) ? { nominal: true } : {}),
      ...(isClass ? { constructible: true } : {}),
    };
  }

  private defineAlias(symbol: ts.Symbol): DefinitionDraft {
    const declaration = symbol.declarations?.find(ts.isTypeAliasDeclaration);
    const type = this.checker.getDeclaredTypeOfSymbol(symbol);
    const union = declaration && ts.isUnionTypeNode(declaration.type) ? declaration.type : undefined;
    const shape = union ? this.shapeOfNode(union) : this.shapeWithoutAlias(type);
    const parameters = (declaration?.typeParameters ?? []).map((it) => this.checker.getTypeAtLocation(it));
    return {
      ...this.definition(symbol, 'type', shape),
      ...this.typeParameters(parameters as ts.TypeParameter[]),
    };
  }

  private defineEnum(symbol: ts.Symbol): DefinitionDraft {
    const members = (symbol.declarations ?? []).filter(ts.isEnumDeclaration).flatMap((it) => [...it.members]);
    const values = members.map((it) => this.checker.getConstantValue(it));
    const known = values.flatMap((value): TypeShape[] =>
      value === undefined ? [] : [{ kind: 'literal', value }],
    );
    const open: TypeShape = { kind: 'primitive', name: 'number' };
    return this.definition(
      symbol,
      'type',
      known.length === values.length && known.length > 0 ? unionOf(known) : open,
    );
  }

  /** The static side of a class, the properties of a function, the members of an enum, the exports of a module. */
  private defineValueSide(symbol: ts.Symbol): DefinitionDraft {
    const isModule =
      (symbol.flags & ts.SymbolFlags.ValueModule) !== 0 && !(symbol.flags & ts.SymbolFlags.Class);
    const members = isModule
      ? this.checker.getExportsOfModule(symbol).filter((it) => this.isValue(it))
      : this.checker.getPropertiesOfType(this.checker.getTypeOfSymbol(symbol));
    const properties = members
      .filter((it) => it.name !== 'prototype' && !isHiddenName(it.name) && !isInaccessible(it))
      .map((it) => this.propertyOf(it));
    return this.definition(symbol, 'value', { kind: 'object', properties });
  }

  private definition(symbol: ts.Symbol, side: 'type' | 'value', shape: TypeShape): DefinitionDraft {
    const documented = symbol.declarations?.find((it) => documentationOf(it).description !== '');
    const doc = documented && !ts.isSourceFile(documented) ? documentationOf(documented).description : '';
    return {
      name: this.names.of(symbol, side),
      shape,
      own: symbol.declarations?.some((it) => this.source.isOwn(it.getSourceFile())) ?? false,
      ...(doc !== '' ? { doc } : {}),
    };
  }

  private basesOf(type: ts.InterfaceType): string[] {
    const bases: string[] = [];
    const queue: ts.BaseType[] = [...this.checker.getBaseTypes(type)];
    for (let base = queue.shift(); base; base = queue.shift()) {
      const { symbol } = base;
      if (!symbol || bases.length > 32) continue;
      const name = this.isPlatformSymbol(symbol) ? symbol.name : this.names.of(symbol, 'type');
      if (!bases.includes(name)) bases.push(name);
      const declared = this.checker.getDeclaredTypeOfSymbol(symbol);
      if (declared.isClassOrInterface()) queue.push(...this.checker.getBaseTypes(declared));
    }
    return bases;
  }

  /** `{ parameters }`, or nothing if there are none. */
  typeParameters(types: readonly ts.TypeParameter[] | undefined): { parameters?: readonly TypeParameter[] } {
    const parameters = (types ?? []).map((type): TypeParameter => {
      const constraint = type.getConstraint();
      const fallback = type.getDefault();
      return {
        name: type.symbol.name,
        ...(constraint ? { constraint: this.shapeOf(constraint) } : {}),
        ...(fallback ? { default: this.shapeOf(fallback) } : {}),
      };
    });
    return parameters.length > 0 ? { parameters } : {};
  }

  /** Remembers the documentation of what a property calls. */
  private note(property: Property, symbol: ts.Symbol): void {
    const note = this.noteOf(symbol);
    if (note) this.notes.set(property, note);
  }

  noteOf(symbol: ts.Symbol): CallableNote | undefined {
    const target = this.resolved(symbol);
    const type = this.checker.getTypeOfSymbol(target);
    const called = [...type.getCallSignatures(), ...type.getConstructSignatures()].flatMap(
      (it) => it.declaration ?? [],
    );
    // A class may be documented at the class and at its constructor: the class says what it is.
    const declarations = [...(target.declarations ?? []), ...called];
    const own = declarations.filter((it) => this.source.isOwn(it.getSourceFile()));
    const candidates = own.length > 0 ? own : declarations;
    const documented = candidates.find((it) => documentationOf(it).description !== '');
    const place = documented ?? candidates[0];
    if (!place) return undefined;
    const declaredName = ts.getNameOfDeclaration(place);
    return {
      documentation: mergedDocumentation(candidates.map((it) => documentationOf(it))),
      source: positionOf(place),
      own: own.length > 0,
      ...(declaredName && ts.isIdentifier(declaredName) ? { declaredName: declaredName.text } : {}),
    };
  }

  /** Follows imports and re-exports to the declaration. */
  resolved(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  private isValue(symbol: ts.Symbol): boolean {
    return (this.resolved(symbol).flags & ts.SymbolFlags.Value) !== 0;
  }

  private isPlatformSymbol(symbol: ts.Symbol): boolean {
    const { declarations } = symbol;
    if (!declarations || declarations.length === 0) return false;
    // An interface of the platform stays one when the library adds to it, as `Window` with a global.
    return declarations.some((it) => this.source.isPlatform(it.getSourceFile()));
  }
}
