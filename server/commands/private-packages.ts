import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A package of the workspace that is worth indexing: it has types, and no public registry has it. */
export interface PrivatePackage {
  readonly name: string;
  readonly version?: string;
  /** Why it is taken for private, as a remark for people. */
  readonly why: string;
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly main?: string;
  readonly types?: string;
  readonly typings?: string;
  readonly exports?: unknown;
  readonly publishConfig?: { readonly registry?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const PUBLIC_REGISTRY = /^https:\/\/registry\.(npmjs\.org|yarnpkg\.com|npmmirror\.com)(\/|$)/;

/** The dependencies of a workspace folder that are private and typed, in the order of its package.json. */
export function findPrivatePackages(folder: string): PrivatePackage[] {
  const manifest = readManifest(join(folder, 'package.json'));
  const dependencies = {
    ...manifest?.dependencies,
    ...manifest?.peerDependencies,
    ...manifest?.devDependencies,
  };
  const registries = scopeRegistries(folder);
  const resolved = lockedAddresses(folder);
  return Object.entries(dependencies).flatMap(([name, wanted]): PrivatePackage[] => {
    const place = installedAt(name, folder);
    const installed = place && readManifest(join(place, 'package.json'));
    if (name === 'epigen' || !place || !installed || !hasTypes(place, installed)) return [];
    const why = whyPrivate(name, wanted, installed, registries, resolved.get(name));
    if (why === undefined) return [];
    return [{ name, ...(installed.version && { version: installed.version }), why }];
  });
}

function whyPrivate(
  name: string,
  wanted: string,
  installed: Manifest,
  registries: ReadonlyMap<string, string>,
  address: string | undefined,
): string | undefined {
  const local = /^(workspace|file|link|portal):/.exec(wanted)?.[1];
  if (local) return `a ${local === 'workspace' ? 'workspace' : 'local'} package`;
  if (/^(git\b|git\+|github:|gitlab:|bitbucket:|[\w-]+\/[\w.-]+$)/.test(wanted))
    return 'from a git repository';
  if (installed.private) return 'marked as private';
  const registry = installed.publishConfig?.registry;
  if (registry && !PUBLIC_REGISTRY.test(registry)) return `published to ${hostOf(registry)}`;
  const scoped = registries.get(name.split('/')[0] ?? '');
  if (scoped && !PUBLIC_REGISTRY.test(scoped)) return `its scope is served by ${hostOf(scoped)}`;
  // A company's mirror serves public packages too, so of those only scoped ones are taken for its own.
  if (name.startsWith('@') && !name.startsWith('@types/') && address && !PUBLIC_REGISTRY.test(address)) {
    return address === 'link' ? 'a workspace package' : `installed from ${hostOf(address)}`;
  }
  return undefined;
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host || address : address;
}

/** `@corp:registry=https://…` of the `.npmrc` files that npm reads for the folder. */
function scopeRegistries(folder: string): Map<string, string> {
  const text = readText(join(folder, '.npmrc')) ?? '';
  const lines = text.matchAll(/^\s*(@[\w.-]+):registry\s*=\s*["']?([^\s"']+)/gm);
  return new Map([...lines].map(([, scope = '', registry = '']) => [scope, registry]));
}

/** Where npm installed each package from, `link` for workspaces; empty without a package-lock.json. */
function lockedAddresses(folder: string): Map<string, string> {
  const lock = parse(readText(join(folder, 'package-lock.json'))) as
    | { packages?: Record<string, { resolved?: string; link?: boolean }> }
    | undefined;
  const addresses = new Map<string, string>();
  for (const [path, { resolved, link }] of Object.entries(lock?.packages ?? {})) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
    if (name && link) addresses.set(name, 'link');
    else if (name && resolved) addresses.set(name, resolved);
  }
  return addresses;
}

function installedAt(name: string, folder: string): string | undefined {
  const place = join(folder, 'node_modules', ...name.split('/'));
  if (existsSync(join(place, 'package.json'))) return place;
  return dirname(folder) === folder ? undefined : installedAt(name, dirname(folder));
}

function hasTypes(place: string, manifest: Manifest): boolean {
  if (manifest.types ?? manifest.typings) return true;
  if (JSON.stringify(manifest.exports ?? null).includes('"types"')) return true;
  const main = (manifest.main ?? 'index.js').replace(/\.[cm]?js$/, '');
  return [`${main}.d.ts`, 'index.d.ts'].some((file) => existsSync(join(place, file)));
}

function readManifest(file: string): Manifest | undefined {
  const value = parse(readText(file));
  return typeof value === 'object' && value !== null ? value : undefined;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    // A file that another tool owns and that is broken: that tool will say so.
    return undefined;
  }
}
