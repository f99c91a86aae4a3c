import type { Access, ApiDoc } from '../../index/api-doc.js';

/** How a module of a library is already known in a file. */
export interface Imported {
  readonly module: string;
  /** Exported name -> local name; `default` and `*` for the default export and the namespace. */
  readonly names: ReadonlyMap<string, string>;
}

/** The name an API is called by in a file, and the import it needs if the file has none. */
export interface Callee {
  readonly text: string;
  readonly needs?: {
    readonly module: string;
    readonly export: string;
    readonly style: NonNullable<ModuleAccess['style']>;
  };
}

type ModuleAccess = Extract<Access, { kind: 'module' }>;

/** What stands before the parentheses of a call. Members of handles are called on their receiver instead. */
export function calleeOf(api: ApiDoc, imports: readonly Imported[]): Callee {
  const { access } = api;
  if (access.kind === 'global') return { text: api.name };
  const [root = api.name, ...rest] = api.name.split('.');
  const exported = access.export ?? root;
  const names = imports.find((it) => it.module === access.module)?.names;
  const direct = names?.get(exported);
  const tail = exported === root ? rest : exported === 'default' ? rest : api.name.split('.').slice(1);
  if (direct) return { text: [direct, ...tail].join('.') };
  const namespace = names?.get('*') ?? (exported !== 'default' ? names?.get('default') : undefined);
  if (namespace) return { text: [namespace, api.name].join('.') };
  return {
    text: api.name,
    needs: { module: access.module, export: exported, style: access.style ?? 'named' },
  };
}

/** Reads the imports and requires of a file; declarations in other forms are not seen. */
export function importsOf(text: string): Imported[] {
  const found = new Map<string, Map<string, string>>();
  const put = (module: string, exported: string, local: string): void => {
    const names = found.get(module) ?? new Map<string, string>();
    names.set(exported, local);
    found.set(module, names);
  };
  for (const [, clause = '', module = ''] of text.matchAll(
    /^\s*import\s+([^'"]+?)\s+from\s+['"]([^'"]+)['"]/gm,
  )) {
    const space = /\*\s+as\s+([\w$]+)/.exec(clause)?.[1];
    if (space) put(module, '*', space);
    const standard = /^([\w$]+)/.exec(clause)?.[1];
    if (standard) put(module, 'default', standard);
    for (const item of /\{([^}]*)\}/.exec(clause)?.[1]?.split(',') ?? []) {
      const [, exported, local] = /^\s*([\w$]+)(?:\s+as\s+([\w$]+))?\s*$/.exec(item) ?? [];
      if (exported) put(module, exported, local ?? exported);
    }
  }
  for (const [, target = '', module = ''] of text.matchAll(
    /(?:const|let|var)\s+(\{[^}]*\}|[\w$]+)\s*=\s*require\(\s*['"]([^'"]+)['"]\s*\)/g,
  )) {
    if (!target.startsWith('{')) put(module, '*', target);
    for (const item of /\{([^}]*)\}/.exec(target)?.[1]?.split(',') ?? []) {
      const [, exported, local] = /^\s*([\w$]+)(?:\s*:\s*([\w$]+))?\s*$/.exec(item) ?? [];
      if (exported) put(module, exported, local ?? exported);
    }
  }
  return [...found].map(([module, names]) => ({ module, names }));
}

/** The line that brings an API into a file. */
export function importLine(
  needs: NonNullable<Callee['needs']>,
  quote: string,
  semicolon: string,
  commonJs: boolean,
): string {
  const module = `${quote}${needs.module}${quote}`;
  const root = needs.export;
  if (commonJs || needs.style === 'commonjs')
    return `const ${needs.style === 'default' ? root : `{ ${root} }`} = require(${module})${semicolon}`;
  if (needs.style === 'default') return `import ${root} from ${module}${semicolon}`;
  if (needs.style === 'namespace') return `import * as ${root} from ${module}${semicolon}`;
  return `import { ${root} } from ${module}${semicolon}`;
}
