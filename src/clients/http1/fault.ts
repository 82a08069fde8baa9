/** What went wrong on a connection, other than what Node and OpenSSL have codes for. */
export type FaultKind = 'cancelled' | 'protocol' | 'size' | 'timeout';

export class Fault extends Error {
  readonly kind: FaultKind;

  constructor(kind: FaultKind) {
    super(kind);
    this.kind = kind;
  }
}

/** As Node says it of a connection that ended too early. */
export function broken(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}
