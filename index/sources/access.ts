import type { Access } from '../api-doc.js';
import { EpigenError } from '../error.js';

const GLOBAL_PATH = /^[\p{ID_Start}$_][\p{ID_Continue}$]*(\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*$/u;

/**
 * Reads what the user writes after `--access`: `global:HX`, `global:dd.biz` or `module:@corp/h5`.
 * Throws an `EpigenError` for everything else.
 */
export function parseAccess(text: string): Access {
  const colon = text.indexOf(':');
  const kind = text.slice(0, Math.max(colon, 0)).trim();
  const value = text.slice(colon + 1).trim();

  if (kind === 'global' && GLOBAL_PATH.test(value)) return { kind: 'global', path: value };
  if (kind === 'module' && value !== '' && !/\s/.test(value)) return { kind: 'module', module: value };
  throw new EpigenError(
    'the access path cannot be understood',
    text === '' ? 'access is empty' : `access ${text}`,
    'write global:NAME for a global such as global:HX, or module:NAME for a package such as module:@corp/h5',
  );
}

/**
 * What stands before the name of every callable: `HX.` for the global `HX`, nothing for modules and for libraries
 * that are several globals.
 */
export function libraryPrefix(access: Access): string {
  return access.kind === 'global' && access.path !== '' ? `${access.path}.` : '';
}
