import { isObject } from '../../../validation/object.ts';
import type { GoType } from '../../../syntax/selector/filter/go-type.ts';
import { typeNamed } from '../go-types/kept.ts';
import { leftEmpty, otherNames, sparse, unread, whenAbsent, whenEmpty, type Members } from './defaults.ts';

/** A part of a job while it is made whole. */
export type Part = Record<string, unknown>;

type Complete = (given: unknown) => unknown;

const made = new Map<string, Complete>();

/**
 * Every member of one of Nomad's types, by name: as it is given, in whatever case, else with its default, else null or
 * the zero of its type. Members that the type does not have are dropped.
 */
export function complete(type: string, given: unknown): Part {
  return completeOf(typeNamed(type))(given) as Part;
}

function completeOf(type: GoType): Complete {
  const earlier = made.get(type.name);
  if (earlier !== undefined) return earlier;
  const found = byKind(type);
  made.set(type.name, found);
  return found;
}

function byKind(type: GoType): Complete {
  switch (type.kind) {
    case 'struct':
      return ofStruct(type);
    case 'ptr':
      return (given) => (given === undefined || given === null ? null : completeOf(type.of())(given));
    case 'slice':
      // Bytes are given as a text, in Base64.
      return (given) => {
        if (!Array.isArray(given)) return given ?? null;
        return given.length === 0 ? null : given.map(completeOf(type.of()));
      };
    case 'map':
      return (given) => {
        if (!isObject(given)) return given ?? null;
        const entries = Object.entries(given);
        const of = completeOf(type.of());
        return entries.length === 0 ? null : Object.fromEntries(entries.map(([key, value]) => [key, of(value)]));
      };
    case 'string':
      return (given) => given ?? '';
    case 'bool':
      return (given) => given ?? false;
    case 'interface':
    case 'invalid':
      return (given) => given ?? null;
    default:
      return (given) => given ?? 0;
  }
}

function ofStruct(type: GoType & { readonly kind: 'struct' }): Complete {
  const names = type.fields.toSorted();
  const absent = whenAbsent[type.name] ?? {};
  const empty = whenEmpty[type.name] ?? {};
  const members = names.map((name) => ({
    name,
    usual: absent[name] ?? empty[name],
    passedOver: unread[type.name]?.includes(name) === true,
    notEmpty: name in empty,
    leftEmpty: leftEmpty[type.name]?.includes(name) === true,
    complete: (given: unknown): unknown => {
      const field = type.field(name);
      return field === undefined ? given : completeOf(field)(given);
    },
  }));
  const read = reader(names, otherNames[type.name] ?? {});
  const short = sparse.has(type.name);
  return (given) => {
    const from = read(isObject(given) ? given : {});
    const whole: Part = {};
    for (const { name, usual, passedOver, notEmpty, complete: completed, ...member } of members) {
      const said = passedOver ? undefined : from[name];
      const meant = said === undefined || said === null || (notEmpty && said === '') ? usual : said;
      const stays = Array.isArray(meant) && meant.length === 0 && (meant === usual || member.leftEmpty);
      const value = stays ? [] : completed(meant);
      if (short && (value === null || value === '' || value === 0 || value === false)) continue;
      whole[name] = value;
    }
    return whole;
  };
}

/** An object with its members by their own names; most have no others. */
function reader(names: readonly string[], also: Members): (given: Members) => Members {
  const known = new Set(names);
  const byLower = new Map(names.map((name) => [name.toLowerCase(), name]));
  for (const [other, name] of Object.entries(also)) byLower.set(other.toLowerCase(), String(name));
  return (given) => {
    const strange = Object.keys(given).filter((name) => !known.has(name));
    if (strange.length === 0) return given;
    const read: Part = { ...given };
    for (const name of strange) {
      const meant = byLower.get(name.toLowerCase());
      if (meant !== undefined) read[meant] ??= given[name];
    }
    return read;
  };
}
