import { goQuote } from '../../go-string.ts';
import type { GoType } from './go-type.ts';
import { parseBool, parseFloat64, parseInt64, parseUint64, type Read } from './go-number.ts';
import { floatOf, held, indirect, integerOf, itemsOf, membersOf, textOf, type GoValue } from './go-value.ts';

/** Whether a condition holds, or why it cannot be told: the library's text, or `undefined` where the library panics. */
export type Verdict = boolean | { readonly error: string | undefined };

export const panic: Verdict = { error: undefined };

const wrongValue = (error: string): Verdict => ({ error: `error getting match value in expression: ${error}` });

/** A condition's value, read for a kind; kinds that no value can equal take it as text. */
type Scalar = string | boolean | bigint | number;

function readFor({ kind }: GoType, text: string): Read<Scalar> {
  if (kind === 'bool') return parseBool(text);
  if (/^int\d*$/.test(kind)) return parseInt64(text);
  if (/^uint\d*$/.test(kind)) return parseUint64(text);
  if (kind === 'float64') return parseFloat64(text);
  return { ok: true, value: text };
}

/** The data of a scalar in the form in which conditions are read; `undefined` for anything that is no scalar. */
function scalarOf(value: GoValue): Scalar | undefined {
  const { kind } = value.type;
  if (kind === 'string') return textOf(value);
  if (kind === 'bool') return value.data === true;
  if (kind === 'float64') return floatOf(value);
  return /^u?int\d*$/.test(kind) ? integerOf(value) : undefined;
}

export function equals(value: GoValue, text: string): Verdict {
  const actual = scalarOf(value);
  if (actual === undefined) return { error: 'unable to find suitable primitive comparison function for matching' };
  const read = readFor(value.type, text);
  return read.ok ? read.value === actual : wrongValue(read.error);
}

/** Whether a text, a list or a map's names contain it. */
export function contains(value: GoValue, text: string, selector: string): Verdict {
  const { type } = value;
  const read = readFor(type, text);
  if (!read.ok) return wrongValue(read.error);
  switch (type.kind) {
    case 'map':
      return membersOf(value).has(text);
    case 'string':
      return textOf(value).includes(text);
    case 'slice':
      return type.of().kind === 'interface' ? mixedContains(value, text) : listContains(value, type.of(), text);
    default:
      return { error: `Cannot perform in/contains operations on type ${type.kind} for selector: ${goQuote(selector)}` };
  }
}

function listContains(value: GoValue, of: GoType, text: string): Verdict {
  let type = of;
  while (type.kind === 'ptr') type = type.of();
  const read = readFor(type, text);
  if (!read.ok) return wrongValue(read.error);
  if (scalarOf({ type, data: undefined }) === undefined)
    return { error: 'unable to find suitable primitive comparison function for "in" comparison' };
  return itemsOf(value).some((item) => scalarOf(indirect(item)) === read.value);
}

/** Items of any sort: each is compared as what it is, and one that the value cannot be read for is passed over. */
function mixedContains(value: GoValue, text: string): Verdict {
  for (const item of itemsOf(value).map(held)) {
    if (item.type.kind === 'invalid') return panic;
    const read = readFor(item.type, text);
    if (!read.ok && read.syntax) continue;
    if (!read.ok) return { error: 'error getting interface slice match value in expression' };
    const actual = scalarOf(item);
    if (actual === undefined) {
      const reason = 'unable to find suitable primitive comparison function for "in" comparison in interface slice';
      return { error: `${reason}: ${item.type.kind}` };
    }
    if (actual === read.value) return true;
  }
  return false;
}

/** Only what has a length can be asked; the library does not look before it does. */
export function isEmpty(value: GoValue): Verdict {
  switch (value.type.kind) {
    case 'string':
      return textOf(value) === '';
    case 'slice':
      return itemsOf(value).length === 0;
    case 'map':
      return membersOf(value).size === 0;
    default:
      return panic;
  }
}
