import http from 'node:http';
import { type AddressInfo, connect } from 'node:net';

/** A proxy on loopback. */
export interface LocalProxy {
  /** As `HTTPS_PROXY` names it. */
  readonly url: string;
  /** What it was asked for: `CONNECT host:port`, or `POST http://host/…` and the like. */
  readonly asked: string[];
  close(): Promise<void>;
}

/**
 * Starts a proxy that takes every host for this machine: tunnels lead to `port`, requests without one too. With `password`
 * it wants that of the user `ann`.
 */
export async function localProxy(port: number, password?: string): Promise<LocalProxy> {
  const asked: string[] = [];
  const wanted = `Basic ${Buffer.from(`ann:${password}`).toString('base64')}`;
  const isRefused = ({ headers }: http.IncomingMessage) =>
    password !== undefined && headers['proxy-authorization'] !== wanted;

  const server = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (isRefused(request)) {
      response.writeHead(407).end();
      return;
    }
    const { pathname } = new URL(request.url ?? '');
    const { method = '', headers } = request;
    const onward = http.request({ host: '127.0.0.1', port, path: pathname, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  server.on('connect', (request: http.IncomingMessage, socket) => {
    asked.push(`CONNECT ${request.url}`);
    if (isRefused(request)) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
