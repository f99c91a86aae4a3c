import type { AskOptions, ChatModel, Message } from '../../server/models/chat-model.js';

/** What a scripted model was asked. */
export interface Asked {
  readonly messages: readonly Message[];
  readonly options: AskOptions;
}

/** A model that answers by a script and throws when it runs out. */
export function scriptedModel(
  ...answers: (string | Error | ((asked: Asked) => string))[]
): ChatModel & { readonly asked: Asked[] } {
  const asked: Asked[] = [];
  const rest = [...answers];
  return {
    label: 'script:model',
    identity: 'script',
    asked,
    ask: async (messages, options = {}) => {
      const now = { messages: [...messages], options };
      asked.push(now);
      const next = rest.shift();
      if (next === undefined) throw new Error('the script has run out');
      if (next instanceof Error) throw next;
      const text = typeof next === 'string' ? next : next(now);
      options.onText?.(text);
      return { text, tokens: { input: 10, output: 5 } };
    },
  };
}
