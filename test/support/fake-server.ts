import http, { type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Received {
  readonly method: string;
  /** As it stood on the wire. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
}

export interface FakeServer {
  readonly address: string;
  readonly port: number;
  readonly requests: readonly Received[];
}

/** Answers a request, or takes the response into its own hands and gives nothing. */
export type Answering = (
  request: Received,
  raw: { readonly request: IncomingMessage; readonly response: ServerResponse },
) => Reply | undefined;

export interface FakeOptions {
  readonly tls?: https.ServerOptions;
  readonly socket?: string;
}

/** A server on a free loopback port, or on a unix socket, that is gone when the test is done. */
export async function fakeServer(answering: Answering, { tls, socket }: FakeOptions = {}): Promise<FakeServer> {
  const requests: Received[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const received = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      requests.push(received);
      const reply = answering(received, { request, response });
      if (reply === undefined) return;
      const text =
        typeof reply.body === 'string' || Buffer.isBuffer(reply.body)
          ? reply.body
          : reply.body === undefined
            ? ''
            : JSON.stringify(reply.body);
      const type = typeof reply.body === 'string' ? 'text/plain' : 'application/json';
      response.writeHead(reply.status ?? 200, { 'content-type': type, ...reply.headers });
      response.end(text);
    });
  };
  const server: Server = tls === undefined ? http.createServer(listener) : https.createServer(tls, listener);
  await new Promise<void>((resolve) =>
    socket === undefined ? server.listen(0, '127.0.0.1', resolve) : server.listen(socket, resolve),
  );
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  if (socket !== undefined) return { address: `unix://${socket}`, port: 0, requests };
  const { port } = server.address() as AddressInfo;
  return { address: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${String(port)}`, port, requests };
}
