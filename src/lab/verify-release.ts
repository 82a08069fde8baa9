import { createHash, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { WidError } from '../support/errors.ts';

/** Who may sign releases. */
export interface ReleaseKey {
  readonly armored: string;
  /** Hexadecimal, lower case: the key in `armored` must be this one. */
  readonly fingerprint: string;
}

/**
 * The list of sums, once its signature is known to be the key's. `verify` of openpgp gives an object for a wrong
 * signature too: only its `verified` tells, by rejecting.
 */
export async function verifySums(sums: Uint8Array, signature: Uint8Array, key: ReleaseKey): Promise<string> {
  const openpgp = await import('openpgp');
  const verificationKeys = await openpgp.readKey({ armoredKey: key.armored });
  if (verificationKeys.getFingerprint() !== key.fingerprint)
    throw new WidError('file', 'the stored release key is not the one that is pinned');
  try {
    const result = await openpgp.verify({
      message: await openpgp.createMessage({ binary: sums }),
      signature: await openpgp.readSignature({ binarySignature: signature }),
      verificationKeys,
      expectSigned: true,
      format: 'binary',
    });
    if (result.signatures.length === 0) throw new Error('no signature');
    await Promise.any(result.signatures.map(({ verified }) => verified));
  } catch {
    throw new WidError('answer', 'the list of checksums is not signed with the release key', {
      hint: 'do not use this download: something between here and the release server changes files',
    });
  }
  return new TextDecoder().decode(sums);
}

/** The one sum that the list has for exactly this file. */
export function sumOf(sums: string, file: string): string {
  const found = sums.split('\n').flatMap((line) => {
    const [, sum, name] = /^([0-9a-f]{64}) {2}(\S+)$/.exec(line) ?? [];
    return name === file && sum !== undefined ? [sum] : [];
  });
  const [sum] = found;
  if (sum === undefined || found.length > 1)
    throw new WidError(
      'answer',
      `the list of checksums has ${sum === undefined ? 'no' : 'more than one'} entry for ${file}`,
    );
  return sum;
}

/** Throws unless the file at `path` has this SHA-256. */
export async function checkSum(path: string, name: string, expected: string): Promise<void> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  if (timingSafeEqual(hash.digest(), Buffer.from(expected, 'hex'))) return;
  throw new WidError('answer', `${name} is not the file that was released: its checksum is another`, {
    hint: 'try again; if it stays so, something between here and the release server changes files',
  });
}
