import { list, string } from '../value.ts';
import { ArgumentProblem, amount, define, text, type HclFunction } from './function.ts';

interface Network {
  readonly address: bigint;
  readonly bits: 32 | 128;
  readonly prefix: number;
}

export const networkFunctions: Readonly<Record<string, HclFunction>> = {
  cidrhost: define('prefix string, hostnum number', (prefix, host) => {
    const { address, bits, prefix: length } = parse(text(prefix));
    const room = 1n << BigInt(bits - length);
    const given = BigInt(Math.trunc(amount(host)));
    const offset = given < 0n ? room + given : given;
    if (offset < 0n || offset >= room)
      throw new ArgumentProblem(1, `prefix of ${String(length)} does not accommodate a host numbered ${String(given)}`);
    return string(show(address + offset, bits));
  }),
  cidrnetmask: define('prefix string', (prefix) => {
    const { bits, prefix: length } = parse(text(prefix));
    return string(show(((1n << BigInt(length)) - 1n) << BigInt(bits - length), bits));
  }),
  cidrsubnet: define('prefix string, newbits number, netnum number', (prefix, bits, net) => {
    const network = parse(text(prefix));
    const length = network.prefix + amount(bits);
    if (length > network.bits) throw new ArgumentProblem(1, 'not enough remaining address space');
    if (BigInt(amount(net)) >= 1n << BigInt(amount(bits)))
      throw new ArgumentProblem(
        2,
        `prefix extension of ${String(amount(bits))} does not accommodate a subnet numbered ${String(amount(net))}`,
      );
    return string(
      `${show(network.address + (BigInt(amount(net)) << BigInt(network.bits - length)), network.bits)}/${String(length)}`,
    );
  }),
  cidrsubnets: define('prefix string, newbits... number', (prefix, ...all) => {
    const network = parse(text(prefix));
    let at = network.address;
    return list(
      all.map((bits) => {
        const length = network.prefix + amount(bits);
        if (length > network.bits) throw new ArgumentProblem(1, 'not enough remaining address space');
        const size = 1n << BigInt(network.bits - length);
        at = ((at + size - 1n) / size) * size;
        const shown = `${show(at, network.bits)}/${String(length)}`;
        at += size;
        return string(shown);
      }),
      'string',
    );
  }),
};

function parse(cidr: string): Network {
  const [host = '', length = ''] = cidr.split('/');
  const bits = isIPv4(host) ? 32 : 128;
  if (
    (!isIPv4(host) && !isIPv6(host)) ||
    !/^\d{1,3}$/.test(length) ||
    Number(length) > bits ||
    cidr.split('/').length !== 2
  )
    throw new ArgumentProblem(0, `invalid CIDR expression: invalid CIDR address: ${cidr}`);
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
