import { setTimeout as sleep } from 'node:timers/promises';
import { ModelError } from '../../index/services/model-error.js';
import type { ChatModel } from './chat-model.js';

/** How often a busy service is asked again, and how long is waited for the first time. */
const TRIES = 3;
const PAUSE_MS = 500;
/** A service that wants to be left alone for longer than this is given up. */
const LONGEST_PAUSE_MS = 20_000;

/** Asks again, after growing pauses or as long as the service says, when it is overloaded. */
export function retrying(model: ChatModel, pauseMs = PAUSE_MS): ChatModel {
  return {
    ...model,
    async ask(messages, options = {}) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await model.ask(messages, options);
        } catch (error) {
          if (!(error instanceof ModelError) || error.kind !== 'busy' || attempt === TRIES) throw error;
          // Many editors that wait equally long would come back together.
          const growing = pauseMs * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
          const pause = error.retryAfterMs ?? growing;
          if (pause > LONGEST_PAUSE_MS) throw error;
          await sleep(pause, undefined, options.signal ? { signal: options.signal } : {});
        }
      }
    },
  };
}
