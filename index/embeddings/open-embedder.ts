import { EpigenError } from '../error.js';
import { builtin } from './builtin.js';
import type { Embedder } from './embedder.js';
import { parseEmbedding } from './embedding-setting.js';

/**
 * The embedding that a setting names. Services are not asked yet. Throws EpigenError for what is no embedding, and where
 * the model's files cannot be read.
 */
export async function openEmbedder(setting: string): Promise<Embedder> {
  const parsed = parseEmbedding(setting);
  switch (parsed?.kind) {
    case 'builtin':
      return builtin;
    case 'openai':
    case 'ollama': {
      const { serviceEmbedder } = await import('./langchain/service.js');
      const { kind: provider, model, baseUrl } = parsed;
      return serviceEmbedder({ provider, model, ...(baseUrl !== undefined && { baseUrl }) });
    }
    case 'onnx': {
      const { folderEmbedder } = await import('./onnx.js');
      return folderEmbedder(parsed.folder);
    }
    case 'hub': {
      const { hubEmbedder } = await import('./onnx.js');
      return hubEmbedder(parsed.model, parsed.address);
    }
    case undefined:
      throw new EpigenError(
        `there is no embedding '${setting}'`,
        'embeddings',
        "use 'builtin', onnx:FOLDER, onnx:OWNER/NAME@URL, openai:MODEL[@URL] or ollama:MODEL[@URL]",
      );
  }
}
