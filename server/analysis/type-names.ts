import type { ApiLibrary } from '../../index/library.js';
import { type Property, type TypeShape, UNKNOWN } from '../../index/type-shape.js';
import { isJsDoc } from '../syntax/comments.js';
import type { Scopes } from '../syntax/scopes.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { type JsDocTag, parseJsDoc, tagName } from './js-doc.js';
import { objectOf } from './shape-makers.js';
import { parseType } from './type-expression.js';
import { NO_LIBRARY, type Typed, UNKNOWN_TYPED } from './typed.js';

/** Reads types as a file states them: names are those that the file declares or imports, and those of the libraries. */
export class TypeExpressions {
  readonly #libraries: readonly ApiLibrary[];
  readonly #document: SyntaxDocument;
  readonly #read = new Map<string, Typed>();
  readonly #scopes: Scopes;
  #typedefs: Map<string, readonly JsDocTag[]> | undefined;
  #declarations: Map<string, SyntaxNode | undefined> | undefined;

  constructor(document: SyntaxDocument, scopes: Scopes, libraries: readonly ApiLibrary[]) {
    this.#document = document;
    this.#scopes = scopes;
    this.#libraries = libraries;
  }

  parse(text: string): Typed {
    const known = this.#read.get(text);
    if (known) return known;
    // A typedef that speaks of itself is unknown where it does.
    this.#read.set(text, UNKNOWN_TYPED);
    const libraries = new Set<ApiLibrary>();
    const shape = parseType(text, (name, args, module) => this.#named(name, args, module, libraries));
    const [library = NO_LIBRARY] = libraries;
    const typed = libraries.size > 1 ? UNKNOWN_TYPED : { shape, library };
    this.#read.set(text, typed);
    return typed;
  }

  /** The type that `@param`-like tags describe together: `options`, `options.msg`. Undefined if they state none. */
  tagged(tags: readonly JsDocTag[], name: string): Typed | undefined {
    const own = tags.find((tag) => tagName(tag)?.name === name);
    const parts = tags.filter((tag) => tagName(tag)?.name.startsWith(`${name}.`));
    const base = own?.type === undefined ? undefined : this.parse(own.type);
    if (parts.length === 0 || !/^(?:object|Object)$/.test(own?.type ?? 'object')) return base;
    return this.#object(parts, name.length + 1);
  }

  #object(tags: readonly JsDocTag[], prefix: number): Typed {
    const properties: Property[] = [];
    const libraries = new Set<ApiLibrary>();
    for (const tag of tags) {
      const found = tagName(tag);
      const path = found?.name.slice(prefix) ?? '';
      if (!found || path === '' || path.includes('.')) continue;
      const typed = tag.type === undefined ? UNKNOWN_TYPED : this.parse(tag.type);
      if (typed.library !== NO_LIBRARY) libraries.add(typed.library);
      const optional = found.optional || (tag.type?.endsWith('=') ?? false);
      properties.push({ name: path, type: typed.shape, ...(optional ? { optional: true as const } : {}) });
    }
    const [library = NO_LIBRARY] = libraries;
    return libraries.size > 1 ? UNKNOWN_TYPED : { shape: objectOf(properties), library };
  }

  #named(
    name: string,
    args: readonly TypeShape[],
    module: string | undefined,
    used: Set<ApiLibrary>,
  ): TypeShape {
    if (module !== undefined) return this.#ofLibraries([name], args, module, used);
    const own = this.#typedef(name) ?? this.#declared(name);
    if (own) {
      if (own.library !== NO_LIBRARY) used.add(own.library);
      return own.shape;
    }
    const [first = '', ...rest] = name.split('.');
    const binding = this.#scopes.program.get(first);
    if (!binding) return this.#ofLibraries([name], args, undefined, used);
    // A class or another value of the file is not the library's type of that name.
    if (binding.source.kind !== 'import') return UNKNOWN;
    const { module: source, name: imported } = binding.source;
    const path = [imported, ...rest].join('.');
    return this.#ofLibraries([path, rest.join('.')], args, source, used);
  }

  /** The first of the names that a library knows: of any library with globals, or of the one that has the module. */
  #ofLibraries(
    names: readonly string[],
    args: readonly TypeShape[],
    module: string | undefined,
    used: Set<ApiLibrary>,
  ): TypeShape {
    for (const library of this.#libraries) {
      const { globals, modules } = library.roots;
      // `Request` that is not imported is the browser's, whatever a module has under that name.
      if (module === undefined ? Object.keys(globals).length === 0 : !(module in modules)) continue;
      const name = names.find((it) => it !== '' && library.type(it) !== undefined);
      if (name === undefined) continue;
      used.add(library);
      return { kind: 'ref', name, ...(args.length > 0 ? { args } : {}) };
    }
    return UNKNOWN;
  }

  /** An interface or an alias of the file; unknown where it has parameters, extends another or is declared twice. */
  #declared(name: string): Typed | undefined {
    this.#declarations ??= this.#readDeclarations();
    if (!this.#declarations.has(name)) return undefined;
    const node = this.#declarations.get(name);
    const type = node?.get('value') ?? node?.get('body');
    if (!type || node?.get('type_parameters') || node?.first('extends_type_clause')) return UNKNOWN_TYPED;
    return this.parse(withoutComments(type.text));
  }

  #readDeclarations(): Map<string, SyntaxNode | undefined> {
    const found = new Map<string, SyntaxNode | undefined>();
    if (this.#document.language === 'javascript') return found;
    for (const statement of this.#document.program.children) {
      const node = statement.get('declaration') ?? statement;
      if (node.type !== 'interface_declaration' && node.type !== 'type_alias_declaration') continue;
      const name = node.get('name')?.text ?? '';
      found.set(name, found.has(name) ? undefined : node);
    }
    return found;
  }

  #typedef(name: string): Typed | undefined {
    this.#typedefs ??= this.#readTypedefs();
    const tags = this.#typedefs.get(name);
    const [own, ...rest] = tags ?? [];
    if (!own) return undefined;
    if (own.name === 'callback') return UNKNOWN_TYPED;
    if (own.type !== undefined && !/^(?:object|Object)$/.test(own.type)) return this.parse(own.type);
    return this.#object(
      rest.filter((tag) => tag.name === 'property' || tag.name === 'prop'),
      0,
    );
  }

  #readTypedefs(): Map<string, readonly JsDocTag[]> {
    const found = new Map<string, readonly JsDocTag[]>();
    if (this.#document.language !== 'javascript') return found;
    for (const comment of this.#document.comments) {
      const { text } = comment;
      if (!isJsDoc(text) || !/@(?:typedef|callback)\b/.test(text)) continue;
      const { tags } = parseJsDoc(text);
      tags.forEach((tag, at) => {
        if (tag.name !== 'typedef' && tag.name !== 'callback') return;
        const name = tagName(tag)?.name;
        const next = tags.findIndex((it, later) => later > at && it.name === 'typedef');
        if (name) found.set(name, tags.slice(at, next < 0 ? undefined : next));
      });
    }
    return found;
  }
}

/** A type's text without the comments in it. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n\r]*/g, ' ').trim();
}
