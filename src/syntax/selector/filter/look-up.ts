import { goQuote } from '../../go-string.ts';
import { parseInt64 } from './go-number.ts';
import { held, indirect, itemsOf, membersOf, type GoValue } from './go-value.ts';

export type LookedUp =
  | { readonly ok: true; readonly value: GoValue }
  | {
      readonly ok: false;
      /** The library's own text. */
      readonly error: string;
      /** Nothing has the name, which maps forgive. */
      readonly absent: boolean;
    };

/** Follows a path into a value as mitchellh/pointerstructure 1.2.1 does. */
export function lookUp(value: GoValue, path: readonly string[]): LookedUp {
  let at = value;
  for (const [index, part] of path.entries()) {
    at = held(at);
    while (at.type.kind === 'ptr') at = indirect(at);
    const found = member(
      at,
      part,
      `${pointer(path)} at part ${String(index)}`,
      `${pointer(path)}: at part ${String(index)}`,
    );
    if (!found.ok) return found;
    at = found.value;
  }
  return { ok: true, value: held(at) };
}

function member(at: GoValue, part: string, place: string, invalidPlace: string): LookedUp {
  const { type, data } = at;
  switch (type.kind) {
    case 'struct': {
      const field = type.field(part);
      if (field === undefined) return absent(`${place}: couldn't find key: struct field with name ${goQuote(part)}`);
      const members = (typeof data === 'object' && data !== null ? data : {}) as Readonly<Record<string, unknown>>;
      return { ok: true, value: { type: field, data: Object.hasOwn(members, part) ? members[part] : undefined } };
    }
    case 'map': {
      const found = membersOf(at).get(part);
      return found === undefined ? absent(`${place}: couldn't find key ${goQuote(part)}`) : { ok: true, value: found };
    }
    case 'slice': {
      const index = parseInt64(part === '' ? '0' : part);
      if (!index.ok) return failed(`${place}: couldn't convert value ${goQuote(part)} to type int`);
      const items = itemsOf(at);
      const item = index.value < 0n ? undefined : items[Number(index.value)];
      if (item !== undefined) return { ok: true, value: item };
      return failed(`${place}: index ${String(index.value)} is out of range (length = ${String(items.length)})`);
    }
    default:
      return failed(`${invalidPlace}, invalid value kind: ${type.kind}`);
  }
}

/** A path as errors show it. */
export function pointer(path: readonly string[]): string {
  return path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function absent(error: string): LookedUp {
  return { ok: false, error, absent: true };
}

function failed(error: string): LookedUp {
  return { ok: false, error, absent: false };
}
