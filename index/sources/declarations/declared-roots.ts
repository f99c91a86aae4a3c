import ts from 'typescript';
import type { Access } from '../../api-doc.js';
import { EpigenError } from '../../error.js';
import type { Property, TypeShape } from '../../type-shape.js';
import type { RootDraft } from '../shape-draft.js';
import { type Declared, declaredGlobals } from './declared-globals.js';
import type { DeclarationProgram } from './program.js';
import { isValue, moduleSymbol, resolved } from './symbols.js';
import type { TypeFlattener } from './type-flattener.js';

export interface DeclaredRoots {
  readonly access: Access;
  readonly roots: readonly RootDraft[];
}

/**
 * Finds where the library begins: the global or module that the user names, else what the declarations offer. One
 * global is the library itself; several are a library of several globals (access path '').
 *
 * @param entries - The files that a program would import or load.
 * @param moduleName - The specifier of a module that the declarations do not name themselves.
 */
export function declaredRoots(
  source: DeclarationProgram,
  types: TypeFlattener,
  entries: readonly ts.SourceFile[],
  wanted: Access | undefined,
  moduleName: string,
): DeclaredRoots {
  const finder = new RootFinder(source, types, entries, declaredGlobals(source));
  if (wanted?.kind === 'global') return finder.global(wanted);
  if (wanted?.kind === 'module') return finder.module(wanted.module);
  return finder.anything(moduleName);
}

class RootFinder {
  private readonly modules: readonly ts.Symbol[];
  private readonly checker: ts.TypeChecker;

  constructor(
    source: DeclarationProgram,
    private readonly types: TypeFlattener,
    private readonly entries: readonly ts.SourceFile[],
    private readonly declared: Declared,
  ) {
    this.modules = entries.flatMap((file) => moduleSymbol(source.checker, file) ?? []);
    this.checker = source.checker;
  }

  private exportsOf(module: ts.Symbol): ts.Symbol[] {
    return this.checker.getExportsOfModule(module);
  }

  global(access: Extract<Access, { kind: 'global' }>): DeclaredRoots {
    const [name = ''] = access.path.split('.');
    if (name === '') return this.globals();
    const symbol = this.declared.globals.get(name);
    if (symbol) return { access, roots: [this.globalRoot(name, symbol)] };
    const value = this.declared.assigned.get(name);
    if (value) return { access, roots: [this.assignedRoot(name, value)] };
    const exported = this.exported(name);
    if (exported) return { access, roots: [this.globalRoot(name, exported)] };
    // A bundle that puts its exports under a global name is declared as a module all the same.
    if (this.declared.globals.size === 0 && this.modules.length > 0) {
      const { shape, note } = this.moduleRoot(name);
      return { access, roots: [{ kind: 'global', name, shape, ...(note ? { note } : {}) }] };
    }
    const others = [...this.declared.globals.keys(), ...this.declared.assigned.keys()].slice(0, 8).join(', ');
    throw new EpigenError(
      `the sources declare no global ${name}`,
      this.entries[0]?.fileName ?? name,
      others === ''
        ? 'check --access and the sources'
        : `they declare ${others}: name one of these as --access global:NAME`,
    );
  }

  module(name: string): DeclaredRoots {
    const access: Access = { kind: 'module', module: name };
    const ambient = this.declared.ambientModules.get(name);
    if (ambient) return { access, roots: [this.ambientRoot(name, ambient)] };
    if (this.modules.length > 0) return { access, roots: [this.moduleRoot(name)] };

    // Declarations of globals, used as a module because the user says so.
    const [single, ...others] = this.declared.globals;
    if (single && others.length === 0) return { access, roots: [this.globalAsModule(name, single[1])] };
    const properties = [...this.declared.globals].map(([export_, symbol]) =>
      this.types.values.propertyOf(symbol, export_),
    );
    return { access, roots: [{ kind: 'module', name, shape: this.moduleShape(name, properties) }] };
  }

  anything(moduleName: string): DeclaredRoots {
    const [ambient] = this.declared.ambientModules;
    if (
      this.modules.some(
        (it) => it.exports?.has(ts.InternalSymbolName.ExportEquals) || this.exportsOf(it).length > 0,
      )
    )
      return this.module(moduleName);
    if (ambient) {
      const roots = [...this.declared.ambientModules].map(([name, symbol]) => this.ambientRoot(name, symbol));
      return { access: { kind: 'module', module: ambient[0] }, roots };
    }
    return this.globals();
  }

