import http from 'node:http';
import https from 'node:https';

/** A request that goes to its server itself: by no proxy, and without following where it may be sent. */
export interface DirectRequest {
  readonly method: string;
  /** Of the URL, from `/` on. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds for the whole of it. */
  readonly timeout: number;
  /** Largest answer in bytes. */
  readonly maxBytes: number;
}

export interface DirectAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface DirectTarget {
  readonly secure: boolean;
  readonly socketPath?: string;
  readonly host: string;
  readonly port: string;
  readonly agent: http.Agent | https.Agent;
}

/** Thrown with the code that the timeout of a whole request has in Node's own errors. */
export class TooSlow extends Error {}

/**
 * Reads by Node's own client. What a large cluster is read with is thousands of small answers, for each of which a
 * general HTTP library costs several times what the request does.
 */
export function askDirectly(target: DirectTarget, request: DirectRequest): Promise<DirectAnswer> {
  const { secure, agent, host, port, socketPath } = target;
  const { method, path, headers, signal, timeout, maxBytes } = request;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(new Error('aborted'));
      return;
    }
    const where = socketPath === undefined ? { host, port } : { socketPath };
    const sent = (secure ? https : http).request({ ...where, agent, method, path, headers });
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    };
    const fail = (error: Error): void => {
      end();
      reject(error);
      sent.destroy();
    };
    const stop = (): void => fail(new Error('aborted'));
    const timer = setTimeout(() => fail(new TooSlow('no answer in time')), timeout);
    signal?.addEventListener('abort', stop);
    sent.on('error', fail);
    sent.on('response', (answer) => {
      const parts: Buffer[] = [];
      let size = 0;
      answer.on('data', (part: Buffer) => {
        parts.push(part);
        size += part.length;
        if (size > maxBytes) fail(new Error('maxContentLength exceeded'));
      });
      answer.on('error', fail);
      answer.on('aborted', () => fail(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })));
      answer.on('end', () => {
        end();
        const [only] = parts;
        const body = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts, size);
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: body.toString('utf8') });
      });
    });
    sent.end();
  });
}
