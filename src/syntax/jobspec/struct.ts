import type { BodySchema, ConfigBlock, ConfigBody } from './config-body.ts';
import { membersOf } from './members.ts';
import type { Places } from './places.ts';
import type { Reader } from './reader.ts';

export type Struct = Record<string, unknown>;

export interface Decoding {
  readonly reader: Reader;
  readonly places: Places;
  /** Reads a body into a struct as `decode.ts` does, which brings the rules of all structs together. */
  readonly rules: {
    readonly struct: (d: Decoding, body: ConfigBody, type: string, into: Struct) => void;
    readonly plainly: (d: Decoding, body: ConfigBody, type: string, into: Struct) => void;
    readonly block: (d: Decoding, block: ConfigBlock, type: string) => Struct;
  };
}

/** A struct as Go makes it before anything is read: lists and maps are null, texts empty. */
export function emptyStruct(type: string): Struct {
  const made: Struct = {};
  for (const member of membersOf(type) ?? []) if (!member.omitEmpty) made[member.name] = zero(member.type);
  return made;
}

function zero(type: string): unknown {
  if (type.startsWith('*') || type.startsWith('[]') || type.startsWith('map:') || type === 'any') return null;
  return type === 'string' ? '' : type === 'bool' ? false : 0;
}

export function schemaOf(type: string): BodySchema {
  const members = (membersOf(type) ?? []).toSorted((a, b) => (a.written < b.written ? -1 : 1));
  return {
    attributes: members
      .filter(({ kind }) => kind === 'attribute')
      .map(({ written, required }) => ({ name: written, required })),
    blocks: members
      .filter(({ kind }) => kind === 'block')
      .map(({ written, type: inner }) => ({ type: written, labels: labelsOf(inner) })),
  };
}

/** The struct that a list, map or pointer is of. */
export const structOf = (type: string): string => type.replace(/^(?:\[\]|map:|\*)+/, '');

export function labelsOf(type: string): string[] {
  return (membersOf(structOf(type)) ?? []).filter(({ kind }) => kind === 'label').map(({ written }) => written);
}
