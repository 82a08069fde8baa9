import { parseGoJson } from '../syntax/go-json.ts';

/** The Go type of a member, as Go's JSON decoder names it when the wrong thing was sent. */
export type GoType = 'string' | 'bool' | 'int' | 'any' | `[]${string}` | `map[${string}` | `structs.${string}`;

/** Members that a request may have. */
export type Members = Readonly<Record<string, GoType>>;

export type Decoded = { readonly object: Record<string, unknown> } | { readonly error: string };

/**
 * Reads a JSON object the way Go's decoder does: member names match without regard to case, `null` means left out, an unknown
 * name or a wrong type is an error with Go's text. `within` and `whole` are the
 * Go types that the texts about a member and about the object name.
 */
export function decodeObject(body: Buffer, members: Members, within: string, whole = within): Decoded {
  const parsed = parse(body.toString('utf8'));
  if ('error' in parsed) return parsed;
  const { value } = parsed;
  if (kindOf(value) !== 'object')
    return { error: `json: cannot unmarshal ${kindOf(value)} into Go value of type ${whole}` };
  const names = new Map(Object.keys(members).map((name) => [name.toLowerCase(), name]));
  const object: Record<string, unknown> = {};
  for (const [given, member] of Object.entries(value as Record<string, unknown>)) {
    const name = names.get(given.toLowerCase());
    if (name === undefined) return { error: `json: unknown field "${given}"` };
    if (member === null) continue;
    const type = members[name] ?? 'any';
    if (!fits(member, type))
      return {
        error: `json: cannot unmarshal ${kindOf(member)} into Go struct field ${within}.${name} of type ${type}`,
      };
    object[name] = member;
  }
  return { object };
}

function fits(value: unknown, type: GoType): boolean {
  if (type === 'any') return true;
  if (type === 'string') return typeof value === 'string';
  if (type === 'bool') return typeof value === 'boolean';
  if (type === 'int') return typeof value === 'number';
  if (type === '[]string') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (type.startsWith('[]')) return Array.isArray(value);
  return kindOf(value) === 'object';
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function parse(text: string): { readonly value: unknown } | { readonly error: string } {
  if (text.trim() === '') return { error: 'EOF' };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    const parsed = parseGoJson(Buffer.from(text));
    // A decoder of a stream, unlike one of a whole text, says that the stream ended.
    return { error: parsed.ok || parsed.error === 'unexpected end of JSON input' ? 'unexpected EOF' : parsed.error };
  }
}
