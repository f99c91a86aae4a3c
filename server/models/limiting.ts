import type { ChatModel } from './chat-model.js';

/** Requests that run at the same time; further ones wait for their turn. */
const AT_ONCE = 4;

/** Turns for requests, shared by the models of a process. */
export function turns(
  atOnce = AT_ONCE,
): <T>(signal: AbortSignal | undefined, task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (signal, task) => {
    if (running >= atOnce) await turn(signal);
    else running++;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };

  function turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.splice(waiting.indexOf(enter), 1);
        reject(signal?.reason);
      };
      const enter = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      waiting.push(enter);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }
}

/** Lets a model's requests wait for their turn. */
export function limiting(model: ChatModel, take: ReturnType<typeof turns>): ChatModel {
  return {
    ...model,
    ask: (messages, options = {}) => take(options.signal, () => model.ask(messages, options)),
  };
}
