import {
  type CancellationToken,
  type Disposable,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver/node';
import { detailOf, messageOf } from './error-text.js';

/** Where failures are written: the client's log. */
export interface Log {
  error(message: string): void;
}

/** A request's handler as the connection calls it. */
export type Handler<P, R> = (params: P, token: CancellationToken) => Promise<R | ResponseError<void>>;

/** Makes the fences of the connection table; `log` receives what was caught. */
export function fences(log: Log) {
  return {
    /** For what the editor asks by itself (hover, completion): a failure is logged and answered with `fallback`. */
    guard<P, R>(
      name: string,
      fallback: R,
      handle: (params: P, token: CancellationToken) => R | Promise<R>,
    ): Handler<P, R> {
      return (params, token) => run(name, handle, params, token, () => fallback);
    },

    /** For what the user asks (generate, rebuild): a failure is logged and answered as an error that says why. */
    demand<P, R>(
      name: string,
      handle: (params: P, token: CancellationToken) => R | Promise<R>,
    ): Handler<P, R> {
      return (params, token) =>
        run<P, R>(
          name,
          handle,
          params,
          token,
          (error) => new ResponseError(LSPErrorCodes.RequestFailed, messageOf(error)),
        );
    },

    /** For notifications, which have no answer. */
    listen<P>(name: string, handle: (params: P) => void | Promise<void>): (params: P) => Promise<void> {
      return async (params) => {
        try {
          await handle(params);
        } catch (error) {
          log.error(`${name} failed: ${detailOf(error)}`);
        }
      };
    },
  };

  async function run<P, R>(
    name: string,
    handle: (params: P, token: CancellationToken) => R | Promise<R>,
    params: P,
    token: CancellationToken,
    failed: (error: unknown) => R | ResponseError<void>,
  ): Promise<R | ResponseError<void>> {
    if (token.isCancellationRequested) return cancelled();
    let listener: Disposable | undefined;
    // Who cancels is answered at once, also while the handler waits for something that does not hear of it.
    const stopped = new Promise<ResponseError<void>>((resolve) => {
      listener = token.onCancellationRequested(() => resolve(cancelled()));
    });
    try {
      // Without this await a rejected promise would slip past the catch.
      const result = await Promise.race([handle(params, token), stopped]);
      return token.isCancellationRequested ? cancelled() : result;
    } catch (error) {
      if (token.isCancellationRequested) return cancelled();
      if (error instanceof ResponseError) return error;
      log.error(`${name} failed: ${detailOf(error)}`);
      return failed(error);
    } finally {
      listener?.dispose();
    }
  }
}

/** The answer to a request that the client no longer wants. */
export function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}
