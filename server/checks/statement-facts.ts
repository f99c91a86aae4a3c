import type { ApiLibrary } from '../../index/library.js';
import { type NamedApi, namedApi } from '../analysis/api-use.js';
import { ANY_NAME, Inference } from '../analysis/inference.js';
import { chunkScopes } from '../syntax/chunk-scopes.js';
import { isJsDoc } from '../syntax/comments.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';
import type { Chunk } from '../syntax/syntax-node.js';
import { callFindings } from './calls.js';
import { bypassFindings } from './contracts/bypass.js';
import { contractFindings } from './contracts/contracts.js';
import { deprecationFindings } from './deprecations.js';
import { importFindings } from './imports.js';
import { memberFindings } from './members.js';
import { declarationFindings } from './patterns.js';
import { type Finding, fixesOf } from './report.js';
import { unawaitedFindings } from './unawaited.js';

/** What one top-level statement comes to, as long as nothing changes that it speaks of. */
export interface StatementFacts {
  /** Where the statement began when it was looked at: offsets in fixes count from there. */
  readonly start: number;
  readonly uses: readonly NamedApi[];
  readonly findings: readonly Finding[];
  /** The JSDoc comment before it, which may state types. */
  readonly doc: Chunk | undefined;
  /** What it declares or changes for the rest of the file. */
  readonly names: readonly string[];
  /** Names that it does not mention, but that fixes of its findings looked for. */
  readonly wanted: ReadonlySet<string>;
}

/** Beyond this many names that may mean something else now, everything is looked at again. */
const MAX_NAMES = 64;

interface State {
  readonly libraries: readonly ApiLibrary[];
  readonly chunks: readonly Chunk[];
  readonly facts: Map<Chunk, StatementFacts>;
}

/** What is known of each document, from one version to the next. */
const states = new WeakMap<object, State>();

/**
 * The facts of all top-level statements of a document, until its next version is asked about. Statements are looked at
 * again only if they changed, or if they mention a name that a changed statement declares.
 */
export function statementFacts(
  document: SyntaxDocument,
  libraries: readonly ApiLibrary[],
): ReadonlyMap<Chunk, StatementFacts> {
  const { chunks, lineage } = document;
  const before = states.get(lineage);
  const isSame =
    before?.libraries.length === libraries.length && before.libraries.every((it, at) => it === libraries[at]);
  const known: State = isSame ? before : { libraries: [...libraries], chunks: [], facts: new Map() };
  const { facts } = known;
  const { gone, stale } = differences(document, known);
  if (stale.size > 0) {
    const types = new Inference(document, libraries);
    for (const [chunk, doc] of stale) facts.set(chunk, factsOf(chunk, doc, types));
  }
  for (const chunk of gone) facts.delete(chunk);
  states.set(lineage, { ...known, chunks });
  return facts;
}

/** Statements that are there no more, and those whose facts may be others now with the comment before each. */
function differences(
  { chunks, text }: SyntaxDocument,
  { chunks: old, facts }: State,
): { gone: ReadonlySet<Chunk>; stale: ReadonlyMap<Chunk, Chunk | undefined> } {
  let first = 0;
  const shorter = Math.min(old.length, chunks.length);
  while (first < shorter && chunks[first] === old[first]) first += 1;
  let last = 0;
  while (last < shorter - first && chunks.at(-1 - last) === old.at(-1 - last)) last += 1;

  const stale = new Map<Chunk, Chunk | undefined>();
  const gone = new Set(old.slice(first, old.length - last));
  const names = new Set<string>();
  // The first statement behind what changed may have another comment before it.
  let end = chunks.length - last;
  while (chunks[end]?.root.type === 'comment') end += 1;
  for (let at = first; at < Math.min(end + 1, chunks.length); at += 1) {
    const chunk = chunks[at] as Chunk;
    gone.delete(chunk);
    const own = facts.get(chunk);
    if (own && own.doc === docBefore(chunks, at)) continue;
    stale.set(chunk, docBefore(chunks, at));
    for (const name of own?.names ?? namesOf(chunk)) names.add(name);
  }
  if (facts.size === 0) return { gone, stale };
  for (const chunk of gone) for (const name of facts.get(chunk)?.names ?? []) names.add(name);

  // Names that are added on the way are visited too.
  for (const name of names) {
    if (names.size > MAX_NAMES) {
      for (const [at, chunk] of chunks.entries()) stale.set(chunk, docBefore(chunks, at));
      break;
    }
    for (const at of [...chunksMentioning(name, text, chunks), ...chunksWanting(name, chunks, facts)]) {
      const chunk = chunks[at] as Chunk;
      if (stale.has(chunk)) continue;
      stale.set(chunk, docBefore(chunks, at));
      for (const own of facts.get(chunk)?.names ?? []) names.add(own);
    }
  }
  return { gone, stale };
}

