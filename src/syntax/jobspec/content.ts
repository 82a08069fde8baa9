import { suggestion } from '../expression/suggestion.ts';
import type { Range } from '../hcl/ast.ts';
import type { Block } from '../hcl/hcl2-ast.ts';
import type { JsonMember, JsonNode } from '../hcl/hcl2-json.ts';
import { startOf } from '../hcl/hcl2-json.ts';
import {
  headerOf,
  inside,
  jsonAttribute,
  missingPlace,
  without,
  type BodySchema,
  type ConfigAttribute,
  type ConfigBlock,
  type ConfigBody,
  type Content,
} from './config-body.ts';
import { expandDynamic } from './dynamic.ts';
import type { Reader } from './reader.ts';

const DYNAMIC = { type: 'dynamic', labels: ['type'] };

/** What a schema names, with complaints about what is missing; the rest is in `rest`. */
export function partialContent(
  reader: Reader,
  body: ConfigBody,
  schema: BodySchema,
): Content & { readonly rest: ConfigBody } {
  const found = raw(reader, body, extended(body, schema));
  return { ...expanded(reader, body, schema, found, true), rest: without(body, schema) };
}

/** The same, with complaints about everything that the schema does not name. */
export function wholeContent(reader: Reader, body: ConfigBody, schema: BodySchema): Content {
  const wide = extended(body, schema);
  const found = raw(reader, body, wide);
  if (body.written.json) refuseMembers(reader, body, wide, body.written.node);
  else refuseItems(reader, body, wide, found);
  return expanded(reader, body, schema, found, false);
}

function extended(body: ConfigBody, schema: BodySchema): BodySchema {
  return body.dynamic ? { ...schema, blocks: [...schema.blocks, DYNAMIC] } : schema;
}

function expanded(reader: Reader, body: ConfigBody, schema: BodySchema, found: Content, partial: boolean): Content {
  if (!body.dynamic) return found;
  return {
    attributes: found.attributes,
    blocks: found.blocks.flatMap((block) =>
      block.type === 'dynamic' ? expandDynamic(reader, body, schema, block, partial, wholeContent) : [block],
    ),
  };
}

function raw(reader: Reader, body: ConfigBody, schema: BodySchema): Content {
  return body.written.json
    ? jsonContent(reader, body, schema, body.written.node)
    : nativeContent(reader, body, schema, body.written.body);
}

function nativeContent(
  reader: Reader,
  body: ConfigBody,
  schema: BodySchema,
  written: {
    readonly attributes: readonly { name: string; nameRange: Range; start: number; end: number; value: object }[];
    readonly blocks: readonly Block[];
  },
): Content {
  const attributes = new Map<string, ConfigAttribute>();
  for (const { name, required } of schema.attributes) {
    const found = body.hidden.has(name) ? undefined : written.attributes.find((one) => one.name === name);
    if (found !== undefined) attributes.set(name, nativeAttribute(body, found));
    else if (required === true) missingArgument(reader, body, name);
  }
  const blocks: ConfigBlock[] = [];
  for (const block of written.blocks) {
    const wanted = body.hidden.has(block.type) ? undefined : schema.blocks.find(({ type }) => type === block.type);
    if (wanted !== undefined && rightLabels(reader, block, wanted.labels)) {
      blocks.push({
        type: block.type,
        typeRange: block.typeRange,
        labels: block.labels,
        header: headerOf(block),
        whole: { start: block.start, end: block.end },
        body: inside(body, { json: false, body: block.body }),
      });
    }
  }
  return { attributes, blocks };
}

export function nativeAttribute(
  body: ConfigBody,
  { name, nameRange, start, end, value }: { name: string; nameRange: Range; start: number; end: number; value: object },
): ConfigAttribute {
  const written = value as ConfigAttribute['value']['written'];
  return { name, nameRange, range: { start, end }, value: { written, json: false, iteration: body.iteration } };
}

function missingArgument(reader: Reader, body: ConfigBody, name: string): void {
  reader.refuse(
    missingPlace(body),
    'Missing required argument',
    `The argument ${JSON.stringify(name)} is required, but no definition was found.`,
  );
}

function rightLabels(reader: Reader, block: Block, wanted: readonly string[]): boolean {
  const extra = block.labels[wanted.length];
  if (extra !== undefined) {
    const names = wanted.join(', ');
    const expected =
      wanted.length === 0
        ? `No labels are expected for ${block.type} blocks.`
        : `Only ${String(wanted.length)} labels (${names}) are expected for ${block.type} blocks.`;
    reader.refuse(extra, `Extraneous label for ${block.type}`, expected);
    return false;
  }
  const missing = wanted[block.labels.length];
  if (missing === undefined) return true;
  reader.refuse(
    block.open,
    `Missing ${missing} for ${block.type}`,
    `All ${block.type} blocks must have ${String(wanted.length)} labels (${wanted.join(', ')}).`,
  );
  return false;
}

