import ts from 'typescript';
import type { Access } from '../../api-doc.js';
import { EpigenError } from '../../error.js';
import type { Property, TypeShape } from '../../type-shape.js';
import type { RootDraft } from '../shape-draft.js';
import { type Declared, declaredGlobals } from './declared-globals.js';
import type { DeclarationProgram } from './program.js';
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

  constructor(
    source: DeclarationProgram,
    private readonly types: TypeFlattener,
    private readonly entries: readonly ts.SourceFile[],
    private readonly declared: Declared,
  ) {
    this.modules = entries.flatMap((file) => source.checker.getSymbolAtLocation(file) ?? []);
    this.exportsOf = (module) => source.checker.getExportsOfModule(module);
  }

  private readonly exportsOf: (module: ts.Symbol) => ts.Symbol[];

  global(access: Extract<Access, { kind: 'global' }>): DeclaredRoots {
    const [name = ''] = access.path.split('.');
    if (name === '') return this.globals();
    const symbol = this.declared.globals.get(name) ?? this.exported(name);
    if (symbol) return { access, roots: [this.globalRoot(name, symbol)] };
    // A bundle that puts its exports under a global name is declared as a module all the same.
    if (this.declared.globals.size === 0 && this.modules.length > 0) {
      const { shape, note } = this.moduleRoot(name);
      return { access, roots: [{ kind: 'global', name, shape, ...(note ? { note } : {}) }] };
    }
    const others = [...this.declared.globals.keys()].slice(0, 8).join(', ');
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
      this.types.propertyOf(symbol, export_),
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
    const roots = [...this.declared.globals].map(([name, symbol]) => this.globalRoot(name, symbol));
    const [only] = roots;
    const isOne = roots.length === 1 && only && only.shape.kind !== 'function';
    return { access: { kind: 'global', path: isOne ? only.name : '' }, roots };
  }

  private globalRoot(name: string, symbol: ts.Symbol): RootDraft {
    const { type } = this.types.propertyOf(symbol, name);
    const note = this.types.noteOf(symbol);
    return { kind: 'global', name, shape: type, ...(note ? { note } : {}) };
  }

  /** A namespace export of one of the modules with this name, for a global that a module declares. */
  private exported(name: string): ts.Symbol | undefined {
    return this.modules.flatMap((it) => this.exportsOf(it)).find((it) => it.name === name);
  }

  private ambientRoot(name: string, symbol: ts.Symbol): RootDraft {
    const exportEquals = symbol.exports?.get(ts.InternalSymbolName.ExportEquals);
    if (exportEquals) return this.exportEqualsRoot(name, symbol, exportEquals);
    const properties = this.exportsOf(symbol).flatMap((it) => this.valueProperty(it));
    return { kind: 'module', name, shape: this.moduleShape(name, properties) };
  }

  private moduleRoot(name: string): RootDraft {
    const [first] = this.modules;
    const exportEquals = this.modules.length === 1 && first?.exports?.get(ts.InternalSymbolName.ExportEquals);
    if (first && exportEquals) return this.exportEqualsRoot(name, first, exportEquals);
    const properties = new Map<string, Property>();
    for (const module of this.modules) {
      for (const symbol of this.exportsOf(module)) {
        for (const property of this.valueProperty(symbol)) {
          if (!properties.has(property.name)) properties.set(property.name, property);
        }
      }
    }
    return { kind: 'module', name, shape: this.moduleShape(name, [...properties.values()]) };
  }

  private exportEqualsRoot(name: string, module: ts.Symbol, symbol: ts.Symbol): RootDraft {
    const note = this.types.noteOf(symbol);
    const exported = this.types.exportEqualsShape(module, symbol);
    const shape = exported.kind === 'object' ? this.moduleShape(name, exported.properties) : exported;
    return { kind: 'module', name, shape, exportEquals: true, ...(note ? { note } : {}) };
  }

  private globalAsModule(name: string, symbol: ts.Symbol): RootDraft {
    const { type } = this.types.propertyOf(symbol, 'default');
    this.types.finish();
    const definition = type.kind === 'ref' ? this.types.definitions.get(type.name) : undefined;
    const inside = definition?.shape ?? type;
    const members = inside.kind === 'object' ? inside.properties : [];
    const itself: Property = { name: 'default', type };
    return { kind: 'module', name, shape: this.moduleShape(name, [...members, itself]) };
  }

  private moduleShape(name: string, properties: readonly Property[]): TypeShape {
    const key = `module:${name}`;
    this.types.names.reserve(key);
    this.types.definitions.set(key, { name: key, shape: { kind: 'object', properties }, own: true });
    return { kind: 'ref', name: key };
  }

  private valueProperty(symbol: ts.Symbol): Property[] {
    if (!(this.types.resolved(symbol).flags & ts.SymbolFlags.Value)) return [];
    return [this.types.propertyOf(symbol)];
  }
}
