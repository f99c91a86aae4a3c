/** What of @huggingface/transformers is used: the package is optional, so its own types are there only where it is installed. */
declare module '@huggingface/transformers' {
  interface ModelOptions {
    readonly dtype?: string;
    readonly local_files_only?: boolean;
    readonly cache_dir?: string;
  }

  type FeatureExtractor = (
    texts: string[],
    options: { readonly pooling: 'mean' | 'cls' | 'last_token'; readonly normalize: boolean },
  ) => Promise<{ readonly dims: readonly number[]; readonly data: Float32Array }>;

  export function pipeline(
    task: 'feature-extraction',
    model: string,
    options: ModelOptions,
  ): Promise<FeatureExtractor>;

  export const env: {
    remoteHost: string;
    logLevel: number;
    fetch: (input: string | URL, init?: RequestInit) => Promise<Response>;
  };
}
