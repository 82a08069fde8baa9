/** The kinds of values that Go's `reflect` tells apart, as far as filters meet them. */
export type ScalarKind = 'string' | 'bool' | IntegerKind | UnsignedKind | 'float64';
export type IntegerKind = 'int' | 'int8' | 'int16' | 'int32' | 'int64';
export type UnsignedKind = 'uint' | 'uint8' | 'uint16' | 'uint32' | 'uint64';

/** A type of Go; `name` as Go prints it. */
export type GoType =
  | { readonly kind: ScalarKind | 'interface' | 'invalid'; readonly name: string }
  /** With text for keys. */
  | { readonly kind: 'slice' | 'map' | 'ptr'; readonly name: string; readonly of: () => GoType }
  | {
      readonly kind: 'struct';
      readonly name: string;
      readonly fields: readonly string[];
      readonly field: (name: string) => GoType | undefined;
    };

const scalars: ReadonlySet<string> = new Set([
  'string', 'bool', 'int', 'int8', 'int16', 'int32', 'int64', 'uint', 'uint8', 'uint16', 'uint32', 'uint64', 'float64',
]); // prettier-ignore

export const invalid: GoType = { kind: 'invalid', name: '<invalid>' };
export const anyValue: GoType = { kind: 'interface', name: 'interface {}' };

/**
 * Go's types by the way that Go writes them, from a table of named ones: a line for each, `NAME struct FIELD:TYPE ...` or
 * `NAME TYPE`, which blanks at a line's start continue. `any` stands for `interface {}`. Unknown names are defects of the table.
 */
export function goTypes(table: string): (written: string) => GoType {
  const known = new Map<string, GoType>();
  const named = new Map<string, string>();
  for (const line of table.replaceAll(/\n +/g, ' ').split(/\n+/)) {
    const [name = '', ...form] = line.split(' ');
    named.set(name, form.join(' '));
  }
  const typeOf = (written: string): GoType => {
    const earlier = known.get(written);
    if (earlier !== undefined) return earlier;
    const type = read(written);
    known.set(written, type);
    return type;
  };
  const read = (written: string): GoType => {
    const form = named.get(written) ?? written;
    const name = written.replace(/\bany$/, 'interface {}');
    if (form === 'any') return anyValue;
    if (scalars.has(form)) return { kind: form as ScalarKind, name };
    if (form === 'struct' || form.startsWith('struct ')) {
      const fields = new Map(
        form
          .split(' ')
          .slice(1)
          .map((field) => field.split(':') as [string, string]),
      );
      return {
        kind: 'struct',
        name,
        fields: [...fields.keys()],
        field: (of) => {
          const found = fields.get(of);
          return found === undefined ? undefined : typeOf(found);
        },
      };
    }
    for (const [start, kind] of [
      ['[]', 'slice'],
      ['map[string]', 'map'],
      ['*', 'ptr'],
    ] as const)
      if (form.startsWith(start)) return { kind, name, of: () => typeOf(form.slice(start.length)) };
    throw new Error(`no such type: ${written}`);
  };
  return typeOf;
}
