import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createNetServer, type AddressInfo, type Socket } from 'node:net';
import { admitList, listMethod, requestRead } from './list-verb.ts';
import type { Answer, LabRequest } from './router.ts';

export interface Listener {
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  /** Closes the port and every connection. */
  stop(): Promise<void>;
}

/** `'hang up'` closes the connection without an answer. */
type Reply = Answer | 'hang up';

/** Larger bodies are refused; Consul's own limit for a KV value is half of this. */
const bodyLimit = 1024 * 1024;

/**
 * Serves `answer` on a free loopback port. What `answer` throws becomes a 500 with `broken`'s form, so that a defect of the
 * lab looks to a client like a defect of the product and never takes the process down.
 */
export async function listen(
  answer: (request: LabRequest) => Reply | Promise<Reply>,
  broken: (message: string) => Answer,
  port = 0,
): Promise<Listener> {
  const http = createServer((request, response) => {
    void respond(request, response, answer, broken);
  });
  http.keepAliveTimeout = 60_000;
  const sockets = new Set<Socket>();
  const net = createNetServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    http.emit('connection', admitList(socket));
  });
  await new Promise<void>((resolve, reject) => {
    net.once('error', reject);
    net.listen(port, '127.0.0.1', resolve);
  });
  const { port: bound } = net.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${String(bound)}`,
    stop: () =>
      new Promise((resolve) => {
        net.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function respond(
  incoming: IncomingMessage,
  response: ServerResponse,
  answer: (request: LabRequest) => Reply | Promise<Reply>,
  broken: (message: string) => Answer,
): Promise<void> {
  let given: Reply;
  try {
    given = await answer(await read(incoming, response));
  } catch (error) {
    given = broken(error instanceof Error ? error.message : String(error));
  }
  if (response.destroyed) return;
  if (given === 'hang up') {
    response.destroy();
    return;
  }
  const { status, headers = {}, body = '' } = given;
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

async function read(incoming: IncomingMessage, response: ServerResponse): Promise<LabRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length;
    if (size > bodyLimit) throw new Error('request body too large');
    chunks.push(chunk as Buffer);
  }
  incoming.socket.emit(requestRead);
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  const url = new URL(incoming.url ?? '/', 'http://lab');
  const method =
    incoming.method === listMethod ? 'LIST' : incoming.method === 'HEAD' ? 'GET' : (incoming.method ?? 'GET');
  return {
    method,
    path: url.pathname,
    query: url.searchParams,
    header: (name) => {
      const value = incoming.headers[name.toLowerCase()];
      return Array.isArray(value) ? value[0] : value;
    },
    body: Buffer.concat(chunks),
    params: {},
    gone: gone.signal,
  };
}
