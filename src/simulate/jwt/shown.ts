import { GoObject, type GoJson } from '../../syntax/go-json.ts';

/** A decoded JSON value as Go's `%v` prints it: `map[a:1 b:[x y]]`. */
export function shown(value: GoJson): string {
  if (value === null) return '<nil>';
  if (typeof value === 'number') return floatText(value);
  if (Array.isArray(value)) return `[${(value as readonly GoJson[]).map(shown).join(' ')}]`;
  if (!(value instanceof GoObject)) return String(value);
  const names = [...new Set(value.members.map(({ name }) => name))].toSorted((a, b) =>
    Buffer.compare(Buffer.from(a), Buffer.from(b)),
  );
  return `map[${names.map((name) => `${name}:${shown(value.get(name) ?? null)}`).join(' ')}]`;
}

/** Go's `%v` of a float: the shortest digits, with an exponent below 1e-4 and from a million on. */
function floatText(value: number): string {
  if (Object.is(value, -0)) return '-0';
  const [digits = '0', power = '+0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 6)
    return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  return String(value);
}
