/** A node of the JSON Schema that `wid schema` prints, as far as the reference reads it. */
export interface Node {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
}

/** What a value may be, in a few words. */
export function typeText(node: Node): string {
  const choices = node.anyOf ?? node.oneOf;
  if (choices !== undefined) return [...new Set(choices.map(typeText))].join(' or ');
  if (node.const !== undefined) return code(node.const);
  if (node.enum !== undefined) return node.enum.map(code).join(', ');
  if (Array.isArray(node.type)) return node.type.includes('number') ? 'duration' : node.type.join(' or ');
  switch (node.type) {
    case 'string':
      return node.format === 'uri' ? 'URL' : 'text';
    case 'boolean':
      return 'yes or no';
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return node.items === undefined ? 'list' : listText(typeText(node.items));
    case 'object':
      return typeof node.additionalProperties === 'object' && node.properties === undefined ? 'map' : 'object';
    case 'null':
      return 'null';
    default:
      return 'anything';
  }
}

function listText(element: string): string {
  return element === 'object' ? 'list of objects' : `list of ${element}`;
}

/** A value as YAML would have it on one line. */
export function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}

/** The objects with named fields that stand behind a node: itself, its elements, its alternatives. */
export function objectsIn(node: Node, path: string): readonly { readonly path: string; readonly node: Node }[] {
  if (node.properties !== undefined) return [{ path, node }];
  const inner = [
    ...(node.items === undefined ? [] : objectsIn(node.items, `${path}[]`)),
    ...(typeof node.additionalProperties === 'object' ? objectsIn(node.additionalProperties, `${path}.<name>`) : []),
  ];
  return [...inner, ...[...(node.anyOf ?? []), ...(node.oneOf ?? [])].flatMap((one) => objectsIn(one, path))];
}

/** A Markdown table; cells may hold anything on one line. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
