import type { ApiDoc, Roots } from '../../api-doc.js';

/** The roots with the globals that APIs replace, so that a program can look them up without reading all records. */
export function withReplaced(roots: Roots, apis: readonly ApiDoc[]): Roots {
  const replaced = apis.flatMap(({ name, contracts }) =>
    contracts.flatMap((it) => (it.kind === 'bypass' ? it.globals.map((global) => [global, name]) : [])),
  );
  return replaced.length === 0 ? roots : { ...roots, replaced: Object.fromEntries(replaced) };
}
