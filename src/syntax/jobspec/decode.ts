import { HOLE } from '../expression/value.ts';
import type { ConfigAttribute, ConfigBlock, ConfigBody } from './config-body.ts';
import { justAttributes } from './attributes.ts';
import { wholeContent } from './content.ts';
import { decodeAffinity, decodeConstraint } from './constraints.ts';
import { decodeGroup } from './group.ts';
import { goValue } from './go-value.ts';
import { membersOf, type Member } from './members.ts';
import type { Places } from './places.ts';
import type { Reader } from './reader.ts';
import { emptyStruct, labelsOf, schemaOf, structOf, type Decoding, type Struct } from './struct.ts';
import { decodeTask } from './task.ts';

const SPECIAL: Readonly<Record<string, (d: Decoding, body: ConfigBody, into: Struct) => void>> = {
  Affinity: decodeAffinity,
  Constraint: decodeConstraint,
  TaskGroup: decodeGroup,
  Task: decodeTask,
};

/** Reads a body into a struct of Nomad's API. */
export function decodeStruct(d: Decoding, body: ConfigBody, type: string, into: Struct): void {
  const special = Object.hasOwn(SPECIAL, type) ? SPECIAL[type] : undefined;
  if (special === undefined) decodePlainly(d, body, type, into);
  else special(d, body, into);
}

export function decodePlainly(d: Decoding, body: ConfigBody, type: string, into: Struct): void {
  const found = wholeContent(d.reader, body, schemaOf(type));
  for (const member of membersOf(type) ?? []) {
    if (member.kind === 'attribute') decodeAttribute(d, member, found.attributes.get(member.written), into);
    if (member.kind === 'block')
      decodeBlocks(
        d,
        member,
        found.blocks.filter((block) => block.type === member.written),
        into,
      );
  }
}

export function decodeAttribute(
  d: Decoding,
  member: Member,
  attribute: ConfigAttribute | undefined,
  into: Struct,
): void {
  if (attribute === undefined) return;
  const { start, end } = attribute.value.written;
  d.places.note(into, member.name, { name: attribute.nameRange, value: { start, end }, whole: attribute.range });
  const value = goValue(d.reader, attribute.value, member.type);
  if (value !== undefined) into[member.name] = d.places.plain(into, member.name, value);
}

function decodeBlocks(d: Decoding, member: Member, blocks: readonly ConfigBlock[], into: Struct): void {
  const [first, second] = blocks;
  if (first === undefined) return;
  const { type } = member;
  const keyed = type.startsWith('map:') && labelsOf(type).length === 1;
  if (second !== undefined && !type.startsWith('[]') && !keyed) {
    d.reader.refuse(
      second.header,
      `Duplicate ${member.written} block`,
      `Only one ${member.written} block is allowed. Another was defined at ${d.reader.describe(first.header)}.`,
    );
    return;
  }
  d.places.note(into, member.name, placeOf(first));
  if (keyed)
    into[member.name] = Object.fromEntries(
      blocks.map((block) => [block.labels[0]?.text ?? '', decodeBlock(d, block, structOf(type))]),
    );
  else if (type.startsWith('map:')) into[member.name] = decodeMap(d, first, type.slice(4));
  else if (type.startsWith('[]')) into[member.name] = blocks.map((block) => decodeBlock(d, block, structOf(type)));
  else into[member.name] = decodeBlock(d, first, structOf(type));
}

function placeOf(block: ConfigBlock): {
  name: ConfigBlock['typeRange'];
  value: ConfigBlock['whole'];
  whole: ConfigBlock['whole'];
} {
  return {
    name: block.typeRange,
    value: { start: block.body.written.json ? block.whole.start : block.body.written.body.start, end: block.whole.end },
    whole: block.whole,
  };
}

export function decodeBlock(d: Decoding, block: ConfigBlock, type: string): Struct {
  const made = emptyStruct(type);
  d.places.note(made, '', placeOf(block));
  decodeStruct(d, block.body, type, made);
  labelStruct(d, block, type, made);
  return made;
}

export function labelStruct(d: Decoding, block: ConfigBlock, type: string, made: Struct): void {
  const names = (membersOf(type) ?? []).filter(({ kind }) => kind === 'label');
  for (const [index, { name }] of names.entries()) {
    const label = block.labels[index];
    if (label === undefined) continue;
    made[name] = label.text;
    d.places.note(made, name, { name: label, value: label, whole: block.header });
  }
}

/** `config`, `env`, `meta` and the like: any names. Values of `any` keep what they are; null ones are left out. */
export function decodeMap(d: Decoding, block: ConfigBlock, element: string): Struct {
  const made: Struct = {};
  d.places.note(made, '', placeOf(block));
  for (const { name, nameRange, range, value } of justAttributes(d.reader, block.body)) {
    const { start, end } = value.written;
    d.places.note(made, name, { name: nameRange, value: { start, end }, whole: range });
    const found = element === 'any' ? d.reader.value(value) : goValue(d.reader, value, element);
    if (found === undefined) continue;
    const plain = d.places.plain(made, name, found);
    if (element === 'string' && plain === null && found.unknown !== undefined) made[name] = HOLE;
    else if (element !== 'any' || plain !== null || found.unknown !== undefined) made[name] = plain;
  }
  return made;
}

/** What reads a job file into structs. */
export function decoding(reader: Reader, places: Places): Decoding {
  return { reader, places, rules: { struct: decodeStruct, plainly: decodePlainly, block: decodeBlock } };
}
