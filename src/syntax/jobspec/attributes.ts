import type { Range } from '../hcl/ast.ts';
import type { Block, Body, Expression } from '../hcl/hcl2-ast.ts';
import { startOf } from '../hcl/hcl2-json.ts';
import { jsonAttribute, type ConfigAttribute, type ConfigBody } from './config-body.ts';
import { nativeAttribute } from './content.ts';
import type { Reader } from './reader.ts';

/**
 * All of a body as arguments, for what may hold any names, such as a task's `config`. Blocks become lists of objects, and
 * so do objects that are written out, as drivers expect them.
 */
export function justAttributes(reader: Reader, body: ConfigBody): ConfigAttribute[] {
  if (body.written.json) return jsonAttributes(reader, body);
  const { attributes, blocks } = body.written.body;
  if (!body.dynamic) {
    const [block] = blocks;
    if (block !== undefined)
      reader.refuse(block.typeRange, `Unexpected ${JSON.stringify(block.type)} block`, 'Blocks are not allowed here.');
    return attributes.filter(({ name }) => !body.hidden.has(name)).map((attribute) => nativeAttribute(body, attribute));
  }
  const named = new Map<string, ConfigAttribute>();
  for (const attribute of attributes)
    if (!body.hidden.has(attribute.name))
      named.set(attribute.name, nativeAttribute(body, { ...attribute, value: listed(attribute.value) }));
  for (const [type, same] of byType(blocks)) {
    const [first] = same;
    if (first === undefined || body.hidden.has(type)) continue;
    const { start, end } = first.body;
    named.set(
      type,
      nativeAttribute(body, { name: type, nameRange: first.typeRange, start, end, value: blocksAsList(same) }),
    );
  }
  return [...named.values()];
}

function jsonAttributes(reader: Reader, body: ConfigBody): ConfigAttribute[] {
  if (!body.written.json) return [];
  const { node } = body.written;
  if (node.kind !== 'object') {
    reader.refuse(
      startOf(node),
      'Incorrect JSON value type',
      'A JSON object is required here, setting the arguments for this block.',
    );
    return [];
  }
  const found = new Map<string, ConfigAttribute>();
  for (const member of node.members) {
    if (member.name === '//' || body.hidden.has(member.name)) continue;
    const before = found.get(member.name);
    if (before === undefined) found.set(member.name, jsonAttribute(member, body.iteration));
    else
      reader.refuse(
        member.nameRange,
        'Duplicate attribute definition',
        `The argument ${JSON.stringify(member.name)} was already set at ${reader.describe(before.range)}.`,
      );
  }
  return [...found.values()];
}

function byType(blocks: readonly Block[]): Map<string, Block[]> {
  const found = new Map<string, Block[]>();
  for (const block of blocks) found.set(block.type, [...(found.get(block.type) ?? []), block]);
  return found;
}

function blocksAsList(blocks: readonly Block[]): Expression {
  const open = blocks[0]?.open ?? { start: 0, end: 0 };
  const close = blocks.at(-1)?.close ?? open;
  return { kind: 'tuple', start: open.start, end: close.end, open, items: blocks.map(blockAsObject) };
}

function blockAsObject(block: Block): Expression {
  let made: Expression = bodyAsObject(block.body);
  for (const label of block.labels.toReversed()) {
    const first: Expression = made;
    const value: Expression = { kind: 'tuple', start: label.start, end: label.end, open: label, items: [first] };
    made = {
      kind: 'object',
      start: label.start,
      end: label.end,
      open: label,
      items: [{ key: name(label.text, label), computed: false, value }],
    };
  }
  return made;
}

function bodyAsObject(body: Body): Expression {
  const { start, end } = body;
  const items = [
    ...body.attributes.map((attribute) => ({
      key: name(attribute.name, attribute.nameRange),
      computed: false,
      value: listed(attribute.value),
    })),
    ...[...byType(body.blocks)].map(([type, same]) => ({
      key: name(type, same[0]?.typeRange ?? body),
      computed: false,
      value: blocksAsList(same),
    })),
  ];
  return { kind: 'object', start, end, open: { start, end: start }, items };
}

function listed(value: Expression): Expression {
  if (value.kind !== 'object') return value;
  return { kind: 'tuple', start: value.start, end: value.end, open: value.open, items: [value] };
}

function name(text: string, { start, end }: Range): Expression {
  return { kind: 'literal', start, end, value: { type: 'string', value: text } };
}
