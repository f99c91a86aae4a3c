import type { Dispatcher } from 'undici';
import { isLoopback } from './loopback.js';
import { ModelError } from './model-error.js';

/** The way that requests take to a host. */
export interface Route {
  readonly dispatcher: Dispatcher;
  /** The host of the proxy; absent where there is none. Whether NO_PROXY spares a host only the dispatcher knows. */
  readonly proxy?: string;
}

/** Agents keep connections open, so there is one for each wording of the variables. */
const agents = new Map<string, Dispatcher>();

/**
 * The way to an address by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in lower case too, which wins. This machine is
 * reached directly whatever they say. Throws a ModelError if the address of the proxy is none.
 */
export async function routeTo(address: URL, environment: NodeJS.ProcessEnv): Promise<Route> {
  const { EnvHttpProxyAgent } = await import('undici');
  const { HTTP_PROXY, HTTPS_PROXY, NO_PROXY } = environment;
  const httpProxy = environment.http_proxy ?? HTTP_PROXY ?? '';
  const httpsProxy = environment.https_proxy ?? HTTPS_PROXY ?? httpProxy;
  const noProxy = isLoopback(address.host) ? '*' : (environment.no_proxy ?? NO_PROXY ?? '');
  const key = JSON.stringify([httpProxy, httpsProxy, noProxy]);
  let dispatcher = agents.get(key);
  if (!dispatcher) {
    for (const proxy of [httpProxy, httpsProxy]) if (noProxy !== '*') checkProxy(proxy);
    // Many proxies open tunnels for https alone.
    dispatcher = new EnvHttpProxyAgent({ httpProxy, httpsProxy, noProxy, proxyTunnel: false });
    agents.set(key, dispatcher);
  }
  const proxy = address.protocol === 'https:' ? httpsProxy : httpProxy;
  return { dispatcher, ...(noProxy !== '*' && proxy !== '' && { proxy: new URL(proxy).host }) };
}

function checkProxy(proxy: string): void {
  if (proxy === '' || (URL.canParse(proxy) && /^https?:$/.test(new URL(proxy).protocol))) return;
  // It may hold a password, so it is not shown.
  throw new ModelError(
    'misconfigured',
    'the address of the proxy cannot be understood',
    'HTTPS_PROXY, HTTP_PROXY',
    'write it as http://HOST:PORT',
  );
}
