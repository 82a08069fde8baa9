import net from 'node:net';
import tls from 'node:tls';
import { answerReader, type RawAnswer } from './answers.ts';
import { broken } from './fault.ts';

/** Where a connection leads to. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly socketPath?: string;
  /** With TLS, its settings. */
  readonly tls?: tls.ConnectionOptions;
}

/** A request under way. */
export interface Asked {
  /** As it goes onto the wire. */
  readonly text: string;
  /** By `performance.now()`, when it is given up. */
  readonly due: number;
  readonly signal: AbortSignal | undefined;
  /** Whether it may wait behind others on its connection. */
  patient: boolean;
  /** Whether it was sent before, over a connection that broke. */
  again: boolean;
  /** Whether it was answered, or given up. */
  settled: boolean;
  connection?: Connection;
  answered(answer: RawAnswer): void;
  failed(error: Error): void;
}

export interface Connection {
  /** Sent and not answered yet, in this order. */
  readonly waiting: readonly Asked[];
  /** Whether it has brought an answer after which it stayed open. */
  readonly proven: boolean;
  send(asked: Asked): void;
  close(): void;
}

export interface Listener {
  /** One more can be sent. */
  free(): void;
  /** Nothing comes any more. `error` is the first one's fault; without it, nobody's that still waits. */
  gone(connection: Connection, left: readonly Asked[], how: { readonly error?: Error; readonly blank: boolean }): void;
}

/** As much as Node reads at once. */
const pieceSize = 64 * 1024;

/** Opens a connection. Requests are sent at once, those behind them while the answers are still to come (RFC 9112, 9.3.2). */
export function openConnection(target: Target, maxBytes: number, listener: Listener): Connection {
  const socket = connect(target, (piece) => {
    try {
      if (!over) reader.take(piece);
    } catch (error) {
      leave(error as Error);
    }
  });
  const waiting: Asked[] = [];
  let proven = false;
  let over = false;
  let outgoing = '';

  const flush = (): void => {
    if (!over) socket.write(outgoing, 'latin1');
    outgoing = '';
  };
  const leave = (error?: Error): void => {
    if (over) return;
    over = true;
    socket.destroy();
    // One that was used before may have been closed by the server just when we wrote: no fault of the request.
    listener.gone(connection, waiting.splice(0), { ...(error && { error }), blank: proven && !reader.begun() });
  };
  const reader = answerReader(maxBytes, (answer) => {
    const asked = waiting.shift();
    // Some servers say that they are tired of waiting before they close a connection.
    if (asked === undefined) {
      leave();
      return;
    }
    proven ||= answer.head.keepAlive;
    asked.answered(answer);
    if (!answer.head.keepAlive) {
      leave();
      return;
    }
    if (waiting.length === 0) socket.unref();
    listener.free();
  });
  const connection: Connection = {
    waiting,
    get proven() {
      return proven;
    },
    send(asked) {
      if (waiting.length === 0) socket.ref();
      waiting.push(asked);
      asked.connection = connection;
      // What is asked for in one turn goes out in one piece.
      if (outgoing === '') setImmediate(flush);
      outgoing += asked.text;
    },
    close: () => leave(),
  };

  socket.on('end', () => {
    if (!over) reader.end();
  });
  socket.on('error', leave);
  socket.on('close', () => leave(broken()));
  return connection;
}

function connect({ host, port, socketPath, tls: secure }: Target, take: (piece: Buffer) => void): net.Socket {
  const to = socketPath === undefined ? { host, port } : { path: socketPath };
  // Each piece is read into the place of the one before.
  const buffer = Buffer.allocUnsafeSlow(pieceSize);
  const callback = (length: number): boolean => {
    take(buffer.subarray(0, length));
    return true;
  };
  const common = { ...to, noDelay: true, keepAlive: true, onread: { buffer, callback } };
  if (secure === undefined) return net.connect(common);
  return tls.connect({
    // As Node's own client has it: addresses have no place in SNI, and are still what the certificate must be for.
    servername: net.isIP(host) === 0 ? host : '',
    ALPNProtocols: ['http/1.1'],
    ...common,
    ...secure,
  });
}
