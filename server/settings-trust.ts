import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import { hostOf, isLoopback } from '../index/services/loopback.js';

/**
 * Why something may not stand in a workspace file. Whoever opens a foreign folder must not thereby send source code to
 * a foreign host or write outside that folder, so both need the user's own word.
 */
export interface TrustFinding {
  readonly what: string;
  readonly remedy: string;
}

const STORE_SCHEMES = ['redis:', 'rediss:', 'redis-sentinel:', 'redis-cluster:'];

/** Whether a store location is an address rather than a folder (`C:\data` is a folder). */
export function isStoreUrl(location: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(location);
}

/** What speaks against a store address that a workspace file names; undefined if nothing does. */
export function distrustStoreUrl(
  location: string,
  allowedHosts: readonly string[],
): TrustFinding | undefined {
  // A query could name another host than the address does, so none is taken; nor are characters over which readers of
  // addresses disagree.
  const match = /^([a-z][a-z0-9+.-]+:)\/\/([^/?#\\\s]*)(\/[^?#\\\s]*)?$/i.exec(location);
  const scheme = match?.[1]?.toLowerCase() ?? '';
  const authority = match?.[2] ?? '';
  if (!STORE_SCHEMES.includes(scheme)) {
    return {
      what: `"${location}" is not a store`,
      remedy: 'name a folder, or an address such as redis://127.0.0.1:6379',
    };
  }
  const at = authority.lastIndexOf('@');
  if (at >= 0 && authority.slice(0, at).includes(':')) {
    return {
      what: 'the store address contains a password',
      remedy: 'take it out of this file, and give the address with the password by --store',
    };
  }
  const hosts = authority
    .slice(at + 1)
    .split(',')
    .map(hostOf);
  return distrustHosts(hosts, 'store', allowedHosts);
}

/** What speaks against the address of a model or an embedding that a workspace file names. */
export function distrustServiceUrl(
  address: string,
  setting: string,
  allowedHosts: readonly string[],
): TrustFinding | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url?.hostname) {
    return {
      what: `"${address}" is not an address`,
      remedy: `write ${setting} as an address such as http://127.0.0.1:11434`,
    };
  }
  if (url.password !== '' || url.username !== '') {
    return {
      what: `${setting} contains a secret`,
      remedy: 'take it out of this file; secrets come from the environment',
    };
  }
  return distrustHosts([url.hostname], setting, allowedHosts);
}

/**
 * What speaks against a path that a setting of a workspace file names: it lies, by itself or through a link, outside the
 * workspace and the folders that the user allowed.
 */
export function distrustPath(
  path: string,
  setting: string,
  workspace: string,
  allowedFolders: readonly string[],
): TrustFinding | undefined {
  const isWithin = (folder: string) => isInside(path, folder) && isInside(realPath(path), realPath(folder));
  if ([workspace, ...allowedFolders].some(isWithin)) return undefined;
  const remedy =
    setting === 'store'
      ? 'name a folder inside it, or give this one by --store'
      : 'add its folder to allowedFolders in ~/.config/epigen/config.json or to EPIGEN_ALLOWED_FOLDERS';
  return { what: `${setting} names "${path}", which lies outside the workspace "${workspace}"`, remedy };
}

/** The folder that a configuration file speaks for: its repository if it lies in one, else its own folder. */
export function workspaceOf(folder: string): string {
  const home = homedir();
  for (let current = folder; ; current = dirname(current)) {
    // A home folder kept in git is not a workspace: everything of the user lies in it.
    if (isInside(home, current)) return folder;
    if (existsSync(join(current, '.git'))) return current;
    if (dirname(current) === current) return folder;
  }
}

function distrustHosts(
  hosts: readonly string[],
  setting: string,
  allowedHosts: readonly string[],
): TrustFinding | undefined {
  const allowed = new Set(allowedHosts.map((host) => hostOf(host.toLowerCase())));
  const foreign = hosts.find((host) => !isLoopback(host) && !allowed.has(host));
  if (foreign === undefined) return undefined;
  return {
    what: `${setting} names the host "${foreign}", and a workspace file may name only this machine`,
    remedy: 'add the host to allowedHosts in ~/.config/epigen/config.json or to EPIGEN_ALLOWED_HOSTS',
  };
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!isAbsolute(way) && way !== '..' && !/^\.\.[\\/]/.test(way));
}

/** The path with all links resolved, as far as it exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return dirname(path) === path ? path : join(realPath(dirname(path)), basename(path));
  }
}
