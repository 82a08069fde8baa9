import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** Emitted on the stream once a request has been read whole: what comes next begins a new one. */
export const requestRead = Symbol('request read');

/** What the HTTP parser is given instead of LIST: a method of the same length that it knows and that nobody sends to Vault. */
export const listMethod = 'LINK';

const wanted = Buffer.from('LIST ');
const given = Buffer.from(`${listMethod} `);

/**
 * A stream over `socket` in which requests that begin with `LIST ` begin with `LINK `. Node's HTTP parser refuses the verb LIST,
 * which Vault's clients send, before any handler runs. As both words are of one length, nothing else in the message changes.
 * Only the first bytes of a request are looked at: the start of a connection, and what comes after a request was read whole.
 * A LIST that is pipelined behind another request is not recognised; no client of Vault pipelines.
 */
export function admitList(socket: Socket): Duplex {
  let atStart = true;
  let held: Buffer = Buffer.alloc(0);
  const stream = new Duplex({
    read: () => socket.resume(),
    write: (chunk: Buffer, _encoding, done) => {
      socket.write(chunk, () => {
        done();
      });
    },
    final: (done) => {
      socket.end();
      done();
    },
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  const forward = (chunk: Buffer): void => {
    if (!stream.push(chunk)) socket.pause();
  };
  stream.on(requestRead, () => {
    atStart = true;
  });
  socket.on('data', (chunk: Buffer) => {
    if (!atStart) {
      forward(chunk);
      return;
    }
    const seen = Buffer.concat([held, chunk]);
    held = Buffer.alloc(0);
    if (seen.length < wanted.length && wanted.subarray(0, seen.length).equals(seen)) {
      held = seen; // a verb may arrive in pieces
      return;
    }
    atStart = false;
    forward(
      seen.subarray(0, wanted.length).equals(wanted) ? Buffer.concat([given, seen.subarray(wanted.length)]) : seen,
    );
  });
  socket.on('end', () => stream.push(null));
  socket.on('error', () => stream.destroy());
  socket.on('close', () => stream.destroy());
  return stream;
}
