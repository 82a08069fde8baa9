import { Fault } from './fault.ts';

/** How the body of an answer ends: after so many bytes, with its last chunk, or when the connection does. */
export type Framing = number | 'chunks' | 'connection';

/** What of an answer's head decides how the rest is read. */
export interface Head {
  readonly status: number;
  readonly framing: Framing;
  /** Whether the connection can carry another answer after this one. */
  readonly keepAlive: boolean;
  /** Lines of headers, without the line of the status. */
  readonly lines: string;
}

const statusLine = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [^\r\n]*)?(?:\r\n|$)/;
const deciding = /(?:^|\r\n)(content-length|transfer-encoding|connection)[ \t]*:[ \t]*([^\r\n]*)/gi;

/**
 * Reads a head as RFC 9112 has it. Where that leaves a choice (two lengths, a length beside chunks, an unknown coding), the
 * answer is refused: two readings of one answer are how answers get mixed up.
 * @throws Fault `protocol`
 */
export function readHead(text: string): Head {
  const start = statusLine.exec(text);
  if (start === null) throw new Fault('protocol');
  const status = Number(start[2]);
  const lines = text.slice(start[0].length);
  let keepAlive = start[1] === '1';
  let framing: Framing = 'connection';
  for (const [, name = '', value = ''] of lines.matchAll(deciding)) {
    const said = value.trim().toLowerCase();
    // A name that ends in a space is none.
    if (name.length === 10) keepAlive = (keepAlive || said === 'keep-alive') && said !== 'close';
    else if (framing !== 'connection') throw new Fault('protocol');
    else framing = name.length === 14 ? length(said) : chunks(said);
  }
  if (status === 204 || status === 304 || status < 200) framing = 0;
  return { status, framing, keepAlive: keepAlive && framing !== 'connection', lines };
}

function length(value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw new Fault('protocol');
  return Number(value);
}

function chunks(value: string): 'chunks' {
  if (value !== 'chunked') throw new Fault('protocol');
  return 'chunks';
}

/** Headers by their names in lower case; what comes several times is joined. */
export function headersIn(lines: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}
