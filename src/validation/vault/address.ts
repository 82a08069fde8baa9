import { isIP } from 'node:net';
import { goQuote } from '../../syntax/go-string.ts';

/**
 * Vault's text about an address in `token_bound_cidrs`, or `undefined` when it takes it. It takes more than it should:
 * whatever holds a slash passes as the path of a Unix socket, `10.0.0.0/33` for one.
 */
export function addressError(address: string): string | undefined {
  const [host = '', port] = address.split(/:(?=\d+$)/);
  const withPort = port !== undefined && (isIP(host) === 4 || /^\[.*\]$/.test(host));
  const taken =
    isIP(address) !== 0 || withPort || (address.length > 1 && (/^[./]/.test(address) || address.includes('/')));
  if (taken) return undefined;
  const shown = goQuote(address);
  return `error parsing address ${shown}: Unable to convert ${shown} to an IPv4 or IPv6 address, or a UNIX Socket`;
}

/**
 * Whether a bound address or network covers the address of a caller. What is no IP address, though it was taken for one
 * when it was written, covers nobody.
 */
export function addressCovers(bound: string, remote: string): boolean {
  const caller = addressBits(remote);
  const [, address = bound, length] = /^(.*)\/(\d+)$/.exec(bound) ?? [];
  const own = addressBits(address.replace(/^\[(.*)\]:\d+$|^([\d.]+):\d+$/, '$1$2'));
  if (caller === undefined || own?.length !== caller.length) return false;
  const fixed = length === undefined ? own.length : Number(length);
  return fixed <= own.length && own.slice(0, fixed) === caller.slice(0, fixed);
}

/** The bits of an address, 32 or 128 of them. */
function addressBits(address: string): string | undefined {
  const version = isIP(address);
  if (version === 0) return undefined;
  const byte = (text: string): string => Number(text).toString(2).padStart(8, '0');
  if (version === 4) return address.split('.').map(byte).join('');
  const [, start = address, tail] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address) ?? [];
  const words = tail === undefined ? start : `${start}0:0`;
  const [left = '', right] = words.split('::');
  const groups = (text: string | undefined): string[] => (text ? text.split(':') : []);
  const [before, after] = [groups(left), groups(right)];
  const between = Array.from({ length: right === undefined ? 0 : 8 - before.length - after.length }, () => '0');
  const bits = [...before, ...between, ...after]
    .map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'))
    .join('');
  return tail === undefined ? bits : bits.slice(0, 96) + tail.split('.').map(byte).join('');
}
