/**
 * The types of data that go-bexpr 0.1.2 can be asked about. A login at Consul has maps of text and of lists of text;
 * Consul's own `?filter=` asks about structs too.
 */
export type DataType =
  | { readonly kind: 'text' | 'boolean' | 'integer' | 'float' | 'other' }
  | { readonly kind: 'list'; readonly of: DataType }
  /** With text for keys. */
  | { readonly kind: 'map'; readonly of: DataType }
  | { readonly kind: 'struct'; readonly fields: Readonly<Record<string, DataType>> };

/** The type that a name of a path leads to: lists are looked through, as a condition on a list is one on any of its items. */
export function memberType(type: DataType, name: string): DataType | undefined {
  switch (type.kind) {
    case 'list':
      return memberType(type.of, name);
    case 'map':
      return type.of.kind === 'other' ? undefined : type.of;
    case 'struct':
      return Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
    default:
      return undefined;
  }
}

/** Whether one value can stand beside it in a comparison. */
export function isScalar({ kind }: DataType): boolean {
  return kind === 'text' || kind === 'boolean' || kind === 'integer' || kind === 'float';
}
