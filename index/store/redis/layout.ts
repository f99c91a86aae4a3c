/*
 * Key names (DESIGN §2). The braces make Redis put everything of one library into one slot of a cluster.
 */

/** Announces new builds: `{"library", "build"}`. */
export const EVENTS = 'epigen:events';

/** Names the current build. */
export function currentKey(library: string): string {
  return `epigen:{${library}}:current`;
}

/** Matches the `current` keys of all libraries. */
export const ALL_CURRENT = 'epigen:{*}:current';

/** The library that a `current` key belongs to; undefined for another key. */
export function libraryOfCurrentKey(key: string): string | undefined {
  return /^epigen:\{(.*)\}:current$/su.exec(key)?.[1];
}

/** The keys of one build, which never change once `manifest` is there. */
export function buildKeys(library: string, build: string) {
  const prefix = `epigen:{${library}}:${build}`;
  return {
    /** Hash: what the folder's manifest says, roots, and the order of the records; written last. */
    manifest: `${prefix}:manifest`,
    /** Hash: API Key -> record as JSON. */
    apis: `${prefix}:apis`,
    /** Hash: name -> API Key. */
    names: `${prefix}:names`,
    /** JSON: what a model wrote developers would ask for, by record. */
    questions: `${prefix}:questions`,
    /** Hash: number of the chunk -> vectors of records and then of questions, 32-bit floats, little-endian. */
    vectors: `${prefix}:vectors`,
    /** What the embedding learned from the library; absent if it is not tuned. */
    tuning: `${prefix}:tuning`,
    /** Hash: name -> row of the type table as JSON. */
    types: `${prefix}:types`,
  };
}

/** Matches the manifests of all builds of a library. */
export function allManifests(library: string): string {
  return `epigen:{${library.replace(/[*?[\]\\]/gu, '\\$&')}}:*:manifest`;
}

/** The build that a manifest key belongs to. */
export function buildOfManifestKey(library: string, key: string): string {
  return key.slice(`epigen:{${library}}:`.length, -':manifest'.length);
}
