/** One message of a conversation with a model. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** A JSON schema, as providers take it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface AskOptions {
  readonly signal?: AbortSignal;
  /** The answer is to be JSON of this shape. Providers enforce it as well as they can, so it is checked all the same. */
  readonly schema?: { readonly name: string; readonly description: string; readonly schema: JsonSchema };
  /** Called while a model in this process is loaded, with the share that is there. */
  readonly onLoad?: (share: number) => void;
  /** Called with everything that has arrived so far, whenever more arrives. */
  readonly onText?: (text: string) => void;
}

/** What a model said, and what that cost as far as the provider says. */
export interface Reply {
  readonly text: string;
  readonly tokens?: { readonly input: number; readonly output: number };
}

/**
 * A language model, local or remote. The pipeline knows no more of models than this, so that a test can be one.
 * `ask` rejects with a ModelError for what the provider did wrong, and with the signal's reason when it is aborted.
 */
export interface ChatModel {
  /** `provider:model`, for messages. */
  readonly label: string;
  /** Tells models apart that may answer the same question differently. */
  readonly identity: string;
  ask(messages: readonly Message[], options?: AskOptions): Promise<Reply>;
}

/** The models of the pipeline's steps (settings `models`); a step without one is done offline. */
export interface PipelineModels {
  readonly decompose?: ChatModel;
  readonly generate?: ChatModel;
  readonly rerank?: ChatModel;
}