function refuseItems(reader: Reader, body: ConfigBody, schema: BodySchema, found: Content): void {
  if (body.written.json) return;
  const { attributes, blocks } = body.written.body;
  const names = schema.attributes.map(({ name }) => name);
  const types = schema.blocks.map(({ type }) => type);
  for (const { name, nameRange } of attributes) {
    if (names.includes(name) || body.hidden.has(name)) continue;
    const near = suggestion(
      name,
      names.filter((one) => !found.attributes.has(one)),
    );
    const asBlock = types.includes(name) ? ` Did you mean to define a block of type ${JSON.stringify(name)}?` : '';
    reader.refuse(
      nameRange,
      'Unsupported argument',
      `An argument named ${JSON.stringify(name)} is not expected here.${near === '' ? asBlock : near}`,
    );
  }
  for (const { type, typeRange } of blocks) {
    if (types.includes(type) || body.hidden.has(type)) continue;
    const near = suggestion(type, types);
    const quoted = JSON.stringify(type);
    const asArgument = names.includes(type)
      ? ` Did you mean to define argument ${quoted}? If so, use the equals sign to assign it a value.`
      : '';
    reader.refuse(
      typeRange,
      'Unsupported block type',
      `Blocks of type ${quoted} are not expected here.${near === '' ? asArgument : near}`,
    );
  }
}

function jsonContent(reader: Reader, body: ConfigBody, schema: BodySchema, node: JsonNode): Content {
  const attributes = new Map<string, ConfigAttribute>();
  const blocks: ConfigBlock[] = [];
  for (const member of deepMembers(reader, node)) {
    if (body.hidden.has(member.name)) continue;
    const wanted = schema.blocks.find(({ type }) => type === member.name);
    if (schema.attributes.some(({ name }) => name === member.name)) {
      if (!attributes.has(member.name)) attributes.set(member.name, jsonAttribute(member, body.iteration));
      else
        reader.refuse(
          member.nameRange,
          'Duplicate argument',
          `The argument ${JSON.stringify(member.name)} was already set at ${reader.describe(attributes.get(member.name)?.range ?? member.nameRange)}.`,
        );
    } else if (wanted !== undefined) unpack(reader, body, member, member.value, wanted.labels, [], blocks);
  }
  for (const { name, required } of schema.attributes)
    if (required === true && !attributes.has(name)) missingArgument(reader, body, name);
  return { attributes, blocks };
}

function refuseMembers(reader: Reader, body: ConfigBody, schema: BodySchema, node: JsonNode): void {
  const names = [...schema.attributes.map(({ name }) => name), ...schema.blocks.map(({ type }) => type)];
  for (const { name, nameRange } of deepMembers(undefined, node)) {
    if (name === '//' || names.includes(name) || body.hidden.has(name)) continue;
    reader.refuse(
      nameRange,
      'Extraneous JSON object property',
      `No argument or block type is named ${JSON.stringify(name)}.${suggestion(name, names)}`,
    );
  }
}

/** The members of an object or of all objects in a list. */
function deepMembers(reader: Reader | undefined, node: JsonNode, label?: string): readonly JsonMember[] {
  const purpose = label === undefined ? 'define arguments and child blocks' : `specify ${label} labels for this block`;
  if (node.kind === 'null') return [];
  if (node.kind === 'object') return node.members;
  if (node.kind === 'array')
    return node.items.flatMap((item) => {
      if (item.kind === 'object') return item.members;
      reader?.refuse(startOf(item), 'Incorrect JSON value type', `A JSON object is required here, to ${purpose}.`);
      return [];
    });
  reader?.refuse(
    startOf(node),
    'Incorrect JSON value type',
    `Either a JSON object or JSON array of objects is required here, to ${purpose}.`,
  );
  return [];
}

/** Makes blocks of a member: its names are the labels, then each object is one. */
function unpack(
  reader: Reader,
  body: ConfigBody,
  member: JsonMember,
  node: JsonNode,
  labelsLeft: readonly string[],
  labels: ConfigBlock['labels'],
  blocks: ConfigBlock[],
): void {
  const [label, ...rest] = labelsLeft;
  if (label !== undefined) {
    const named = deepMembers(reader, node, label);
    if (named.length === 0)
      reader.refuse(
        startOf(node),
        'Missing block label',
        `At least one object property is required, whose name represents the ${member.name} block's ${label}.`,
      );
    for (const { name, nameRange, value } of named)
      unpack(reader, body, member, value, rest, [...labels, { ...nameRange, text: name }], blocks);
    return;
  }
  const add = (value: JsonNode, header: Range): void => {
    const whole = { start: value.start, end: value.end };
    blocks.push({
      type: member.name,
      typeRange: member.nameRange,
      labels,
      header,
      whole,
      body: inside(body, { json: true, node: value }),
    });
  };
  if (node.kind === 'object') add(node, node.open);
  else if (node.kind === 'array') for (const item of node.items) add(item, node.open);
  else if (node.kind !== 'null')
    reader.refuse(
      startOf(node),
      'Incorrect JSON value type',
      `Either a JSON object or a JSON array is required, representing the contents of one or more ${JSON.stringify(member.name)} blocks.`,
    );
}
