import { goQuote } from '../../syntax/go-string.ts';
import { leavesAllocation } from './escape.ts';
import { wrapped } from './multierror.ts';
import type { Artifact } from './task-parts.ts';

export function artifactErrors(artifacts: readonly Artifact[]): readonly string[] {
  return artifacts.flatMap((artifact, index) =>
    wrapped(`Artifact ${String(index + 1)} validation failed: `, artifactFaults(artifact)),
  );
}

function artifactFaults({ source, mode, destination, checksum }: Artifact): readonly string[] {
  const faults: string[] = [];
  if (source === '') faults.push('source must be specified');
  if (!['', 'any', 'file', 'dir'].includes(mode))
    faults.push(`invalid artifact mode ${goQuote(mode)}; must be one of: any, file, dir`);
  if (leavesAllocation('task', destination)) faults.push('destination escapes allocation directory');
  const wrong = checksum === undefined ? undefined : checksumFault(checksum);
  return wrong === undefined ? faults : [...faults, wrong];
}

const lengths: Readonly<Record<string, number>> = { md5: 16, sha1: 20, sha256: 32, sha512: 64 };

function checksumFault(given: string): string | undefined {
  // What is filled in later is not looked at.
  if (/\$\{[a-zA-Z0-9_\-.]+\}/.test(given)) return undefined;
  const checksum = given.trim();
  if (checksum === '') return 'checksum value cannot be empty';
  const [type = '', digits, ...more] = checksum.split(':');
  if (digits === undefined || more.length > 0)
    return `checksum must be given as "type:value"; got ${goQuote(checksum)}`;
  const wrong = hexFault(digits);
  if (wrong !== undefined) return `invalid checksum: encoding/hex: ${wrong}`;
  const length = Object.hasOwn(lengths, type) ? lengths[type] : undefined;
  if (length === undefined) return `unsupported checksum type: ${type}`;
  return digits.length === 2 * length ? undefined : `invalid ${type} checksum: ${digits}`;
}

function hexFault(digits: string): string | undefined {
  const bytes = Buffer.from(digits);
  const found = bytes.find((byte) => !/[0-9a-fA-F]/.test(String.fromCodePoint(byte)));
  if (found === undefined) return bytes.length % 2 === 1 ? 'odd length hex string' : undefined;
  const character = String.fromCodePoint(found);
  const shown = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character) ? ` '${character}'` : '';
  return `invalid byte: U+${found.toString(16).toUpperCase().padStart(4, '0')}${shown}`;
}
