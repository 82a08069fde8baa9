import { blake2b } from '@noble/hashes/blake2.js';

/**
 * The hash by which Consul and Nomad tell whether an object changed: BLAKE2b-256 over its content's texts, one after the
 * other without anything between, in base64.
 */
export function contentHash(...content: readonly string[]): string {
  return Buffer.from(blake2b(new TextEncoder().encode(content.join('')), { dkLen: 32 })).toString('base64');
}