/** The JSDoc comment before a statement; other comments may stand between. A comment has none. */
function docBefore(chunks: readonly Chunk[], at: number): Chunk | undefined {
  if (chunks[at]?.root.type === 'comment') return undefined;
  for (let before = at - 1; chunks[before]?.root.type === 'comment'; before -= 1) {
    const chunk = chunks[before];
    if (chunk && isJsDoc(chunk.root.text)) return chunk;
  }
  return undefined;
}

function factsOf(chunk: Chunk, doc: Chunk | undefined, types: Inference): StatementFacts {
  const uses: NamedApi[] = [];
  const findings: Finding[] = [];
  const wanted = types.collectWanted();
  for (const capture of types.libraries.length > 0 ? chunk.captures : []) {
    const { name, node } = capture;
    const use = namedApi(capture, types);
    if (use) {
      uses.push(use);
      findings.push(...deprecationFindings(use, types));
    }
    if (name === 'call' || name === 'member') findings.push(...bypassFindings(capture, types));
    if (name === 'call') {
      findings.push(...callFindings(node, types), ...contractFindings(node, types));
      findings.push(...unawaitedFindings(node, types));
    } else if (name === 'member') findings.push(...memberFindings(node, types));
    else if (name.startsWith('binding.')) findings.push(...declarationFindings(capture, types));
    else if (name === 'import') findings.push(...importFindings(node, types));
  }
  findings.sort((a, b) => a.node.start - b.node.start);
  // What the fixes depend on counts among what the statement wants.
  const settled = findings.map((it) => ({ ...it, fixes: fixesOf(it) }));
  return { start: chunk.start, uses, findings: settled, doc, names: namesOf(chunk), wanted };
}

function namesOf(chunk: Chunk): readonly string[] {
  const { outer, assigned, mutatedOutside } = chunkScopes(chunk);
  const names = new Set([...outer.bindings.keys(), ...assigned.map((it) => it.name), ...mutatedOutside]);
  // `const ;` declares what has no name, which every text would mention everywhere.
  names.delete('');
  for (const { text } of chunk.comments) {
    if (!/@(?:typedef|callback)\b/.test(text)) continue;
    for (const [name] of text.matchAll(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu)) names.add(name);
  }
  return [...names];
}

/** The places of statements, with the one that a comment stands before, in whose text a name occurs as a word. */
function chunksMentioning(name: string, text: string, chunks: readonly Chunk[]): Set<number> {
  const found = new Set<number>();
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    if (isWordPart(text.charAt(at - 1)) || isWordPart(text.charAt(at + name.length))) continue;
    let low = 0;
    let high = chunks.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((chunks[middle]?.start ?? 0) <= at) low = middle;
      else high = middle;
    }
    // A type that a comment names is one of the statement behind it.
    for (; low < chunks.length; low += 1) {
      found.add(low);
      if (chunks[low]?.root.type !== 'comment') break;
    }
  }
  return found;
}

/** The places of statements for which a name would be of use, or any name. */
function chunksWanting(
  name: string,
  chunks: readonly Chunk[],
  facts: ReadonlyMap<Chunk, StatementFacts>,
): readonly number[] {
  return chunks.flatMap((chunk, at) => {
    const wanted = facts.get(chunk)?.wanted;
    return wanted && wanted.size > 0 && (wanted.has(name) || wanted.has(ANY_NAME)) ? [at] : [];
  });
}

function isWordPart(char: string): boolean {
  return /[\p{ID_Continue}$]/u.test(char);
}
