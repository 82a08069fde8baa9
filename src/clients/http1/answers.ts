import { Fault } from './fault.ts';
import { readHead, type Head } from './head.ts';

export interface RawAnswer {
  readonly head: Head;
  readonly body: string;
}

/** Reads answers out of what comes over one connection, in the pieces in which it comes. */
export interface AnswerReader {
  /**
   * @param piece of which nothing is kept: it may be overwritten afterwards
   * @throws Fault `protocol` or `size`
   */
  take(piece: Buffer): void;
  /** The connection ended; an answer without a length is whole by that. */
  end(): void;
  /** Whether a part of an answer has come. */
  begun(): boolean;
}

/** As many as Node's own client takes. */
const longestHead = 64 * 1024;
const longestLine = 4096;
const beginning = Buffer.from('HTTP/1.');

/** The answer that is being read; its body as far as it has come. */
interface Reading {
  readonly head: Head;
  readonly parts: Buffer[];
  size: number;
  /** Bytes that still belong to the body or to the chunk. */
  missing: number;
  /** Of chunks: what stands next. */
  next: 'size' | 'data' | 'end of data' | 'trailer';
}

export function answerReader(maxBytes: number, got: (answer: RawAnswer) => void): AnswerReader {
  let rest: Buffer | undefined;
  let reading: Reading | undefined;

  const done = ({ head, parts, size }: Reading): void => {
    reading = undefined;
    const [only] = parts;
    const whole = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts, size);
    got({ head, body: whole.toString('utf8') });
  };
  const keep = (into: Reading, bytes: Buffer): void => {
    into.size += bytes.length;
    if (into.size > maxBytes) throw new Fault('size');
    if (bytes.length > 0) into.parts.push(Buffer.from(bytes));
  };

  /** Each takes what it can from `at` on and says where it stopped; -1 when there is not enough yet. */
  const takeHead = (bytes: Buffer, at: number): number => {
    const end = bytes.indexOf('\r\n\r\n', at, 'latin1');
    const known = Math.min(beginning.length, bytes.length - at);
    if (bytes.compare(beginning, 0, known, at, at + known) !== 0) throw new Fault('protocol');
    if ((end === -1 ? bytes.length : end) - at > longestHead) throw new Fault('protocol');
    if (end === -1) return -1;
    const head = readHead(bytes.toString('latin1', at, end));
    const from = end + 4;
    if (head.status < 200) {
      // It only announces another answer. A change of protocol was not asked for.
      if (head.status === 101) throw new Fault('protocol');
      return from;
    }
    const { framing } = head;
    if (typeof framing === 'number') {
      if (framing > maxBytes) throw new Fault('size');
      if (bytes.length - from >= framing) {
        got({ head, body: bytes.toString('utf8', from, from + framing) });
        return from + framing;
      }
    }
    reading = { head, parts: [], size: 0, missing: typeof framing === 'number' ? framing : 0, next: 'size' };
    return from;
  };
  const takeBody = (into: Reading, bytes: Buffer, at: number): number => {
    const part = bytes.subarray(at, into.head.framing === 'connection' ? undefined : at + into.missing);
    keep(into, part);
    into.missing -= part.length;
    if (into.missing === 0 && typeof into.head.framing === 'number') done(into);
    return at + part.length;
  };
  const takeChunk = (into: Reading, bytes: Buffer, at: number): number => {
    if (into.next === 'data') {
      const part = bytes.subarray(at, at + into.missing);
      keep(into, part);
      into.missing -= part.length;
      if (into.missing === 0) into.next = 'end of data';
      return at + part.length;
    }
    const end = bytes.indexOf('\r\n', at, 'latin1');
    if ((end === -1 ? bytes.length : end) - at > longestLine) throw new Fault('protocol');
    if (end === -1) return -1;
    const line = bytes.toString('latin1', at, end);
    if (into.next === 'trailer') {
      if (line === '') done(into);
    } else if (into.next === 'end of data') {
      if (line !== '') throw new Fault('protocol');
      into.next = 'size';
    } else {
      const size = /^([\da-f]{1,8})[ \t]*(?:;.*)?$/i.exec(line)?.[1];
      if (size === undefined) throw new Fault('protocol');
      into.missing = Number.parseInt(size, 16);
      into.next = into.missing === 0 ? 'trailer' : 'data';
    }
    return end + 2;
  };

  return {
    take(piece) {
      const bytes = rest === undefined ? piece : Buffer.concat([rest, piece]);
      rest = undefined;
      for (let at = 0; at < bytes.length;) {
        const after =
          reading === undefined
            ? takeHead(bytes, at)
            : reading.head.framing === 'chunks'
              ? takeChunk(reading, bytes, at)
              : takeBody(reading, bytes, at);
        if (after === -1) {
          rest = Buffer.from(bytes.subarray(at));
          return;
        }
        at = after;
      }
    },
    end() {
      if (reading?.head.framing === 'connection') done(reading);
    },
    begun: () => reading !== undefined || rest !== undefined,
  };
}
