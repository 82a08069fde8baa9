import type { JsonNode } from '../../syntax/hcl/hcl2-json.ts';

/** What a JSON text means; of repeated members the last one counts. */
export function plainJson(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(node.members.map(({ name, value }) => [name, plainJson(value)]));
    case 'array':
      return node.items.map(plainJson);
    case 'string':
    case 'bool':
      return node.value;
    case 'number':
      return Number(node.text);
    default:
      return null;
  }
}

/** Where each member and item of a JSON text stands, by its path; the empty path is the whole. */
export function jsonPlaces(node: JsonNode): Readonly<Record<string, readonly [start: number, end: number]>> {
  const places: [string, readonly [number, number]][] = [];
  const visit = (at: JsonNode, path: string, start: number): void => {
    places.push([path, [start, at.end]]);
    const below = path === '' ? '' : `${path}/`;
    if (at.kind === 'object')
      for (const { name, nameRange, value } of at.members) visit(value, below + name, nameRange.start);
    if (at.kind === 'array')
      for (const [index, item] of at.items.entries()) visit(item, below + String(index), item.start);
  };
  visit(node, '', node.start);
  return Object.fromEntries(places);
}
