/*
 * The mutation test runs many mutants in one process. What a mutant left in a cache of a module would be the next one's,
 * which then would seem to be found. Caches of modules are WeakMaps: these ones are emptied before every run.
 */
const caches = new Set<WeakRef<EmptiableMap>>();
const Plain = globalThis.WeakMap;

class EmptiableMap<K extends WeakKey = WeakKey, V = unknown> extends Plain<K, V> {
  #held = new Plain<K, V>();

  constructor() {
    super();
    // Others, as those of mocha and tree-sitter, are left alone.
    if (/\/server\/(?:analysis|checks)\//.test(new Error().stack ?? ''))
      caches.add(new WeakRef(this as EmptiableMap));
  }

  empty(): void {
    this.#held = new Plain<K, V>();
  }

  override get(key: K): V | undefined {
    return this.#held.get(key);
  }

  override set(key: K, value: V): this {
    this.#held.set(key, value);
    return this;
  }

  override has(key: K): boolean {
    return this.#held.has(key);
  }

  override delete(key: K): boolean {
    return this.#held.delete(key);
  }
}

globalThis.WeakMap = EmptiableMap as typeof WeakMap;

export const mochaHooks = {
  beforeAll(): void {
    for (const it of caches) it.deref()?.empty();
  },
};
