import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { URI } from 'vscode-uri';
import type { GeneratedRequirement, Offer } from './features/requirement-state.js';

/** In the folder of the index, so that sources stay free of bookkeeping. */
export const GENERATED_FILE = 'generated.json';
const FORMAT = 1;
/** What is remembered of one file; the oldest goes. */
const MAX_ENTRIES = 100;

/** What of one document is on its way at most; the oldest goes. */
const MAX_OFFERS = 20;

type Remembered = Record<string, GeneratedRequirement[]>;
type Change = (all: Remembered) => Remembered;

/**
 * What was generated in a workspace, by file. An entry becomes permanent when its code was seen in the document: an edit
 * that the user did not take is no generation.
 */
export class GeneratedRequirements {
  readonly #file: string;
  readonly #base: string;
  #known: Promise<Remembered> | undefined;
  /** By open document, so that they end with it. */
  readonly #offers = new WeakMap<object, readonly Offer[]>();
  #unsaved: readonly Change[] = [];
  #writing: Promise<void> = Promise.resolve();

  /** `folder` is the folder of the index; paths in the file are relative to `base`. */
  constructor(folder: string, base: string) {
    this.#file = join(folder, GENERATED_FILE);
    this.#base = base;
  }

  /** What was generated in a document. */
  async of(uri: string): Promise<readonly GeneratedRequirement[]> {
    this.#known ??= this.#read();
    return (await this.#known)[this.#keyOf(uri)] ?? [];
  }

  /** What is on its way into a document. `lineage` stands for the document as long as it is open. */
  offersOf(lineage: object): readonly Offer[] {
    return this.#offers.get(lineage) ?? [];
  }

  /** Takes note of code that is on its way into a document. */
  offered(lineage: object, offer: Offer): void {
    const { generated, step } = offer;
    const others = this.offersOf(lineage).filter(
      (it) => it.generated.requirement !== generated.requirement || (step !== undefined && it.step !== step),
    );
    this.#offers.set(lineage, [...others, offer].slice(-MAX_OFFERS));
  }

  /** The code has arrived: it is remembered from now on, in place of what was for the same requirement or subtask. */
  async arrived(
    uri: string,
    lineage: object,
    offers: readonly Offer[],
  ): Promise<readonly GeneratedRequirement[]> {
    this.#offers.set(
      lineage,
      this.offersOf(lineage).filter((it) => !offers.includes(it)),
    );
    const key = this.#keyOf(uri);
    const change: Change = (all) => ({
      ...all,
      [key]: offers.reduce(withOffer, all[key] ?? []).slice(-MAX_ENTRIES),
    });
    this.#known = (this.#known ?? this.#read()).then(change);
    this.#unsaved = [...this.#unsaved, change];
    this.#writing = this.#writing.then(() => this.#save());
    return this.of(uri);
  }

  /** Resolves when what was remembered so far is written, or could not be. */
  written(): Promise<void> {
    return this.#writing;
  }

  /** Writes what is not written yet. What cannot be written now is with the next. */
  async #save(): Promise<void> {
    const changes = this.#unsaved;
    if (changes.length === 0) return;
    try {
      // Another editor may have written meanwhile.
      const now = await this.#read();
      await this.#write(changes.reduce((all, change) => change(all), now));
    } catch {
      return;
    }
    this.#unsaved = this.#unsaved.slice(changes.length);
  }

  async #read(): Promise<Remembered> {
    try {
      const content: unknown = JSON.parse(await readFile(this.#file, 'utf8'));
      return isContent(content) ? content.files : {};
    } catch {
      // There is none yet, or nobody can read it: then nothing is remembered.
      return {};
    }
  }

  async #write(files: Remembered): Promise<void> {
    const temporary = `${this.#file}.${process.pid}.tmp`;
    await mkdir(dirname(this.#file), { recursive: true });
    await writeFile(temporary, `${JSON.stringify({ format: FORMAT, files }, null, 1)}\n`);
    await rename(temporary, this.#file);
  }

  #keyOf(uri: string): string {
    const parsed = URI.parse(uri);
    if (parsed.scheme !== 'file') return uri;
    const path = relative(this.#base, parsed.fsPath);
    return isAbsolute(path) || path.startsWith('..') ? uri : path.split(sep).join('/');
  }
}

function withOffer(list: GeneratedRequirement[], { generated, step }: Offer): GeneratedRequirement[] {
  const known = list.find((it) => it.requirement === generated.requirement);
  const fresh = step === undefined ? undefined : generated.steps[step];
  // Others of its subtasks may have been generated anew since it was offered.
  const isPart = known && step !== undefined && fresh && step < known.steps.length;
  const now = isPart ? { ...known, steps: known.steps.with(step, fresh) } : generated;
  return [...list.filter((it) => it !== known), now];
}

function isContent(value: unknown): value is { files: Remembered } {
  if (typeof value !== 'object' || value === null) return false;
  if (!('format' in value) || value.format !== FORMAT) return false;
  if (!('files' in value) || typeof value.files !== 'object' || value.files === null) return false;
  return Object.values(value.files).every(
    (list) =>
      Array.isArray(list) &&
      list.every(
        (it) =>
          typeof it?.requirement === 'string' &&
          Array.isArray(it.steps) &&
          it.steps.every(
            (step: Record<string, unknown>) => typeof step?.text === 'string' && Array.isArray(step.apis),
          ),
      ),
  );
}
