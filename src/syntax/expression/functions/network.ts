import { Unsuitable } from '../convert.ts';
import { list, string } from '../value.ts';
import { ArgumentProblem, define, text, whole, type HclFunction } from './function.ts';

interface Network {
  readonly address: bigint;
  readonly bits: 32 | 128;
  readonly prefix: number;
}

export const networkFunctions: Readonly<Record<string, HclFunction>> = {
  cidrhost: define('prefix string, hostnum number', (prefix, host) => {
    const given = whole(host);
    const { address, bits, prefix: length } = parse(text(prefix));
    const room = 1n << BigInt(bits - length);
    const offset = given < 0n ? room + given : given;
    if (offset < 0n || offset >= room)
      throw new Unsuitable(`prefix of ${String(length)} does not accommodate a host numbered ${String(given)}`);
    return string(show(address + offset, bits));
  }),
  cidrnetmask: define('prefix string', (prefix) => {
    const { bits, prefix: length } = parse(text(prefix));
    return string(show(((1n << BigInt(length)) - 1n) << BigInt(bits - length), bits));
  }),
  cidrsubnet: define('prefix string, newbits number, netnum number', (prefix, newBits, net) => {
    const [more, index] = [whole(newBits), whole(net)];
    const { address, bits, prefix: length } = parse(text(prefix));
    if (more > 32n) throw new Unsuitable('may not extend prefix by more than 32 bits');
    const longer = BigInt(length) + more;
    if (longer > BigInt(bits))
      throw new Unsuitable(`insufficient address space to extend prefix of ${String(length)} by ${String(more)}`);
    if (more < 0n || index < 0n || index >= 1n << more)
      throw new Unsuitable(
        `prefix extension of ${String(more)} does not accommodate a subnet numbered ${String(index)}`,
      );
    return string(`${show(address + (index << (BigInt(bits) - longer)), bits)}/${String(longer)}`);
  }),
  cidrsubnets: define('prefix string, newbits... number', (prefix, ...all) => {
    const network = parse(text(prefix), 0);
    let at = network.address;
    let before = `${show(at, network.bits)}/${String(network.prefix)}`;
    const end = at + (1n << BigInt(network.bits - network.prefix));
    return list(
      all.map((bits, index) => {
        const more = whole(bits, index + 1);
        if (more < 1n) throw new ArgumentProblem(index + 1, 'must extend prefix by at least one bit');
        if (more > 32n) throw new ArgumentProblem(index + 1, 'may not extend prefix by more than 32 bits');
        const length = network.prefix + Number(more);
        if (length > network.bits)
          throw new ArgumentProblem(
            index + 1,
            `would extend prefix to ${String(length)} bits, which is too long for an ${network.bits === 32 ? 'IPv4' : 'IPv6'} address`,
          );
        const size = 1n << BigInt(network.bits - length);
        at = ((at + size - 1n) / size) * size;
        if (at + size > end)
          throw new ArgumentProblem(
            index + 1,
            `not enough remaining address space for a subnet with a prefix of ${String(length)} bits after ${before}`,
          );
        before = `${show(at, network.bits)}/${String(length)}`;
        at += size;
        return string(before);
      }),
      'string',
    );
  }),
};

/** `index` is that of the argument where Nomad tells it. */
function parse(cidr: string, index?: number): Network {
  const [host = '', length = ''] = cidr.split('/');
  const bits = isIPv4(host) ? 32 : 128;
  if (
    (!isIPv4(host) && !isIPv6(host)) ||
    !/^\d{1,3}$/.test(length) ||
    Number(length) > bits ||
    cidr.split('/').length !== 2
  ) {
    const message = `invalid CIDR expression: invalid CIDR address: ${cidr}`;
    throw index === undefined ? new Unsuitable(message) : new ArgumentProblem(index, message);
  }
  const prefix = Number(length);
  const rest = BigInt(bits - prefix);
  return { address: (toNumber(host) >> rest) << rest, bits, prefix };
}

function toNumber(host: string): bigint {
  if (isIPv4(host)) return host.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  const plain = host.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts: string[]) => {
    const [a, b, c, d] = parts.slice(0, 4).map(Number);
    return `${(((a ?? 0) << 8) | (b ?? 0)).toString(16)}:${(((c ?? 0) << 8) | (d ?? 0)).toString(16)}`;
  });
  const [left = '', right] = plain.split('::');
  const before = left === '' ? [] : left.split(':');
  const after = right === undefined || right === '' ? [] : right.split(':');
  const middle = Array.from({ length: right === undefined ? 0 : 8 - before.length - after.length }, () => '0');
  return [...before, ...middle, ...after].reduce((sum, part) => sum * 65_536n + BigInt(`0x${part}`), 0n);
}

function show(address: bigint, bits: 32 | 128): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.');
  const parts = Array.from({ length: 8 }, (_, at) => ((address >> BigInt(112 - at * 16)) & 0xffffn).toString(16));
  const zeros = [...parts.join(':').matchAll(/(?:^|:)(0(?::0)+)(?=:|$)/g)]
    .map(([, run = '']) => run)
    .toSorted((a, b) => b.length - a.length)[0];
  if (zeros === undefined) return parts.join(':');
  return parts
    .join(':')
    .replace(new RegExp(`(^|:)${zeros}(:|$)`), '::')
    .replace(/:::+/, '::');
}

function isIPv4(host: string): boolean {
  return (
    /^(?:\d{1,3}\.){3}\d{1,3}$/.test(host) &&
    host.split('.').every((part) => Number(part) <= 255 && String(Number(part)) === part)
  );
}

function isIPv6(host: string): boolean {
  const plain = host.replace(/(\d+\.\d+\.\d+\.\d+)$/, (tail) => (isIPv4(tail) ? '0:0' : 'no'));
  const groups = plain.split('::');
  const parts = groups.flatMap((group) => (group === '' ? [] : group.split(':')));
  if (groups.length > 2 || !parts.every((part) => /^[\da-fA-F]{1,4}$/.test(part))) return false;
  return groups.length === 2 ? parts.length < 8 : parts.length === 8;
}
