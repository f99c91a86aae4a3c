import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { URI } from 'vscode-uri';
import type { GeneratedRequirement } from './features/requirement-state.js';

/** In the folder of the index, so that sources stay free of bookkeeping. */
export const GENERATED_FILE = 'generated.json';
const FORMAT = 1;
/** What is remembered of one file; the oldest goes. */
const MAX_ENTRIES = 100;

type Remembered = Record<string, GeneratedRequirement[]>;

/**
 * What was generated in a workspace, by file. An entry becomes permanent when its code was seen in the document: an edit
 * that the user did not take is no generation.
 */
export class GeneratedRequirements {
  readonly #file: string;
  readonly #base: string;
  #known: Promise<Remembered> | undefined;
  readonly #pending = new Map<string, GeneratedRequirement[]>();
  #writing: Promise<void> = Promise.resolve();

  /** `folder` is the folder of the index; paths in the file are relative to `base`. */
  constructor(folder: string, base: string) {
    this.#file = join(folder, GENERATED_FILE);
    this.#base = base;
  }

  /** What was generated in a document, and what may have been. */
  async of(
    uri: string,
  ): Promise<{ seen: readonly GeneratedRequirement[]; pending: readonly GeneratedRequirement[] }> {
    this.#known ??= this.#read();
    const known = await this.#known;
    return { seen: known[this.#keyOf(uri)] ?? [], pending: this.#pending.get(uri) ?? [] };
  }

  /** Takes note of code that is on its way into a document. */
  offered(uri: string, generated: GeneratedRequirement): void {
    const others = (this.#pending.get(uri) ?? []).filter((it) => it.requirement !== generated.requirement);
    this.#pending.set(uri, [...others, generated]);
  }

  /** The code has arrived: it is remembered from now on, in place of what was for the same requirement. */
  async seen(uri: string, generated: GeneratedRequirement): Promise<void> {
    const left = (this.#pending.get(uri) ?? []).filter((it) => it !== generated);
    this.#pending.set(uri, left);
    const put = (all: Remembered): Remembered => {
      const key = this.#keyOf(uri);
      const others = (all[key] ?? []).filter((it) => it.requirement !== generated.requirement);
      return { ...all, [key]: [...others, generated].slice(-MAX_ENTRIES) };
    };
    this.#known = (this.#known ?? this.#read()).then(put);
    this.#writing = this.#writing.then(async () => {
      // Another editor may have written meanwhile.
      await this.#write(put(await this.#read()));
    });
    await this.#writing.catch(() => {});
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
