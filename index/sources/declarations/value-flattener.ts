import ts from 'typescript';
import { type Property, type TypeShape, UNKNOWN } from '../../type-shape.js';
import { statedDefault } from '../documentation.js';
import type { CallableNote } from '../shape-draft.js';
import { intersectionOf, withoutUndefined } from '../shapes.js';
import { callableNote } from './callable-note.js';
import { documentationOf } from './js-doc.js';
import type { PlatformTypes } from './platform-types.js';
import type { DeclarationProgram } from './program.js';
import {
  declaredTypeNode,
  isAbstract,
  isCallable,
  isInaccessible,
  isReadonly,
  isValue,
  resolved,
  VALUE_SIDE,
} from './symbols.js';
import type { TypeFlattener } from './type-flattener.js';
import { isModuleFile } from './type-names.js';

/** Turns what names stand for (variables, properties, functions, classes, namespaces, modules) into TypeShapes. */
export class ValueFlattener {
  readonly notes = new Map<Property, CallableNote>();
  private readonly checker: ts.TypeChecker;

  constructor(
    private readonly source: DeclarationProgram,
    private readonly types: TypeFlattener,
    private readonly platform: PlatformTypes,
  ) {
    this.checker = source.checker;
  }

  /** A property, method, or export; what can be called gets a note. */
  propertyOf(symbol: ts.Symbol, name: string = ts.symbolName(symbol)): Property {
    const target = resolved(this.checker, symbol);
    const declaration = target.valueDeclaration ?? target.declarations?.[0];
    const documentation = declaration ? documentationOf(declaration) : undefined;
    const optional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
    const type = this.isBroken(target)
      ? UNKNOWN
      : this.calledByName(target, this.typeOfProperty(target, declaration, optional));
    const text = [documentation?.description ?? '', ...(documentation?.demands ?? [])].join('\n').trim();
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
    const note = isCallable(type) && this.noteOf(target);
    if (note) this.notes.set(property, note);
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
    if (node && !(symbol.flags & ts.SymbolFlags.Transient)) return this.types.shapeOfNode(node);
    const shape = this.withAssigned(symbol, this.types.shapeOf(this.checker.getTypeOfSymbol(symbol)));
    return optional ? withoutUndefined(shape) : shape;
  }

  /** `declare const axios: AxiosStatic`: what can be called has its signatures here, whatever its type is called. */
  private calledByName(symbol: ts.Symbol, shape: TypeShape): TypeShape {
    const isVariable = symbol.flags & (ts.SymbolFlags.Variable | ts.SymbolFlags.Property);
    const isNamed = shape.kind === 'ref' || (shape.kind === 'intersection' && !isCallable(shape));
    if (!isNamed || !isVariable) return shape;
    const type = this.checker.getTypeOfSymbol(symbol);
    if (type.getCallSignatures().length === 0 && type.getConstructSignatures().length === 0) return shape;
    return this.types.once(type, shape, () => {
      const callable: TypeShape = { kind: 'function', signatures: this.types.signatures.ofType(type) };
      const hasMembers = this.checker.getPropertiesOfType(type).length > 0;
      return hasMembers ? intersectionOf([callable, shape]) : callable;
    });
  }

  /** In JavaScript `K.x = …` adds to `var K = { … }`, which the checker only admits where that was empty. */
  private withAssigned(symbol: ts.Symbol, shape: TypeShape): TypeShape {
    if (!(symbol.flags & ts.SymbolFlags.Assignment) || shape.kind !== 'object') return shape;
    const added = [...(symbol.exports?.values() ?? [])].filter(
      (it) => isValue(this.checker, it) && !shape.properties.some((property) => property.name === it.name),
    );
    if (added.length === 0) return shape;
    return { ...shape, properties: [...shape.properties, ...added.map((it) => this.propertyOf(it))] };
  }

  /** Whether what is declared cannot be trusted, since its declaration has a syntax error. */
  private isBroken(symbol: ts.Symbol): boolean {
    return (symbol.declarations ?? []).some((it) => {
      if (!ts.isFunctionLike(it) && !ts.isPropertySignature(it)) return false;
      const errors = this.source.syntaxErrors(it.getSourceFile());
      return errors.some(({ start }) => it.getStart() <= start && start <= it.getEnd());
    });
  }

  /** What an expression evaluates to, and what is known of it if it can be called. */
  valueOf(expression: ts.Expression): { shape: TypeShape; note?: CallableNote } {
    const named = ts.isIdentifier(expression) && this.checker.getSymbolAtLocation(expression);
    const type = this.checker.getTypeAtLocation(expression);
    const symbol = named || type.symbol;
    const shape = named ? this.valueShape(named) : this.types.shapeOf(type);
    const note = symbol && isCallable(shape) ? this.noteOf(symbol) : undefined;
    return { shape, ...(note ? { note } : {}) };
  }

  /** What an exported or global name evaluates to. */
  valueShape(symbol: ts.Symbol): TypeShape {
    const target = resolved(this.checker, symbol);
    const { flags } = target;
    const isType = flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Enum | ts.SymbolFlags.ValueModule);
    if (isType && this.platform.has(target)) return { kind: 'builtin', name: `typeof ${target.name}` };
    if (flags & ts.SymbolFlags.Enum)
      return this.types.table.reference(target, [], () => this.types.table.defineValueSide(target), 'value');
    if (flags & ts.SymbolFlags.ValueModule && !(flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class))) {
      return this.namespaceShape(target);
    }
    if (flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class)) return this.callableShape(target);
    return this.calledByName(target, this.typeOfProperty(target, target.valueDeclaration, false));
  }

  /** A namespace or module: a row of the type table whose properties are its exports. */
  private namespaceShape(symbol: ts.Symbol): TypeShape {
    const exportEquals = isModuleFile(symbol) && symbol.exports?.get(ts.InternalSymbolName.ExportEquals);
    if (exportEquals) return this.exportEqualsShape(symbol, exportEquals);
    return this.types.table.reference(symbol, [], () => this.types.table.defineValueSide(symbol), 'value');
  }

  /** What `export =` or `module.exports =` hands out. */
  exportEqualsShape(module: ts.Symbol, exportEquals: ts.Symbol): TypeShape {
    if (!(exportEquals.flags & ts.SymbolFlags.Assignment)) return this.valueShape(exportEquals);
    // In JavaScript later `module.exports.x = …` add to what was assigned; only the module's own type has both.
    const type = this.checker.getTypeOfSymbol(module);
    const named = type.symbol && type.symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class);
    return named ? this.valueShape(type.symbol) : this.types.anonymousShape(type);
  }

  private callableShape(symbol: ts.Symbol): TypeShape {
    const type = this.checker.getTypeOfSymbol(symbol);
    // Nobody constructs an abstract class.
    const signatures = isAbstract(symbol) ? [] : this.types.signatures.ofType(type);
    const hasMembers = this.checker
      .getPropertiesOfType(type)
      .some((it) => it.name !== 'prototype' && !isInaccessible(it));
    const members = () =>
      this.types.table.reference(symbol, [], () => this.types.table.defineValueSide(symbol), 'value');
    if (signatures.length === 0) return members();
    const callable: TypeShape = { kind: 'function', signatures };
    return hasMembers ? { kind: 'intersection', types: [callable, members()] } : callable;
  }

  /** What is known of something that can be called, following imports and re-exports. */
  noteOf(symbol: ts.Symbol): CallableNote | undefined {
    return callableNote(this.source, resolved(this.checker, symbol));
  }
}
