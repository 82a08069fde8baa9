import { kinds } from '../../src/kinds/index.ts';
import type { Field } from '../../src/kinds/field.ts';
import type { Kind } from '../../src/kinds/kind.ts';
import { specJsonSchema } from '../../src/spec/json-schema.ts';
import { code, objectsIn, table, typeText, type Node } from './json-schema-text.ts';

const head = `
# The spec

Generated from the schema and the kinds by \`npm run docs\`: do not edit.

A spec is YAML or JSON. \`wid\` reads \`wid.yaml\` unless \`-f FILE\` says otherwise; \`-f\` may be repeated, and \`-\` is standard
input. Several files make one spec. \`wid init\` writes a commented starter, \`wid schema\` prints this schema for editors.

- An object's field that is left out means what the server takes when nothing is sent: the default below. A live value
  that differs from it is drift.
- What the product's own API calls a field stands beside it.
- A duration is a number of seconds or a text such as \`90s\` or \`1h30m\`.
- \`\${NAME}\` is filled from the environment only in fields that say so.
- Paths of files are relative to the file that names them.
- An object's key is its name on the server, unless \`name\` says otherwise. Its address is made of kind and name:
  \`consul/policy/web\`, \`vault/jwt-role/<mount>/<role>\`, \`consul/binding-rule/<auth method>/<bind type>/<bind name>\`; with
  a namespace \`@<namespace>\`, with a partition \`@<partition>:<namespace>\`.
`;

/** The reference of everything that a spec may hold, in Markdown. */
export function specReference(): string {
  const root = specJsonSchema() as Node;
  return [head, `## The file`, fieldsTable(root), ...below(root, '')].join('\n\n');
}

function below(node: Node, path: string): readonly string[] {
  const kind = kindWith(node.title);
  return Object.entries(node.properties ?? {})
    .filter(([name]) => kind?.fields[name] === undefined)
    .flatMap(([name, inner]) => {
      const full = path === '' ? name : `${path}.${name}`;
      return objectsIn(inner, full).flatMap((one) => [
        section(one.path, one.node, inner),
        ...below(one.node, one.path),
      ]);
    });
}

function section(path: string, node: Node, around: Node): string {
  const kind = kindWith(node.title);
  const title =
    kind === undefined ? (node.properties?.['preset']?.const ?? node.properties?.['store']?.const) : undefined;
  const heading = typeof title === 'string' ? `${path}: ${title}` : path;
  const described = node.description ?? around.description ?? '';
  const about = kind === undefined ? described : [`Kind \`${kind.id}\`: ${kind.title}.`, described, ...notes(kind)];
  return [`## \`${heading}\``, [about].flat().filter(Boolean).join(' '), fieldsTable(node)].join('\n\n');
}

function notes(kind: Kind): readonly string[] {
  const cascades = kind.cascadesTo ?? [];
  return [
    ...(cascades.length > 0 ? [`Replacing it makes anew what hangs on it: ${cascades.map(name).join(', ')}.`] : []),
    ...(kind.pair === undefined ? [] : ['It has no name: a live one is recognised by what it means.']),
  ];
}

function name(id: string): string {
  return `\`${id}\``;
}

function fieldsTable(node: Node): string {
  const kind = kindWith(node.title);
  const rows = Object.entries(node.properties ?? {}).map(([field, inner]) => {
    const own = kind?.fields[field] as Field | undefined;
    const required = node.required?.includes(field) === true && inner.default === undefined;
    const unset = own === undefined ? inner.default : own.toSpec(own.unset);
    const meaning = [inner.description ?? '', ...(own === undefined ? [] : remarks(own, inner.description ?? ''))];
    const inApi = kind === undefined ? [] : [own === undefined ? '' : `\`${own.api.join('.')}\``];
    const value = required ? 'required' : defaultText(unset);
    return [`\`${field}\``, typeText(inner), value, ...inApi, meaning.join(' ').trim()];
  });
  return table(['Field', 'Type', 'Default', ...(kind === undefined ? [] : ['In the API']), 'Meaning'], rows);
}

function remarks({ replaces, writeOnly, needs }: Field, described: string): readonly string[] {
  return [
    ...(replaces ? ['A change replaces the object.'] : []),
    ...(writeOnly ? ['The server never returns it, so drift in it cannot be seen.'] : []),
    ...(needs === 'enterprise' && !described.includes('Enterprise') ? ['Enterprise only.'] : []),
  ];
}

function defaultText(value: unknown): string {
  const empty = value === undefined || value === null || value === '' || JSON.stringify(value) === '{}';
  return empty || JSON.stringify(value) === '[]' ? '' : code(value);
}

function kindWith(title: string | undefined): Kind | undefined {
  return title === undefined ? undefined : Object.values(kinds).find((kind) => kind.title === title);
}
