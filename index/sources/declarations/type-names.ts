import path from 'node:path';
import ts from 'typescript';

/**
 * Gives every named type its row in the type table: `HX.Uploader`, `Collection`, `typeof Collection`. A name that is
 * taken by another symbol gets a number, as two modules of a package may both declare an `Options`.
 */
export class TypeNames {
  private readonly names = new Map<string, Map<ts.Symbol, string>>();
  private readonly taken = new Set<string>();

  of(symbol: ts.Symbol, side: 'type' | 'value'): string {
    let sameSide = this.names.get(side);
    if (!sameSide) {
      sameSide = new Map();
      this.names.set(side, sameSide);
    }
    const known = sameSide.get(symbol);
    if (known !== undefined) return known;

    const wanted = side === 'value' ? valueName(symbol) : qualifiedName(symbol);
    let name = wanted;
    for (let number = 2; this.taken.has(name); number += 1) name = `${wanted}~${number}`;
    this.taken.add(name);
    sameSide.set(symbol, name);
    return name;
  }

  /** Reserves a name for a definition that has no symbol. */
  reserve(name: string): void {
    this.taken.add(name);
  }
}

/** A namespace is known by its own name, a module by its file, the value side of everything else with `typeof`. */
function valueName(symbol: ts.Symbol): string {
  if (isModuleFile(symbol)) return `module:${moduleLabel(symbol)}`;
  if (symbol.flags & ts.SymbolFlags.ValueModule && !(symbol.flags & NAMED_BESIDES))
    return qualifiedName(symbol);
  return `typeof ${qualifiedName(symbol)}`;
}

const NAMED_BESIDES =
  ts.SymbolFlags.Class |
  ts.SymbolFlags.Enum |
  ts.SymbolFlags.Interface |
  ts.SymbolFlags.TypeAlias |
  ts.SymbolFlags.Function;

export function isModuleFile(symbol: ts.Symbol): boolean {
  return symbol.declarations?.some(ts.isSourceFile) ?? false;
}

function moduleLabel(symbol: ts.Symbol): string {
  const file = symbol.declarations?.find(ts.isSourceFile)?.fileName ?? symbol.name;
  const inPackage = /^.*[\\/]node_modules[\\/](.*)$/.exec(file)?.[1];
  const label = (inPackage ?? path.basename(file)).replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
  return label.replace(/\/index$/, '');
}

/** The name as written from the outermost namespace; modules and `declare global` do not count. */
export function qualifiedName(symbol: ts.Symbol): string {
  const declaration = symbol.declarations?.[0];
  const parts: string[] = [];
  for (let node = declaration?.parent; node; node = node.parent) {
    if (ts.isModuleDeclaration(node)) {
      if (!ts.isIdentifier(node.name) || node.flags & ts.NodeFlags.GlobalAugmentation) break;
      parts.unshift(node.name.text);
    }
  }
  return [...parts, ownName(symbol, declaration)].join('.');
}

function ownName(symbol: ts.Symbol, declaration: ts.Declaration | undefined): string {
  const name = ts.symbolName(symbol);
  if (name !== 'default' && !name.startsWith('__')) return name;
  const declared = declaration && ts.getNameOfDeclaration(declaration);
  if (declared && ts.isIdentifier(declared)) return declared.text;
  return name === 'default' && declaration
    ? path.basename(declaration.getSourceFile().fileName).replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '')
    : name.replace(/^__/, '');
}
