import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
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

/**
 * The hosts that the user allows besides this machine, from `EPIGEN_ALLOWED_HOSTS` (names separated by commas or
 * spaces) and the user's own file. Throws EpigenError if that file cannot be understood.
 */
export function userAllowedHosts(environment: NodeJS.ProcessEnv = process.env): string[] {
  const fromEnvironment = (environment.EPIGEN_ALLOWED_HOSTS ?? '')
    .split(/[\s,]+/)
    .filter((host) => host !== '');
  const file = userConfigFile(environment);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // Most users have no such file.
    return fromEnvironment;
  }
  const errors: ParseError[] = [];
  const content: unknown = parse(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true });
  const hosts =
    typeof content === 'object' && content !== null && 'allowedHosts' in content ? content.allowedHosts : [];
  if (errors.length > 0 || !Array.isArray(hosts) || !hosts.every((host) => typeof host === 'string')) {
    throw new EpigenError(
      'the user configuration cannot be understood',
      file,
      'write { "allowedHosts": ["redis.corp.example"] } or remove the file',
    );
  }
  return [...fromEnvironment, ...hosts];
}
