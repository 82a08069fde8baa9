import { createWriteStream } from 'node:fs';
import { Transform, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import axios from 'axios';
import { explainFailure, NetworkError } from './network-error.ts';
import { cancelled, isLoopback } from './transport.ts';

export interface DownloadOptions {
  readonly maxBytes: number;
  /** Milliseconds without a byte after which the server counts as gone. */
  readonly idle?: number;
  /** Milliseconds in all. */
  readonly timeout?: number;
  readonly signal?: AbortSignal | undefined;
}

/** A public file, without any credentials. Throws `network`, or `cancelled`. */
export async function downloadBytes(url: string, options: DownloadOptions): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  await download(url, options, async (body, signal) => {
    bytes = await buffer(body);
    signal.throwIfAborted();
  });
  return bytes;
}

/** @param path of a file that must not exist yet; what is left of it after a failure is the caller's to remove */
export async function downloadFile(url: string, path: string, options: DownloadOptions): Promise<void> {
  await download(url, options, (body, signal) => pipeline(body, createWriteStream(path, { flags: 'wx' }), { signal }));
}

type Sink = (body: Readable, signal: AbortSignal) => Promise<void>;

async function download(
  url: string,
  { maxBytes, idle = 30_000, timeout = 15 * 60_000, signal }: DownloadOptions,
  sink: Sink,
): Promise<void> {
  const request = `GET ${url}`;
  const stop = new AbortController();
  const give = (why: NetworkError): void => stop.abort(why);
  const silence = (): NodeJS.Timeout =>
    setTimeout(() => give(new NetworkError(request, 'timeout', `no byte came for ${String(idle / 1000)} s`)), idle);
  const total = setTimeout(
    () => give(new NetworkError(request, 'timeout', `not done within ${String(timeout / 1000)} s`)),
    timeout,
  );
  let quiet = silence();
  let received = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      clearTimeout(quiet);
      quiet = silence();
      received += chunk.length;
      if (received > maxBytes) give(new NetworkError(request, 'size', `more than ${String(maxBytes)} bytes`));
      done(null, chunk);
    },
  });
  const both = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  try {
    const answer = await axios.get<Readable>(url, {
      responseType: 'stream',
      decompress: false,
      maxRedirects: 3,
      validateStatus: () => true,
      signal: both,
      ...(isLoopback(url) ? { proxy: false } : {}),
    });
    if (answer.status !== 200) {
      answer.data.destroy();
      throw new NetworkError(request, 'other', `the server answered ${String(answer.status)}`);
    }
    await Promise.all([pipeline(answer.data, counted, { signal: both }), sink(counted, both)]);
  } catch (thrown) {
    if (signal?.aborted === true) throw cancelled();
    if (stop.signal.aborted) throw stop.signal.reason;
    throw thrown instanceof NetworkError ? thrown : explainFailure(request, thrown);
  } finally {
    clearTimeout(total);
    clearTimeout(quiet);
  }
}
