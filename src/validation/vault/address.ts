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
