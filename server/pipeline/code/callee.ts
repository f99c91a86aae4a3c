import type { Access, ApiDoc } from '../../../index/api-doc.js';
import type { Imported } from './imports.js';

/** An export that a file has to import, and the name it gets there. */
export interface Need {
  readonly module: string;
  /** `default` for the default export, `module.exports` for what `export =` exports. */
  readonly export: string;
  readonly local: string;
}

/** The name an API is called by in a file, and the import it needs if the file has none. */
export interface Callee {
  readonly text: string;
  readonly needs?: Need;
}

/**
 * What stands before the parentheses of a call; methods of handles are called on their receiver instead. `localFor`
 * gives the name under which an export is to be imported, free in the file.
 */
export function calleeOf(
  api: ApiDoc,
  imports: readonly Imported[],
  localFor: (need: Omit<Need, 'local'>, wanted: string) => string,
): Callee {
  const { access } = api;
  if (access.kind === 'global') return { text: api.name };
  const [root = api.name, ...rest] = api.name.split('.');
  const exported = exportOf(access, root);
  const known = imports.find((it) => it.module === access.module);
  const direct =
    known?.names.get(exported) ?? (exported === 'module.exports' ? known?.names.get('*') : undefined);
  if (direct) return { text: [direct, ...rest].join('.') };
  const namespace = known?.names.get('*');
  if (namespace && exported !== 'module.exports')
    return { text: [namespace, exported === 'default' ? 'default' : root, ...rest].join('.') };
  const need = { module: access.module, export: exported };
  const local = localFor(need, root);
  return { text: [local, ...rest].join('.'), needs: { ...need, local } };
}

function exportOf(access: Extract<Access, { kind: 'module' }>, root: string): string {
  if (access.export) return access.export;
  return access.style === 'commonjs' ? 'module.exports' : access.style === 'default' ? 'default' : root;
}
