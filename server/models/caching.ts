import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ChatModel, Reply } from './chat-model.js';

const ENTRIES = 200;

/** Answers by what was asked of which model; failures are not kept. */
export type ReplyCache = LRUCache<string, Reply>;

export function replyCache(): ReplyCache {
  return new LRUCache({ max: ENTRIES });
}

/** Gives the same answer to the same question. */
export function caching(model: ChatModel, cache: ReplyCache): ChatModel {
  return {
    ...model,
    async ask(messages, options = {}) {
      const key = createHash('sha256')
        .update(JSON.stringify([model.identity, messages, options.schema ?? null]))
        .digest('base64');
      const known = cache.get(key);
      if (known) {
        options.onText?.(known.text);
        return known;
      }
      const reply = await model.ask(messages, options);
      cache.set(key, reply);
      return reply;
    },
  };
}
