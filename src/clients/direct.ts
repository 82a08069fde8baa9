import { headersIn } from './http1/head.ts';
import { createPool } from './http1/pool.ts';
import { plainHeaders } from './plain-headers.ts';
import { commonHeaders, type Answer, type Send, type Way } from './exchange.ts';

/**
 * Requests that may be sent again, straight to their server: by no proxy, and without following where they may be sent. A
 * large cluster is read by thousands of small answers, for each of which a general HTTP library, and Node's own client too,
 * costs several times what the answer does.
 */
export function directRequests({ origin, prefix, socketPath, tls, secretHeaders, timeout, maxBytes }: Way): Send {
  const { protocol, hostname, port, host } = new URL(origin);
  const secure = protocol === 'https:';
  const ask = createPool(
    {
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(port === '' ? (secure ? 443 : 80) : port),
      ...(socketPath === undefined ? {} : { socketPath }),
      ...(secure ? { tls } : {}),
    },
    { timeout, maxBytes },
  );
  const all = (own: Readonly<Record<string, string>>): string =>
    lines([{ Host: host }, commonHeaders, own, secretHeaders]);
  const usual = all({});

  return async ({ method, path, headers, body: given, signal, patient = false }) => {
    if (!/^[\u0021-\u00ff]+$/.test(path)) throw new TypeError('the path holds characters that no address has');
    // A character for each byte, as it is written.
    const content = Buffer.from(given ?? '').toString('latin1');
    const own = method === 'GET' ? headers : { ...headers, 'Content-Length': String(content.length) };
    const sent = own === undefined ? usual : all(own);
    const text = `${method} ${prefix}${path} HTTP/1.1\r\n${sent}\r\n${content}`;
    const { head, body } = await ask({ text, patient, signal });
    let read: Answer['headers'] | undefined;
    return {
      status: head.status,
      // Seldom looked at, where answers are many.
      get headers() {
        read ??= plainHeaders(headersIn(head.lines));
        return read;
      },
      body,
    };
  };
}

/** Of each name the last one counts, however it is written. */
function lines(headers: readonly Readonly<Record<string, string>>[]): string {
  const found = new Map<string, string>();
  for (const [name, value] of headers.flatMap(Object.entries<string>)) {
    if (!/^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value)) throw new TypeError(`${name} holds what no header may`);
    found.set(name.toLowerCase(), `${name}: ${value}\r\n`);
  }
  return [...found.values()].join('');
}
