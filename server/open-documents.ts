import {
  Range,
  type TextDocumentContentChangeEvent,
  type TextDocumentItem,
} from 'vscode-languageserver/node';
import type { CheckedDocument } from './checks/checked-document.js';

/** What takes no longer than this is checked as soon as no message waits; editors see it in the same frame. */
const QUICK_MS = 8;
/** A file that takes long to check is checked less often, so that typing in it stays possible. */
const MAX_SETTLE_MS = 1_000;

/** How texts become facts; given from outside, since the parser is loaded late. `Source` is the parsed document. */
export interface DocumentEngine<Source> {
  open(item: TextDocumentItem): Source;
  /** The source after the changes; may give back the same object, changed. */
  change(source: Source, changes: readonly TextDocumentContentChangeEvent[], version: number): Source;
  analyze(source: Source): CheckedDocument;
  /** Whether facts would be complete; before that nothing is checked without being asked for, and `recheck` follows. */
  isReady(source: Source): boolean;
  /** Lets go of the syntax tree. */
  close(source: Source): void;
}

interface Entry<Source> {
  source: Source;
  version: number;
  /** The facts of this version and these libraries, once somebody asked. */
  analyzed: CheckedDocument | undefined;
  /** Takes back what is scheduled. */
  cancel: () => void;
  /** What the last check after a change cost; the first one of a text says nothing of those that follow. */
  costMs: number;
  isFirst: boolean;
}

/** The documents that the editor has open, and their facts at the current version. */
export class OpenDocuments<Source> {
  readonly #engine: DocumentEngine<Source>;
  readonly #publish: (document: CheckedDocument) => void;
  readonly #entries = new Map<string, Entry<Source>>();

  /** `publish` is called with the facts of a document some moments after every change of it. */
  constructor(engine: DocumentEngine<Source>, publish: (document: CheckedDocument) => void) {
    this.#engine = engine;
    this.#publish = publish;
  }

  open(item: TextDocumentItem): void {
    // Some clients open a document twice; the newer text counts.
    this.close(item.uri);
    const entry: Entry<Source> = {
      source: this.#engine.open(item),
      version: item.version,
      analyzed: undefined,
      cancel: () => {},
      costMs: 0,
      isFirst: true,
    };
    this.#entries.set(item.uri, entry);
    this.#schedule(item.uri, entry);
  }

  /** Throws for changes that make no sense, and then nothing is changed. Does nothing if the document is not open. */
  change(uri: string, changes: readonly TextDocumentContentChangeEvent[], version: number): void {
    const entry = this.#entries.get(uri);
    if (!entry) return;
    // Clients that do not count send the same number again and again; none may go back.
    if (version < entry.version) throw new Error(`${uri}: version ${version} came after ${entry.version}`);
    entry.source = this.#engine.change(entry.source, changes.map(wellFormed), version);
    entry.version = version;
    entry.analyzed = undefined;
    this.#schedule(uri, entry);
  }

  /** Returns whether the document was open. */
  close(uri: string): boolean {
    const entry = this.#entries.get(uri);
    if (!entry) return false;
    entry.cancel();
    this.#engine.close(entry.source);
    return this.#entries.delete(uri);
  }

  /** The facts of a document as it is now; undefined if it is not open. */
  get(uri: string): CheckedDocument | undefined {
    const entry = this.#entries.get(uri);
    return entry && this.#analyzed(entry);
  }

  /** The parsed document as it is now; undefined if it is not open. */
  source(uri: string): Source | undefined {
    return this.#entries.get(uri)?.source;
  }

  /** All parsed documents as they are now. */
  sources(): readonly Source[] {
    return [...this.#entries.values()].map(({ source }) => source);
  }

  /** The version that the editor has; undefined if the document is not open. */
  version(uri: string): number | undefined {
    return this.#entries.get(uri)?.version;
  }

  /** Checks everything again, after libraries or settings changed. */
  recheck(): void {
    for (const [uri, entry] of this.#entries) {
      entry.analyzed = undefined;
      entry.isFirst = true;
      this.#schedule(uri, entry);
    }
  }

  #analyzed(entry: Entry<Source>): CheckedDocument {
    if (entry.analyzed) return entry.analyzed;
    const start = performance.now();
    entry.analyzed = this.#engine.analyze(entry.source);
    if (!entry.isFirst) entry.costMs = performance.now() - start;
    entry.isFirst = false;
    return entry.analyzed;
  }

  #schedule(uri: string, entry: Entry<Source>): void {
    entry.cancel();
    if (!this.#engine.isReady(entry.source)) return;
    const publish = () => {
      // What is published is made from the newest text in the same turn, so that it cannot be stale.
      if (this.#entries.get(uri) === entry) this.#publish(this.#analyzed(entry));
    };
    // Messages that have arrived are handled first, and each takes back what the one before it scheduled.
    if (entry.costMs <= QUICK_MS) {
      const turn = setImmediate(publish);
      entry.cancel = () => clearImmediate(turn);
    } else {
      const timer = setTimeout(publish, Math.min(entry.costMs * 2, MAX_SETTLE_MS));
      entry.cancel = () => clearTimeout(timer);
    }
  }
}

/** A change as the protocol has it. Throws before anything is touched: half a change would leave another text. */
function wellFormed(change: TextDocumentContentChangeEvent): TextDocumentContentChangeEvent {
  if (typeof change.text !== 'string') throw new Error('a change has no text');
  if (!('range' in change) || !change.range) return { text: change.text };
  if (!Range.is(change.range)) throw new Error('a change has no proper range');
  return { text: change.text, range: change.range };
}
