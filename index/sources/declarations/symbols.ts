import ts from 'typescript';
import type { TypeShape } from '../../type-shape.js';
import { callablePart } from '../shapes.js';

/** What is a type and a value in one, or has properties besides what it is. */
export const VALUE_SIDE =
  ts.SymbolFlags.Class | ts.SymbolFlags.Enum | ts.SymbolFlags.ValueModule | ts.SymbolFlags.Function;

/** Names that no program writes: well-known symbols and `#private` fields. */
export function isHiddenName(name: string): boolean {
  return /^(?:__@|__#|#)/.test(name) || (name.startsWith('__') && name in ts.InternalSymbolName);
}

/** The module that a file is, by its imports and exports or by CommonJS; undefined for a script. */
export function moduleSymbol(checker: ts.TypeChecker, file: ts.SourceFile): ts.Symbol | undefined {
  // The compiler's interface does not tell of CommonJS modules.
  const { commonJsModuleIndicator, symbol } = file as ts.SourceFile & {
    readonly commonJsModuleIndicator?: ts.Node | true;
    readonly symbol?: ts.Symbol;
  };
  return checker.getSymbolAtLocation(file) ?? (commonJsModuleIndicator ? symbol : undefined);
}

/** Follows imports and re-exports to the declaration. */
export function resolved(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** Whether there is something at run time, rather than a type only. */
export function isValue(checker: ts.TypeChecker, symbol: ts.Symbol): boolean {
  return (resolved(checker, symbol).flags & ts.SymbolFlags.Value) !== 0;
}

/** Private and protected members. */
export function isInaccessible(symbol: ts.Symbol): boolean {
  if (/^(?:__)?#/.test(symbol.name)) return true;
  const declaration = symbol.valueDeclaration;
  if (!declaration) return false;
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return (ts.getCombinedModifierFlags(declaration) & hidden) !== 0;
}

export function isMethodLike(symbol: ts.Symbol): boolean {
  return (symbol.flags & ts.SymbolFlags.Method) !== 0;
}

export function isReadonly(declaration: ts.Declaration): boolean {
  if (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Readonly) return true;
  if (!ts.isGetAccessorDeclaration(declaration)) return false;
  const { symbol } = declaration as ts.GetAccessorDeclaration & { readonly symbol: ts.Symbol };
  return !(symbol.flags & ts.SymbolFlags.SetAccessor);
}

/** The type a property or variable is declared with; undefined where it is inferred or the thing is a method. */
export function declaredTypeNode(declaration: ts.Declaration | undefined): ts.TypeNode | undefined {
  if (!declaration) return undefined;
  if (ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration)) return declaration.type;
  if (ts.isVariableDeclaration(declaration)) return declaration.type;
  return ts.isGetAccessorDeclaration(declaration) ? declaration.type : undefined;
}

export function isAnyNode(node: ts.TypeNode): boolean {
  return node.kind === ts.SyntaxKind.AnyKeyword || node.kind === ts.SyntaxKind.JSDocAllType;
}

export function isCallable(shape: TypeShape): boolean {
  return callablePart(shape) !== undefined;
}

const NOT_YET_KNOWN =
  ts.TypeFlags.Index | ts.TypeFlags.TypeParameter | ts.TypeFlags.IndexedAccess | ts.TypeFlags.Conditional;

/**
 * A mapped type over the keys of a type that is not known yet, such as `Partial<T>`: it may have more properties than
 * the checker can list. Ask for its properties first, since the checker fills in the keys lazily.
 */
export function isOpenMapped(type: ts.Type): boolean {
  if (!(type.flags & ts.TypeFlags.Object)) return false;
  const mapped = type as ts.ObjectType & { readonly constraintType?: ts.Type };
  if (!(mapped.objectFlags & ts.ObjectFlags.Mapped)) return false;
  const keys = mapped.constraintType;
  if (!keys) return true;
  return (keys.isUnionOrIntersection() ? keys.types : [keys]).some((it) => it.flags & NOT_YET_KNOWN);
}

/** An abstract class. */
export function isAbstract(symbol: ts.Symbol): boolean {
  const declaration = symbol.valueDeclaration;
  if (!declaration || !ts.isClassDeclaration(declaration)) return false;
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Abstract) !== 0;
}
