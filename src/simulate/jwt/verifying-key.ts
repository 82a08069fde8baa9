import type { KeyObject } from 'node:crypto';

/** A public key, made ready once for many signatures. */
export interface VerifyingKey {
  /** Empty for a key that has none. */
  readonly kid: string;
  readonly type: 'rsa' | 'ec' | 'ed25519' | 'none';
  readonly object: KeyObject | undefined;
}

/** A key from a PEM text, which has no name. */
export function staticKey(object: KeyObject): VerifyingKey {
  const type = object.asymmetricKeyType;
  return { kid: '', type: type === 'rsa' || type === 'ec' || type === 'ed25519' ? type : 'none', object };
}
