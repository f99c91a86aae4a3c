import ts from 'typescript';
import type { TypeParameter, TypeShape } from '../../type-shape.js';
import type { DefinitionDraft } from '../shape-draft.js';
import { unionOf } from '../shapes.js';
import { documentationOf } from './js-doc.js';
import type { PlatformTypes } from './platform-types.js';
import type { DeclarationProgram } from './program.js';
import { isHiddenName, isInaccessible, isValue } from './symbols.js';
import type { TypeFlattener } from './type-flattener.js';
import { TypeNames } from './type-names.js';

/** The rows of the type table: one for each named type, and for each value whose properties are its own. */
export class TypeTable {
  readonly definitions = new Map<string, DefinitionDraft>();
  readonly names = new TypeNames();
  private readonly checker: ts.TypeChecker;
  /** Rows are made one after the other rather than within one another, as deep as types refer to types. */
  private readonly pending: (() => void)[] = [];
  private readonly begun = new Set<string>();

  constructor(
    private readonly source: DeclarationProgram,
    private readonly types: TypeFlattener,
    private readonly platform: PlatformTypes,
  ) {
    this.checker = source.checker;
  }

  /** Completes the rows that the shapes made so far refer to. */
  finish(): void {
    for (let work = this.pending.pop(); work; work = this.pending.pop()) work();
  }

  /** A reference to a row of the table, which `define` makes when the time comes. */
  reference(
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
    return {
      kind: 'ref',
      name,
      ...(args.length > 0 ? { args: args.map((it) => this.types.shapeOf(it)) } : {}),
    };
  }

  defineInterface(symbol: ts.Symbol): DefinitionDraft {
    const type = this.checker.getDeclaredTypeOfSymbol(symbol);
    const declared = type as ts.InterfaceType;
    const bases = this.basesOf(declared);
    const isClass = (symbol.flags & ts.SymbolFlags.Class) !== 0;
    return {
      ...this.definition(symbol, 'type', this.types.anonymousShape(type)),
      ...this.typeParameters(declared.typeParameters),
      ...(bases.length > 0 ? { bases } : {}),
      ...(isClass && this.checker.getPropertiesOfType(type).some(isInaccessible) ? { nominal: true } : {}),
      ...(isClass ? { constructible: true } : {}),
    };
  }

  defineAlias(symbol: ts.Symbol): DefinitionDraft {
    const declaration = symbol.declarations?.find(ts.isTypeAliasDeclaration);
    const type = this.checker.getDeclaredTypeOfSymbol(symbol);
    const union = declaration && ts.isUnionTypeNode(declaration.type) ? declaration.type : undefined;
    const shape = union ? this.types.shapeOfNode(union) : this.types.shapeWithoutAlias(type);
    const parameters = (declaration?.typeParameters ?? []).map((it) => this.checker.getTypeAtLocation(it));
    return {
      ...this.definition(symbol, 'type', shape),
      ...this.typeParameters(parameters as ts.TypeParameter[]),
    };
  }

  defineEnum(symbol: ts.Symbol): DefinitionDraft {
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
  defineValueSide(symbol: ts.Symbol): DefinitionDraft {
    const isModule =
      (symbol.flags & ts.SymbolFlags.ValueModule) !== 0 && !(symbol.flags & ts.SymbolFlags.Class);
    const members = isModule
      ? this.checker.getExportsOfModule(symbol).filter((it) => isValue(this.checker, it))
      : this.checker.getPropertiesOfType(this.checker.getTypeOfSymbol(symbol));
    const properties = members
      .filter((it) => it.name !== 'prototype' && !isHiddenName(it.name) && !isInaccessible(it))
      .map((it) => this.types.values.propertyOf(it));
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
      const name = this.platform.has(symbol) ? symbol.name : this.names.of(symbol, 'type');
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
        ...(constraint ? { constraint: this.types.shapeOf(constraint) } : {}),
        ...(fallback ? { default: this.types.shapeOf(fallback) } : {}),
      };
    });
    return parameters.length > 0 ? { parameters } : {};
  }
}
