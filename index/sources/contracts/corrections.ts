import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { findNodeAtLocation, getNodeValue, type Node, parseTree } from 'jsonc-parser';
import type { ApiDoc } from '../../api-doc.js';
import type { Contract } from '../../contract.js';
import { contractName } from '../../contract-name.js';
import { ApiCorrectionSchema, CorrectionsSchema, WrittenContractSchema } from '../../contract-schema.js';
import { EpigenError } from '../../error.js';
import type { SourceReport } from '../../library-reading.js';

/** What the reviewed file beside the configuration makes of the contracts of a library. */
export interface CorrectedApis {
  readonly apis: readonly ApiDoc[];
  /** Absent if there is no such file. */
  readonly report?: SourceReport;
}

interface Mistake {
  /** Where in the file. */
  readonly at: readonly (string | number)[];
  readonly why: string;
}

/**
 * Adds and removes contracts as the file says, which counts more than what was read. Entries that fit nothing are left
 * out and reported with their line. Throws an `EpigenError` for a file that is no JSON or has another form.
 */
export async function correctContracts(
  apis: readonly ApiDoc[],
  library: string,
  file: string | undefined,
): Promise<CorrectedApis> {
  const text = file === undefined ? undefined : await readFile(file, 'utf8').catch(() => undefined);
  if (file === undefined || text === undefined) return { apis };
  const tree = parseCorrections(text, file);
  const whole = CorrectionsSchema.safeParse(getNodeValue(tree));
  if (!whole.success) {
    const [issue] = whole.error.issues;
    const at = (issue?.path ?? []).filter((it) => typeof it !== 'symbol');
    throw new EpigenError(
      'the corrections of contracts cannot be understood',
      `${file}:${lineOf(tree, text, at)}`,
      `correct it there: ${issue?.message ?? ''}`,
    );
  }
  const mistakes: Mistake[] = [];
  const corrected = new Map(apis.map((it) => [it.name, it]));
  const { apis: entries = {}, bypass = {} } = whole.data.libraries[library] ?? {};
  for (const [name, entry] of Object.entries(entries)) {
    const at = ['libraries', library, 'apis', name];
    const api = corrected.get(name);
    if (api) corrected.set(name, correctedApi(api, entry, at, corrected, mistakes));
    else mistakes.push({ at, why: `${library} has no API ${name}` });
  }
  for (const [global, name] of Object.entries(bypass)) {
    const api = corrected.get(name);
    if (api) corrected.set(name, withBypass(api, global));
    else
      mistakes.push({ at: ['libraries', library, 'bypass', global], why: `${library} has no API ${name}` });
  }
  const skipped = mistakes.map(({ at, why }) => ({ line: lineOf(tree, text, at), why }));
  return { apis: [...corrected.values()], report: { file: path.resolve(file), records: 0, skipped } };
}

function parseCorrections(text: string, file: string): Node {
  const errors: { error: number; offset: number; length: number }[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (tree && !error) return tree;
  throw new EpigenError(
    'the corrections of contracts are not valid JSON',
    `${file}:${lineAt(text, error?.offset ?? 0)}`,
    'correct it there',
  );
}

function correctedApi(
  api: ApiDoc,
  entry: unknown,
  at: Mistake['at'],
  apis: ReadonlyMap<string, ApiDoc>,
  mistakes: Mistake[],
): ApiDoc {
  const parsed = ApiCorrectionSchema.safeParse(entry);
  if (!parsed.success) {
    for (const { path: inside, message } of parsed.error.issues)
      mistakes.push({ at: [...at, ...inside.filter((it) => typeof it !== 'symbol')], why: message });
    return api;
  }
  let contracts = [...api.contracts];
  for (const [index, removed] of (parsed.data.remove ?? []).entries()) {
    const left = contracts.filter((it) => !isNamed(it, removed));
    if (left.length === contracts.length)
      mistakes.push({ at: [...at, 'remove', index], why: `${api.name} has no contract "${removed}"` });
    contracts = left;
  }
  for (const [index, written] of (parsed.data.add ?? []).entries()) {
    const place = [...at, 'add', index];
    const added = WrittenContractSchema.safeParse(written);
    if (!added.success) {
      for (const { path: inside, message } of added.error.issues)
        mistakes.push({ at: [...place, ...inside.filter((it) => typeof it !== 'symbol')], why: message });
      continue;
    }
    const { sentence = `${at.at(-1)}: corrected by hand`, ...content } = added.data;
    const contract = { ...content, sentence, stated: 'tag' } as Contract;
    const why = misfit(contract, api, apis);
    if (why !== undefined) mistakes.push({ at: place, why });
    // What is written by hand takes the place of what was read.
    else contracts = [...contracts.filter((it) => keyOf(it) !== keyOf(contract)), contract];
  }
  return { ...api, contracts };
}

/** Whether `options.url format`, or `pair` for what has no path, names the contract. */
function isNamed(contract: Contract, text: string): boolean {
  return text.trim().split(/\s+/).join(' ') === contractName(contract);
}

function keyOf(contract: Contract): string {
  const names = 'names' in contract ? [...contract.names].sort().join() : '';
  return `${contractName(contract)} ${names}`;
}

/** Why a contract cannot be one of this API; undefined if it can. */
function misfit(contract: Contract, api: ApiDoc, apis: ReadonlyMap<string, ApiDoc>): string | undefined {
  const at = 'path' in contract ? contract.path?.split('.')[0] : undefined;
  const parameters = api.signatures.flatMap((it) => it.parameters.map((parameter) => parameter.name));
  if (at !== undefined && at !== 'returns' && api.signatures.length > 0 && !parameters.includes(at))
    return `${api.name} has no parameter ${at}`;
  const others =
    contract.kind === 'pair'
      ? contract.followedBy
      : contract.kind === 'closed'
        ? contract.by.flatMap((it) => (it.kind === 'api' ? [it.name] : []))
        : [];
  const missing = others.find((it) => !apis.has(it));
  return missing === undefined ? undefined : `there is no API ${missing}`;
}

function withBypass(api: ApiDoc, written: string): ApiDoc {
  const global = written.replace(/^(?:window|globalThis|self)\./, '');
  const sentence = `${api.name} replaces ${written}`;
  return {
    ...api,
    contracts: [...api.contracts, { kind: 'bypass', globals: [global], sentence, stated: 'tag' }],
  };
}

/** The line of the innermost thing that the path leads to. */
function lineOf(tree: Node, text: string, at: Mistake['at']): number {
  for (let length = at.length; length > 0; length--) {
    const node = findNodeAtLocation(tree, at.slice(0, length));
    // A key stands before its value.
    if (node) return lineAt(text, (node.parent?.type === 'property' ? node.parent : node).offset);
  }
  return 1;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
