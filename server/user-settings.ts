import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { type ParseError, parse } from 'jsonc-parser';
import { EpigenError } from '../index/error.js';

/** The user's own configuration file, which no workspace can write: `~/.config/epigen/config.json` or its equivalent. */
export function userConfigFile(environment: NodeJS.ProcessEnv = process.env): string {
  const base =
    environment.XDG_CONFIG_HOME ||
    (process.platform === 'win32' && environment.APPDATA) ||
    join(homedir(), '.config');
  return join(base, 'epigen', 'config.json');
}

/** What a workspace file may name beside this machine and the workspace. */
export interface Allowances {
  readonly hosts: readonly string[];
  /** Absolute. */
  readonly folders: readonly string[];
}

/**
 * What the user allows, in `EPIGEN_ALLOWED_HOSTS` (names separated by commas or spaces), in `EPIGEN_ALLOWED_FOLDERS`
 * (separated as in PATH) and in the user's own file. Throws EpigenError if that file cannot be understood.
 */
export function userAllowances(environment: NodeJS.ProcessEnv = process.env): Allowances {
  const hosts = (environment.EPIGEN_ALLOWED_HOSTS ?? '').split(/[\s,]+/).filter((host) => host !== '');
  const folders = (environment.EPIGEN_ALLOWED_FOLDERS ?? '').split(delimiter);
  return {
    hosts: [...hosts, ...listIn('allowedHosts', environment)],
    folders: [...folders, ...listIn('allowedFolders', environment)].filter((it) => isAbsolute(it)),
  };
}

/** A list of texts in the user's own file. */
function listIn(key: 'allowedHosts' | 'allowedFolders', environment: NodeJS.ProcessEnv): string[] {
  const file = userConfigFile(environment);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // Most users have no such file.
    return [];
  }
  const errors: ParseError[] = [];
  const content: unknown = parse(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true });
  const list: unknown =
    typeof content === 'object' && content !== null ? (Object(content)[key] ?? []) : undefined;
  if (errors.length > 0 || !Array.isArray(list) || !list.every((it) => typeof it === 'string')) {
    throw new EpigenError(
      'the user configuration cannot be understood',
      file,
      'write { "allowedHosts": ["redis.corp.example"], "allowedFolders": ["/opt/models"] } or remove the file',
    );
  }
  return list;
}
