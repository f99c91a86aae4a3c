import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ApiLibrary } from '../../../index/library.js';
import { checkDocument } from '../../../server/checks/check.js';
import type { CheckedDocument } from '../../../server/checks/checked-document.js';
import type { Language } from '../../../server/syntax/language.js';
import { changeDocument, closeDocument, openDocument } from '../../../server/syntax/syntax-document.js';
import { documentFacts } from '../document-facts.js';
import { applied, fileName, type Replay, type Step } from './replay.js';

/** Steps after which the event loop turns, since the memory of syntax trees comes back only then. */
const STEPS_A_TURN = 50;

/** What is put to the test; a test of the test gives one with a mistake. */
export interface Engine {
  readonly change: typeof changeDocument;
  readonly check: typeof checkDocument;
}
const PRODUCT: Engine = { change: changeDocument, check: checkDocument };

/** A document that is edited, beside the same text parsed and checked anew after each step. */
export class EditedDocument {
  readonly #uri: string;
  #document: ReturnType<typeof openDocument>;
  #text: string;
  #version = 0;
  /** Texts without syntax errors so far. */
  sound = 0;
  /** Checks compared so far. */
  checked = 0;

  constructor(
    language: Language,
    start: string,
    readonly libraries: readonly ApiLibrary[],
    readonly engine: Engine = PRODUCT,
  ) {
    this.#uri = `file:///${fileName('replay', language)}`;
    this.#text = start;
    this.#document = openDocument(this.#uri, start, 0);
    engine.check(this.#document, libraries);
  }

  /** Throws if the edited document is another than one with the same text that is opened anew. */
  take({ changes, asks }: Step): void {
    this.#version += 1;
    this.#text = applied(this.#text, changes);
    this.#document = this.engine.change(this.#document, changes, this.#version);
    if (this.#document.text !== this.#text) assert.equal(this.#document.text, this.#text, 'the text');
    const fresh = openDocument(this.#uri, this.#text, this.#version);
    if (!fresh.hasErrors) this.sound += 1;
    const [edited, opened] = [documentFacts(this.#document), documentFacts(fresh)];
    if (edited.join('\n') !== opened.join('\n')) assert.deepEqual(edited, opened, 'the syntax tree');
    if (asks) {
      this.checked += 1;
      const warm = plain(this.engine.check(this.#document, this.libraries));
      const cold = plain(checkDocument(fresh, this.libraries));
      if (JSON.stringify(warm) !== JSON.stringify(cold)) assert.deepEqual(warm, cold, 'the findings');
    }
    closeDocument(fresh);
  }

  close(): void {
    closeDocument(this.#document);
  }
}

/** Runs a replay against the syntax tree and the checks. Returns what went wrong, or undefined. */
export async function failureInProcess(
  { language, start, steps }: Replay,
  libraries: readonly ApiLibrary[],
  engine?: Engine,
): Promise<Error | undefined> {
  const document = new EditedDocument(language, start, libraries, engine);
  try {
    for (const [at, step] of steps.entries()) {
      document.take(step);
      if (at % STEPS_A_TURN === 0) await nextTurn();
    }
    return undefined;
  } catch (error) {
    return error as Error;
  } finally {
    document.close();
  }
}

function plain({ problems, uses, requirements }: CheckedDocument) {
  return {
    problems,
    requirements,
    uses: uses.map(({ api, nameRange, callRange }) => ({ api: api.name, nameRange, callRange })),
  };
}
