import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ApiLibrary } from '../../index/library.js';
import { rankerFor } from '../../index/search/memory-ranker.js';
import { readLibrary } from '../../index/sources/read-library.js';
import { generate } from '../../server/pipeline/generate.js';
import type { Generation, GenerationRequest } from '../../server/pipeline/generation.js';
import { LineIndex } from '../../server/syntax/line-index.js';
import { memoryLibrary } from './memory-library.js';

/** A library with its search, from the text of declarations or from a file or folder on disk. */
export async function libraryFrom(source: { declarations: string } | { file: string }): Promise<ApiLibrary> {
  if ('file' in source) return opened(source.file);
  const folder = mkdtempSync(path.join(tmpdir(), 'epigen-library-'));
  try {
    const file = path.join(folder, 'library.d.ts');
    writeFileSync(file, source.declarations);
    return await opened(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function opened(file: string): Promise<ApiLibrary> {
  const reading = await readLibrary([file], { cwd: path.dirname(file) });
  return memoryLibrary(reading, rankerFor(reading));
}

export interface Asked {
  readonly library: ApiLibrary;
  readonly requirement: string;
  /** The file: `<|>` marks where the code goes; between the braces of an empty body it is to be filled. */
  readonly text?: string;
  /** Name of the file; its end tells the language. */
  readonly name?: string;
  readonly settings?: Partial<GenerationRequest['settings']>;
  readonly entry?: GenerationRequest['entry'];
  readonly models?: GenerationRequest['models'];
  readonly report?: GenerationRequest['report'];
}

/** Generates for a requirement at the mark of a text; offline unless models are given and the engine is another. */
export async function generated(asked: Asked): Promise<Generation & { readonly edited?: string }> {
  const { library, requirement, text, entry, models } = asked;
  const settings = {
    engine: 'offline',
    stepComments: false,
    onInvalid: 'refuse',
    ...asked.settings,
  } as const;
  const file = text === undefined ? undefined : fileAt(text, asked.name);
  const generation = await generate({
    requirement,
    libraries: [library],
    settings,
    ...(file ? { file } : {}),
    ...(entry ? { entry } : {}),
    ...(models ? { models } : {}),
    ...(asked.report ? { report: asked.report } : {}),
  });
  return file && generation.edit
    ? { ...generation, edited: applied(file.text, generation.edit) }
    : generation;
}

/** The file after the edit; a refusal is an error that says why. */
export async function edited(asked: Asked & { readonly text: string }): Promise<string> {
  const generation = await generated(asked);
  if (generation.edited === undefined)
    throw new Error(`refused: ${generation.refusal ?? 'without a reason'}`);
  return generation.edited;
}

function fileAt(marked: string, name = 'test.js'): NonNullable<GenerationRequest['file']> {
  const at = marked.indexOf('<|>');
  if (at < 0) throw new Error('the text has no mark <|>');
  const text = marked.replace('<|>', '');
  const lines = new LineIndex(text);
  const uri = `file:///${name}`;
  if (text[at - 1] === '{' && text[at] === '}') {
    return { uri, text, target: { body: { start: lines.position(at - 1), end: lines.position(at + 1) } } };
  }
  // This comment is replaced.
  const comment = /\/\/ @insert$/.exec(text.slice(0, at));
  if (comment) {
    const end = at + (/^[^\r\n]*/.exec(text.slice(at))?.[0].length ?? 0);
    return {
      uri,
      text,
      target: { replace: { start: lines.position(comment.index), end: lines.position(end) } },
    };
  }
  return { uri, text, target: { after: lines.position(at) } };
}

function applied(text: string, edit: NonNullable<Generation['edit']>): string {
  const lines = new LineIndex(text);
  return (
    text.slice(0, lines.offset(edit.range.start)) + edit.newText + text.slice(lines.offset(edit.range.end))
  );
}
