import type { RequestInit as UndiciInit } from 'undici';
import { EpigenError } from '../error.js';
import { routeTo } from './proxies.js';

/** Hubs hand downloads over to the stores that hold them, in a step or two. */
const REDIRECTS = 5;

/**
 * The `fetch` for files of models. It only reads, and begins at one host alone; where that hands the download over, the
 * target is read without any header of the request, so that keys stay where they belong. Nothing of the user's is sent.
 */
export function downloadFetch(
  address: string,
  environment: NodeJS.ProcessEnv,
): (input: string | URL, init?: RequestInit) => Promise<Response> {
  const { origin } = new URL(address);
  return async (input, init = {}) => {
    const { fetch } = await import('undici');
    let url = new URL(input);
    for (let step = 0; step <= REDIRECTS; step++) {
      if (step === 0 && url.origin !== origin)
        throw refused(`a download would begin at ${url.origin}`, address);
      const { dispatcher } = await routeTo(url, environment);
      const headers = url.origin === origin ? (init.headers as UndiciInit['headers']) : undefined;
      const response = await fetch(url, { ...(headers && { headers }), redirect: 'manual', dispatcher });
      const target = response.status >= 300 && response.status < 400 && response.headers.get('location');
      // The package keeps a file only if it comes in the platform's own kind of response.
      if (!target) {
        const { status, statusText, body } = response;
        return new Response(body as ReadableStream | null, {
          status,
          statusText,
          headers: [...response.headers],
        });
      }
      await response.body?.cancel();
      const next = new URL(target, url);
      if (next.protocol !== 'https:' && next.origin !== origin)
        throw refused(`a download is handed over to ${next.origin}, which is not encrypted`, address);
      url = next;
    }
    throw refused('a download is handed over again and again', address);
  };
}

function refused(what: string, address: string): EpigenError {
  return new EpigenError(what, address, 'download the model yourself, and name its folder: onnx:FOLDER');
}
