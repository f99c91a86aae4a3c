import type { Contract } from './contract.js';

/** What the file of corrections calls a contract: "options.url format", or its kind alone if it has no path. */
export function contractName(contract: Contract): string {
  const at = 'path' in contract ? contract.path : undefined;
  return at === undefined ? contract.kind : `${at} ${contract.kind}`;
}
