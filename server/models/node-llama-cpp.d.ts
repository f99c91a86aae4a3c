/** What of node-llama-cpp is used: the package is optional, so its own types are there only where it is installed. */
declare module 'node-llama-cpp' {
  export interface Llama {
    loadModel(options: {
      readonly modelPath: string;
      readonly onLoadProgress?: (share: number) => void;
      readonly loadSignal?: AbortSignal;
    }): Promise<LlamaModel>;
    createGrammar(options: { readonly grammar: string }): Promise<LlamaGrammar>;
  }

  export interface LlamaModel {
    readonly trainContextSize: number;
    tokenize(text: string): readonly number[];
    createContext(options: {
      readonly contextSize: number;
      readonly createSignal?: AbortSignal;
    }): Promise<LlamaContext>;
    dispose(): Promise<void>;
  }

  export interface LlamaContext {
    getSequence(): LlamaSequence;
    dispose(): Promise<void>;
  }

  export interface LlamaSequence {
    readonly tokenMeter: { readonly usedInputTokens: number; readonly usedOutputTokens: number };
  }

  export interface LlamaGrammar {
    readonly grammar: string;
  }

  export type ChatHistoryItem =
    | { readonly type: 'system' | 'user'; readonly text: string }
    | { readonly type: 'model'; readonly response: readonly string[] };

  export class LlamaChatSession {
    constructor(options: { readonly contextSequence: LlamaSequence });
    setChatHistory(history: readonly ChatHistoryItem[]): void;
    promptWithMeta(
      prompt: string,
      options: {
        readonly signal?: AbortSignal;
        readonly maxTokens: number;
        readonly temperature: number;
        readonly grammar?: LlamaGrammar;
        readonly onTextChunk?: (text: string) => void;
      },
    ): Promise<{ readonly responseText: string; readonly stopReason: string }>;
  }

  export function getLlama(options: {
    readonly build: 'never';
    readonly skipDownload: true;
    readonly progressLogs: false;
    readonly maxThreads: number;
    readonly logLevel: 'error';
    readonly logger: (level: string, message: string) => void;
  }): Promise<Llama>;
}
