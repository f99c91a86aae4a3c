import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { EpigenError } from '../error.js';
import { downloadFetch } from '../services/download-fetch.js';
import type { Embedder } from './embedder.js';
import { textEmbedder } from './text-embedder.js';

type Transformers = typeof import('@huggingface/transformers');
type Extractor = Awaited<ReturnType<Transformers['pipeline']>>;
type Pooling = Parameters<Extractor>[1]['pooling'];

/** Texts that go through the network together: longer ones are padded to the longest, so more is not faster. */
const BATCH = 16;

/** Files of a model by precision, as the package names them; the first that is there is used. */
const PRECISIONS = [
  ['fp32', 'model.onnx'],
  ['q8', 'model_quantized.onnx'],
  ['fp16', 'model_fp16.onnx'],
  ['int8', 'model_int8.onnx'],
  ['q4', 'model_q4.onnx'],
] as const;

/**
 * The embedding of an ONNX model in a folder as the hub has them: `config.json`, `tokenizer.json`, `onnx/model.onnx`. It is
 * named after the folder and its contents, wherever the folder lies. Throws EpigenError if that is not what is there.
 */
export async function folderEmbedder(folder: string): Promise<Embedder> {
  const found = PRECISIONS.find(([, file]) => existsSync(join(folder, 'onnx', file)));
  const files = found ? [join(folder, 'onnx', found[1]), join(folder, 'tokenizer.json')] : [];
  if (!found || !existsSync(join(folder, 'config.json')) || !files.every((it) => existsSync(it))) {
    throw new EpigenError(
      'there is no ONNX model',
      folder,
      'name a folder with config.json, tokenizer.json and onnx/model.onnx',
    );
  }
  const hash = createHash('sha256');
  for (const file of files) for await (const chunk of createReadStream(file)) hash.update(chunk);
  const id = `onnx:${basename(folder)}-${hash.digest('hex').slice(0, 8)}`;
  return onnxEmbedder(id, folder, poolingOf(folder), ({ pipeline }) =>
    pipeline('feature-extraction', folder, { dtype: found[0], local_files_only: true }),
  );
}

/** The embedding of a model of a hub, which is downloaded at the first text and kept in the user's cache. */
export function hubEmbedder(
  model: string,
  address: string,
  environment: NodeJS.ProcessEnv = process.env,
): Embedder {
  const cache = join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'epigen', 'models');
  return onnxEmbedder(`onnx:${model}`, `${model} at ${address}`, 'mean', ({ pipeline, env }) => {
    env.remoteHost = address;
    env.fetch = downloadFetch(address, environment);
    return pipeline('feature-extraction', model, { dtype: 'fp32', cache_dir: cache });
  });
}

function onnxEmbedder(
  id: string,
  where: string,
  pooling: Pooling,
  open: (transformers: Transformers) => Promise<Extractor>,
): Embedder {
  let opened: Promise<Extractor> | undefined;
  const load = (): Promise<Extractor> => {
    opened ??= loadTransformers()
      .then(open)
      .catch((error: unknown) => {
        opened = undefined;
        throw error instanceof EpigenError ? error : unusable(error, where);
      });
    return opened;
  };
  return textEmbedder(
    id,
    async (texts) => {
      const extract = await load();
      const { dims, data } = await extract([...texts], { pooling, normalize: true }).catch(
        (error: unknown) => {
          throw unusable(error, where);
        },
      );
      const width = dims.at(-1) ?? 0;
      return texts.map((_, row) => data.subarray(row * width, (row + 1) * width));
    },
    BATCH,
  );
}

async function loadTransformers(): Promise<Transformers> {
  try {
    return await import('@huggingface/transformers');
  } catch (cause) {
    throw new EpigenError(
      `ONNX models need the package @huggingface/transformers, which cannot be loaded: ${said(cause)}`,
      'embeddings',
      'npm install @huggingface/transformers beside epigen, or use another embedding',
      { cause },
    );
  }
}

function unusable(error: unknown, where: string): EpigenError {
  return new EpigenError(
    `the ONNX model cannot be used: ${said(error)}`,
    where,
    'check that it is an embedding model as the hub has them',
    { cause: error },
  );
}

function said(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, ' ').slice(0, 160);
}

/** How a sentence's vector is made of those of its words, as models of sentence-transformers say. */
function poolingOf(folder: string): Pooling {
  try {
    const said = JSON.parse(readFileSync(join(folder, '1_Pooling', 'config.json'), 'utf8'));
    if (said.pooling_mode_cls_token) return 'cls';
    if (said.pooling_mode_lasttoken) return 'last_token';
  } catch {
    // Most say nothing.
  }
  return 'mean';
}
