import * as nodePath from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * The folder that paths of reports count from: the checkout if a CI system names it and the command runs within it,
 * else the working folder.
 */
export function reportRoot(
  cwd: string,
  { GITHUB_WORKSPACE: checkout }: NodeJS.ProcessEnv,
  path: nodePath.PlatformPath = nodePath,
): string {
  return checkout && isWithin(path.relative(checkout, cwd), path) ? checkout : cwd;
}

/** A path relative to a folder with forward slashes; undefined if the file lies elsewhere. */
export function pathWithin(
  root: string,
  file: string,
  path: nodePath.PlatformPath = nodePath,
): string | undefined {
  const way = path.relative(root, file);
  return isWithin(way, path) ? way.replaceAll(path.sep, '/') : undefined;
}

/** A path within a folder as a relative URI reference. Colons are escaped, so that none is read as a scheme. */
export function relativeUri(way: string): string {
  return way.split('/').map(encodeURIComponent).join('/');
}

/** The URI of an absolute path; of a folder it ends in a slash. */
export function fileUri(file: string, path: nodePath.PlatformPath = nodePath): string {
  return pathToFileURL(file, { windows: path.sep === '\\' }).href;
}

function isWithin(way: string, path: nodePath.PlatformPath): boolean {
  return way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}
