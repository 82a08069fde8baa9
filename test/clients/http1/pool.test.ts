import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createPool, type Ask, type PoolOptions } from '../../../src/clients/http1/pool.ts';

/** Does something with the paths that came in one piece; `first` is how many came over this connection before. */
type Behaviour = (paths: readonly string[], socket: Socket, first: number) => void;

interface Bare {
  readonly ask: (path: string, more?: { patient?: boolean; signal?: AbortSignal }) => Promise<string>;
  /** The paths that each connection carried, in the order of their opening. */
  readonly carried: readonly (readonly string[])[];
}

async function bare(behaviour: Behaviour, options: Partial<PoolOptions> = {}): Promise<Bare> {
  const carried: string[][] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const own: string[] = [];
    carried.push(own);
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (piece) => {
      const paths = [...piece.toString().matchAll(/GET (\S+) HTTP/g)].map(([, path = '']) => path);
      const first = own.length;
      own.push(...paths);
      behaviour(paths, socket, first);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const pool: Ask = createPool({ host: '127.0.0.1', port }, { timeout: 10_000, maxBytes: 1000, ...options });
  return {
    ask: async (path, { patient = true, signal } = {}) => {
      const text = `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
      return (await pool({ text, patient, signal })).body;
    },
    carried,
  };
}

function reply(socket: Socket, path: string, more = ''): void {
  socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${String(path.length)}\r\n${more}\r\n${path}`);
}

const echo: Behaviour = (paths, socket) => {
  for (const path of paths) reply(socket, path);
};

const many = Array.from({ length: 200 }, (_, number) => `/${String(number)}`);

it('patient requests share few connections, and each gets its own answer', async () => {
  const { ask, carried } = await bare(echo);
  await ask('/first');
  expect(await Promise.all(many.map((path) => ask(path)))).toEqual(many);
  expect(carried.length).toBeLessThanOrEqual(8);
  expect(carried.flat().toSorted()).toEqual(['/first', ...many].toSorted());
});

it('other requests never wait behind one', async () => {
  const held: (() => void)[] = [];
  const { ask } = await bare(([path = ''], socket) => {
    if (path === '/slow') held.push(() => reply(socket, path));
    else reply(socket, path);
  });
  await ask('/first');
  const slow = ask('/slow', { patient: false });
  expect(await Promise.all(many.slice(0, 20).map((path) => ask(path, { patient: false })))).toHaveLength(20);
  held[0]?.();
  expect(await slow).toBe('/slow');
});

it('a connection serves one request after the other', async () => {
  const { ask, carried } = await bare(echo);
  for (const path of many.slice(0, 5)) expect(await ask(path, { patient: false })).toBe(path);
  expect(carried).toEqual([many.slice(0, 5)]);
});

it('a server that answers one request a connection gets one a connection', async () => {
  const { ask, carried } = await bare(([path = ''], socket) => {
    reply(socket, path, 'Connection: close\r\n');
    socket.end();
  });
  expect(await Promise.all(many.slice(0, 40).map((path) => ask(path)))).toEqual(many.slice(0, 40));
  expect(carried.every((own) => own.length === 1)).toBe(true);
});

it('a server that cannot take several at once loses none: they are sent again, one after the other', async () => {
  let broken = 0;
  const { ask, carried } = await bare((paths, socket) => {
    const [path = ''] = paths;
    reply(socket, path);
    if (paths.length < 2) return;
    broken += 1;
    socket.end();
  });
  await ask('/first');
  expect(await Promise.all(many.map((path) => ask(path)))).toEqual(many);
  expect(broken).toBeGreaterThan(0);
  const last = await Promise.all(many.map((path) => ask(path)));
  expect(last).toEqual(many);
  expect(carried.length).toBeLessThan(60);
});

it('a connection that the server closed while it was idle costs nothing', async () => {
  const { ask, carried } = await bare((paths, socket, first) => {
    // As a server that gives a connection up just when the next request is on its way.
    if (first > 0 && carried.length === 1) socket.destroy();
    else echo(paths, socket, first);
  });
  expect(await ask('/a')).toBe('/a');
  expect(await ask('/b')).toBe('/b');
  expect(carried).toEqual([['/a', '/b'], ['/b']]);
});

it('a request at which connections keep breaking fails, and takes no other along', async () => {
  const { ask } = await bare((paths, socket) => {
    for (const path of paths) {
      if (path === '/poison') socket.destroy();
      else if (!socket.destroyed) reply(socket, path);
    }
  });
  await ask('/first');
  const good = many.slice(0, 30);
  const results = Promise.all(
    [...good.slice(0, 10), '/poison', ...good.slice(10)].map((path) => ask(path).catch(() => 'broke')),
  );
  expect((await results).filter((one) => one !== 'broke')).toEqual(good);
});

it('what waits behind a request that is given up is answered over another connection', async () => {
  const { ask } = await bare((paths, socket) => {
    const until = paths.indexOf('/never');
    for (const path of until === -1 ? paths : paths.slice(0, until)) reply(socket, path);
    if (until !== -1) socket.removeAllListeners('data');
  });
  await ask('/first');
  const stop = new AbortController();
  const never = ask('/never', { signal: stop.signal });
  const others = Promise.all(many.map((path) => ask(path)));
  const failed = expect(never).rejects.toMatchObject({ kind: 'cancelled' });
  setImmediate(() => stop.abort());
  await failed;
  expect(await others).toEqual(many);
});

it('a cancelled run ends all that is under way, and opens no connection for it again', async () => {
  const stop = new AbortController();
  let came = 0;
  const { ask, carried } = await bare((paths, socket) => {
    if (paths[0] === '/first') reply(socket, '/first');
    else if ((came += paths.length) > 10) stop.abort();
  });
  await ask('/first');
  const all = await Promise.allSettled(many.map((path) => ask(path, { signal: stop.signal })));
  expect(all.every(({ status }) => status === 'rejected')).toBe(true);
  const opened = carried.length;
  await new Promise((resolve) => setImmediate(resolve));
  expect(carried).toHaveLength(opened);
  expect(opened).toBeLessThanOrEqual(8);
});

it('each request has its own time', async () => {
  const { ask } = await bare(
    (paths, socket) => {
      if (!paths.includes('/never')) echo(paths, socket, 0);
    },
    { timeout: 60 },
  );
  await expect(ask('/never', { patient: false })).rejects.toMatchObject({ kind: 'timeout' });
  expect(await ask('/soon')).toBe('/soon');
});

it('an answer that nobody asked for ends its connection and nothing else', async () => {
  const { ask } = await bare(([path = ''], socket) => {
    reply(socket, path);
    reply(socket, '/unasked');
  });
  expect(await ask('/a')).toBe('/a');
  expect(await ask('/b')).toBe('/b');
});
