import type { ApiLibrary } from '../../index/library.js';
import { type NamedApi, namedApi } from '../analysis/api-use.js';
import { Inference } from '../analysis/inference.js';
import { chunkScopes } from '../syntax/chunk-scopes.js';
import { isJsDoc } from '../syntax/comments.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';
import type { Chunk } from '../syntax/syntax-node.js';
import { callFindings } from './calls.js';
import { deprecationFindings } from './deprecations.js';
import { importFindings } from './imports.js';
import { memberFindings } from './members.js';
import { declarationFindings } from './patterns.js';
import type { Finding } from './report.js';

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
}

/** Beyond this many names that may mean something else now, everything is looked at again. */
const MAX_NAMES = 64;

interface State {
  readonly libraries: readonly ApiLibrary[];
  readonly facts: Map<Chunk, StatementFacts>;
}

/** What is known of each document, from one version to the next. */
const states = new WeakMap<object, State>();

/**
 * The facts of all top-level statements of a document. Statements are looked at again only if they changed, or if they
 * mention a name that a changed statement declares.
 */
export function statementFacts(
  document: SyntaxDocument,
  libraries: readonly ApiLibrary[],
): ReadonlyMap<Chunk, StatementFacts> {
  const { chunks, lineage } = document;
  const before = states.get(lineage);
  const isSame =
    before?.libraries.length === libraries.length && before.libraries.every((it, at) => it === libraries[at]);
  const known: ReadonlyMap<Chunk, StatementFacts> = isSame ? before.facts : new Map();
  const stale = staleChunks(document, known);
  const facts = new Map<Chunk, StatementFacts>();
  let types: Inference | undefined;
  for (const [at, chunk] of chunks.entries()) {
    let own = stale.has(chunk) ? undefined : known.get(chunk);
    if (!own) {
      types ??= new Inference(document, libraries);
      own = factsOf(chunk, docBefore(chunks, at), types);
    }
    facts.set(chunk, own);
  }
  states.set(lineage, { libraries: [...libraries], facts });
  return facts;
}

/** Statements whose facts may be others now. */
function staleChunks(
  document: SyntaxDocument,
  known: ReadonlyMap<Chunk, StatementFacts>,
): ReadonlySet<Chunk> {
  const { chunks } = document;
  const stale = new Set<Chunk>();
  const names = new Set<string>();
  const gone = new Set(known.keys());
  for (const [at, chunk] of chunks.entries()) {
    gone.delete(chunk);
    const facts = known.get(chunk);
    if (facts && facts.doc === docBefore(chunks, at)) continue;
    stale.add(chunk);
    for (const name of facts?.names ?? namesOf(chunk)) names.add(name);
  }
  if (known.size === 0) return stale;
  for (const chunk of gone) for (const name of known.get(chunk)?.names ?? []) names.add(name);

  // Names that are added on the way are visited too.
  for (const name of names) {
    if (names.size > MAX_NAMES) return new Set(chunks);
    for (const chunk of chunksMentioning(name, document)) {
      if (stale.has(chunk)) continue;
      stale.add(chunk);
      for (const own of known.get(chunk)?.names ?? []) names.add(own);
    }
  }
  return stale;
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
  for (const capture of types.libraries.length > 0 ? chunk.captures : []) {
    const { name, node } = capture;
    const use = namedApi(capture, types);
    if (use) {
      uses.push(use);
      findings.push(...deprecationFindings(use));
    }
    if (name === 'call') findings.push(...callFindings(node, types));
    else if (name === 'member') findings.push(...memberFindings(node, types));
    else if (name.startsWith('binding.')) findings.push(...declarationFindings(capture, types));
    else if (name === 'import') findings.push(...importFindings(node, types));
  }
  findings.sort((a, b) => a.node.start - b.node.start);
  return { start: chunk.start, uses, findings, doc, names: namesOf(chunk) };
}

function namesOf(chunk: Chunk): readonly string[] {
  const { outer, assigned, mutatedOutside } = chunkScopes(chunk);
  const names = new Set([...outer.bindings.keys(), ...assigned.map((it) => it.name), ...mutatedOutside]);
  for (const { text } of chunk.comments) {
    if (!/@(?:typedef|callback)\b/.test(text)) continue;
    for (const [name] of text.matchAll(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu)) names.add(name);
  }
  return [...names];
}

/** Statements, with the one that a comment stands before, in whose text a name occurs as a word. */
function chunksMentioning(name: string, { text, chunks }: SyntaxDocument): Set<Chunk> {
  const found = new Set<Chunk>();
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
      const chunk = chunks[low];
      if (chunk) found.add(chunk);
      if (chunk?.root.type !== 'comment') break;
    }
  }
  return found;
}

function isWordPart(char: string): boolean {
  return /[\p{ID_Continue}$]/u.test(char);
}
