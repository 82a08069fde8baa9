import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Product } from '../../src/clients/api.ts';
import { findServer } from './find.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const readyWithin = 90_000;
const attempts = 3;

export interface Server {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  /** May do everything. */
  readonly token: string;
  /** What the product's own command and `wid` need to reach it: `CONSUL_HTTP_ADDR` and so on. */
  readonly environment: Readonly<Record<string, string>>;
  /** The executable that runs it, which is also the product's command. */
  readonly binary: string;
  readonly log: string;
  /** Where it keeps its data; taken away when it has ended. */
  readonly folder: string;
  stop(): Promise<void>;
}

export interface Launch {
  readonly product: Product;
  /** How many free ports `prepare` needs. */
  readonly ports: number;
  /** Writes what it needs into `folder` and says how the server is run; called again with other ports when one was taken. */
  prepare(folder: string, ports: readonly number[]): Prepared;
}

export interface Prepared {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly address: string;
  /** Asks the server for its last word on being ready; the token, or `undefined` for "not yet". Throwing means the same. */
  ready(): Promise<string | undefined>;
  environment(token: string): Readonly<Record<string, string>>;
}

let keepLogs = false;

/** From now on the logs of servers that stop are kept and their paths printed. */
export function keepServerLogs(): void {
  keepLogs = true;
}

/** Starts a server and waits until it answers as it should. Stopped by `stop`, and by the end of this process in any case. */
export async function launch(how: Launch): Promise<Server> {
  const binary = findServer(how.product);
  if (binary === undefined) throw new Error(`no ${how.product} to be found: build it with "npm run servers"`);
  for (let attempt = 1; ; attempt++) {
    const started = await start(binary, how);
    if (!(started instanceof Error)) return started;
    if (attempt === attempts || !/address already in use/.test(started.message)) throw started;
  }
}

async function start(binary: string, how: Launch): Promise<Server | Error> {
  const folder = mkdtempSync(join(tmpdir(), `wid-${how.product}-`));
  const prepared = how.prepare(folder, await freePorts(how.ports));
  mkdirSync(join(here, '.logs'), { recursive: true });
  const log = join(here, '.logs', `${how.product}-${String(process.pid)}-${folder.slice(-6)}.log`);
  const output = openSync(log, 'a');
  const guard = spawn(process.execPath, [join(here, 'guard.mjs'), folder, binary, ...prepared.args], {
    detached: true,
    stdio: ['pipe', output, output],
    // Neither the caller's servers and tokens nor its home directory are any of the server's business.
    env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, ...prepared.env },
  });
  closeSync(output);
  let ended = false;
  const end = new Promise<void>((resolve) => {
    guard.once('exit', () => {
      ended = true;
      resolve();
    });
  });
  const stop = async (): Promise<void> => {
    guard.stdin?.end();
    await end;
    if (keepLogs) process.stderr.write(`log of ${how.product}: ${log}\n`);
    else rmSync(log, { force: true });
  };

  const deadline = performance.now() + readyWithin;
  while (!ended && performance.now() < deadline) {
    const token = await prepared.ready().catch(() => undefined);
    if (token !== undefined) {
      const { address } = prepared;
      return { address, token, environment: prepared.environment(token), binary, log, folder, stop };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const why = ended ? 'ended' : `was not ready after ${String(readyWithin / 1000)} s`;
  const tail = readFileSync(log, 'utf8').split('\n').slice(-25).join('\n');
  keepServerLogs();
  await stop();
  return new Error(`${how.product} ${why}; the end of ${log}:\n${tail}`);
}

async function freePorts(count: number): Promise<number[]> {
  const listeners = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    listeners.map(
      (listener) =>
        new Promise<number>((resolve, reject) => {
          listener.once('error', reject).listen(0, '127.0.0.1', () => {
            const address = listener.address();
            if (typeof address === 'object' && address !== null) resolve(address.port);
          });
        }),
    ),
  );
  await Promise.all(listeners.map((listener) => new Promise((resolve) => listener.close(resolve))));
  return ports;
}

/** One request for `ready` and for fixtures: the body as data when the status is good, an error with the body otherwise. */
export async function ask(
  url: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
  body?: unknown,
): Promise<unknown> {
  const request: RequestInit = { method, headers: { ...headers }, signal: AbortSignal.timeout(30_000) };
  const answer = await fetch(
    url,
    body === undefined ? request : { ...request, body: typeof body === 'string' ? body : JSON.stringify(body) },
  );
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${String(answer.status)} ${text}`);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Writes a server's configuration as JSON and gives its path. */
export function writeConfig(folder: string, config: unknown): string {
  const path = join(folder, 'config.json');
  writeFileSync(path, JSON.stringify(config, null, 2));
  return path;
}
