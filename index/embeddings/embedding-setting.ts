import { resolve } from 'node:path';

/** What the setting `embeddings` names. */
export type EmbeddingSetting =
  | { readonly kind: 'builtin' }
  /** A folder with an ONNX model and its tokenizer. */
  | { readonly kind: 'onnx'; readonly folder: string }
  /** Such a model, downloaded from a hub at an address. */
  | { readonly kind: 'hub'; readonly model: string; readonly address: string }
  | { readonly kind: 'openai' | 'ollama'; readonly model: string; readonly baseUrl?: string };

/** Reads `builtin`, `onnx:DIR`, `onnx:OWNER/NAME@URL`, `openai:MODEL[@URL]` or `ollama:MODEL[@URL]`; undefined for anything else. */
export function parseEmbedding(setting: string): EmbeddingSetting | undefined {
  if (setting === 'builtin') return { kind: 'builtin' };
  const [, kind, model = '', address] =
    /^(onnx|openai|ollama):(.*?)(?:@([a-z]+:\/\/.*))?$/iu.exec(setting) ?? [];
  if (model === '') return undefined;
  switch (kind) {
    case 'openai':
    case 'ollama':
      return { kind, model, ...(address !== undefined && { baseUrl: address }) };
    case 'onnx':
      return address === undefined ? { kind, folder: model } : { kind: 'hub', model, address };
    default:
      return undefined;
  }
}

/** The setting with the folder that it names made absolute; relative ones start from `base`. */
export function locateEmbedding(setting: string, base: string): string {
  const parsed = parseEmbedding(setting);
  return parsed?.kind === 'onnx' ? `onnx:${resolve(base, parsed.folder)}` : setting;
}
