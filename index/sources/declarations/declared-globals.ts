import ts from 'typescript';
import type { DeclarationProgram } from './program.js';
import { moduleSymbol } from './symbols.js';

/** What the sources declare outside of their own modules. */
export interface Declared {
  /** Global name -> symbol, in the order of the documentation. */
  readonly globals: ReadonlyMap<string, ts.Symbol>;
  /** Name -> value, for code that sets `window.X = …` or `globalThis.X = …`. */
  readonly assigned: ReadonlyMap<string, ts.Expression>;
  /** `declare module 'x' { … }` -> symbol. */
  readonly ambientModules: ReadonlyMap<string, ts.Symbol>;
}

/** Collects the globals and ambient modules of all own files of the program. */
export function declaredGlobals(source: DeclarationProgram): Declared {
  const collector = new Collector(source.checker);
  for (const file of source.program.getSourceFiles()) {
    if (source.isOwn(file)) collector.file(file);
  }
  const { globals, assigned, ambientModules } = collector;
  return { globals, assigned, ambientModules };
}

class Collector {
  readonly globals = new Map<string, ts.Symbol>();
  readonly assigned = new Map<string, ts.Expression>();
  readonly ambientModules = new Map<string, ts.Symbol>();

  constructor(private readonly checker: ts.TypeChecker) {}

  file(file: ts.SourceFile): void {
    const isModule = moduleSymbol(this.checker, file) !== undefined;
    for (const statement of file.statements) {
      if (ts.isModuleDeclaration(statement)) this.moduleDeclaration(statement, !isModule);
      // `export as namespace X`: the module is a global in scripts.
      else if (ts.isNamespaceExportDeclaration(statement))
        this.add(statement.name, this.checker.getSymbolAtLocation(file));
      else if (!isModule) this.statement(statement);
    }
    if (/\.[cm]?jsx?$/i.test(file.fileName)) this.assignments(file);
  }

  /** Scripts of the browser hand out their library from within a function. */
  private assignments(node: ts.Node): void {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isPropertyAccessExpression(node.left) &&
      ts.isIdentifier(node.left.expression) &&
      /^(?:window|globalThis|self)$/.test(node.left.expression.text) &&
      !this.assigned.has(node.left.name.text)
    ) {
      this.assigned.set(node.left.name.text, node.right);
    }
    ts.forEachChild(node, (child) => this.assignments(child));
  }

  private moduleDeclaration(node: ts.ModuleDeclaration, isGlobal: boolean): void {
    if (node.flags & ts.NodeFlags.GlobalAugmentation) {
      if (node.body && ts.isModuleBlock(node.body))
        for (const it of node.body.statements) this.globalStatement(it);
    } else if (ts.isStringLiteral(node.name)) {
      const symbol = this.checker.getSymbolAtLocation(node.name);
      if (symbol && isGlobal) this.ambientModules.set(node.name.text, symbol);
    } else if (isGlobal) this.add(node.name);
  }

  private globalStatement(statement: ts.Statement): void {
    if (ts.isModuleDeclaration(statement)) this.moduleDeclaration(statement, true);
    else this.statement(statement);
  }

  private statement(statement: ts.Statement): void {
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations)
        if (ts.isIdentifier(name)) this.add(name);
    } else if (
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement)
    ) {
      if (statement.name) this.add(statement.name);
    } else if (
      ts.isInterfaceDeclaration(statement) &&
      /^(?:Window|WindowOrWorkerGlobalScope)$/.test(statement.name.text)
    ) {
      // `interface Window { HX: HXApi }` is how many libraries announce their global.
      for (const member of statement.members) {
        if (member.name && ts.isIdentifier(member.name)) this.add(member.name);
      }
    }
  }

  private add(name: ts.Identifier, symbol = this.checker.getSymbolAtLocation(name)): void {
    // Names that only exist as types, such as a namespace of interfaces, are nothing a program can reach.
    if (!symbol || !(symbol.flags & ts.SymbolFlags.Value) || this.globals.has(name.text)) return;
    this.globals.set(name.text, symbol);
  }
}