  private globals(): DeclaredRoots {
    const assigned = [...this.declared.assigned].filter(([name]) => !this.declared.globals.has(name));
    const roots = [
      ...[...this.declared.globals].map(([name, symbol]) => this.globalRoot(name, symbol)),
      ...assigned.map(([name, value]) => this.assignedRoot(name, value)),
    ];
    const [only] = roots;
    const isOne = roots.length === 1 && only && only.shape.kind !== 'function';
    return { access: { kind: 'global', path: isOne ? only.name : '' }, roots };
  }

  private globalRoot(name: string, symbol: ts.Symbol): RootDraft {
    const { type } = this.types.values.propertyOf(symbol, name);
    const note = this.types.values.noteOf(symbol);
    return { kind: 'global', name, shape: type, ...(note ? { note } : {}) };
  }

  private assignedRoot(name: string, value: ts.Expression): RootDraft {
    const { shape, note } = this.types.values.valueOf(value);
    return { kind: 'global', name, shape, ...(note ? { note } : {}) };
  }

  /** A namespace export of one of the modules with this name, for a global that a module declares. */
  private exported(name: string): ts.Symbol | undefined {
    return this.modules.flatMap((it) => this.exportsOf(it)).find((it) => it.name === name);
  }

  private ambientRoot(name: string, symbol: ts.Symbol): RootDraft {
    const exportEquals = symbol.exports?.get(ts.InternalSymbolName.ExportEquals);
    if (exportEquals) return this.exportEqualsRoot(name, symbol, exportEquals);
    const properties = this.exportsOf(symbol).flatMap((it) => this.valueProperty(it));
    return { kind: 'module', name, shape: this.moduleShape(name, properties), types: this.typesOf([symbol]) };
  }

  private moduleRoot(name: string): RootDraft {
    const [first] = this.modules;
    const exportEquals = this.modules.length === 1 && first?.exports?.get(ts.InternalSymbolName.ExportEquals);
    if (first && exportEquals) return this.exportEqualsRoot(name, first, exportEquals);
    const properties: Property[] = [];
    const repeated: Property[] = [];
    const exported = new Map<string, ts.Symbol>();
    for (const symbol of this.modules.flatMap((it) => this.exportsOf(it))) {
      const earlier = exported.get(symbol.name);
      const target = resolved(this.checker, symbol);
      if (!earlier) exported.set(symbol.name, target);
      if (earlier !== target) (earlier ? repeated : properties).push(...this.valueProperty(symbol));
    }
    const shape = this.moduleShape(name, properties);
    const types = this.typesOf(this.modules);
    return { kind: 'module', name, shape, types, ...(repeated.length > 0 ? { repeated } : {}) };
  }

  private exportEqualsRoot(name: string, module: ts.Symbol, symbol: ts.Symbol): RootDraft {
    const note = this.types.values.noteOf(symbol);
    const exported = this.types.values.exportEqualsShape(module, symbol);
    const shape = exported.kind === 'object' ? this.moduleShape(name, exported.properties) : exported;
    const types = this.typesOf([module]);
    return { kind: 'module', name, shape, exportEquals: true, types, ...(note ? { note } : {}) };
  }

  private globalAsModule(name: string, symbol: ts.Symbol): RootDraft {
    const { type } = this.types.values.propertyOf(symbol, 'default');
    this.types.table.finish();
    const definition = type.kind === 'ref' ? this.types.table.definitions.get(type.name) : undefined;
    const inside = definition?.shape ?? type;
    const members = inside.kind === 'object' ? inside.properties : [];
    const itself: Property = { name: 'default', type };
    return { kind: 'module', name, shape: this.moduleShape(name, [...members, itself]) };
  }

  private moduleShape(name: string, properties: readonly Property[]): TypeShape {
    const key = `module:${name}`;
    this.types.table.names.reserve(key);
    this.types.table.definitions.set(key, { name: key, shape: { kind: 'object', properties }, own: true });
    return { kind: 'ref', name: key };
  }

  /** Names of what modules export as types only. */
  private typesOf(modules: readonly ts.Symbol[]): string[] {
    const exported = modules.flatMap((it) => this.exportsOf(it));
    return [...new Set(exported.filter((it) => !isValue(this.checker, it)).map((it) => it.name))];
  }

  private valueProperty(symbol: ts.Symbol): Property[] {
    return isValue(this.checker, symbol) ? [this.types.values.propertyOf(symbol)] : [];
  }
}
