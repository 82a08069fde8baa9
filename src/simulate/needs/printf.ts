import { goQuote } from '../../syntax/go-string.ts';
import { joined, shown, text, unknown, type Value } from './value.ts';

/** `printf` with the verbs that paths are made with: `%s`, `%v`, `%d`, `%q`, `%%`, and widths of numbers. */
export function formatted(values: readonly Value[]): Value | undefined {
  const [format, ...rest] = values;
  if (format?.kind !== 'string') return undefined;
  const parts: Value[] = [];
  let used = 0;
  for (const part of format.value.split(/(%(?:0?\d+)?[^\d])/)) {
    if (!part.startsWith('%') || part === '%%') {
      parts.push(text(part === '%%' ? '%' : part));
      continue;
    }
    const value = rest[used++];
    const printed = value && verb(part, value);
    if (printed === undefined) return undefined;
    parts.push(printed);
  }
  return used === rest.length ? joined(parts) : undefined;
}

function verb(written: string, value: Value): Value | undefined {
  const kind = written.at(-1);
  const width = written.slice(1, -1);
  if (value.kind === 'unknown') {
    if (width !== '' || (kind !== 's' && kind !== 'v')) return unknown(...value.reasons);
    return value;
  }
  const plain = shown(value);
  if (plain === undefined) return undefined;
  if (kind === 'v' && width === '') return text(value.kind === 'nil' ? '<nil>' : plain);
  if (kind === 's' && width === '' && (value.kind === 'string' || value.kind === 'list')) return text(plain);
  if (kind === 'q' && width === '' && value.kind === 'string') return text(goQuote(value.value));
  if (kind !== 'd' || value.kind !== 'number' || !Number.isInteger(value.value) || value.value < 0) return undefined;
  return text(plain.padStart(Number(width), width.startsWith('0') ? '0' : ' '));
}
