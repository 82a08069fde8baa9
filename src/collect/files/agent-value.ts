import { WidError } from '../../support/errors.ts';
import { parseGoDuration } from '../../syntax/go-duration.ts';
import type { Literal, Value } from '../../syntax/hcl/ast.ts';
import type { Source } from '../../syntax/source.ts';
import type { KeyType } from './agent-keys.ts';

/**
 * A value of an agent's configuration as its API shows it: durations in nanoseconds, secrets as `<redacted>`. Nomad
 * takes one kind for another where it can, and so does this. Throws `syntax` where Nomad refuses.
 */
export function readValue(source: Source, key: string, value: Value, type: KeyType): unknown {
  const refuse = (message: string, hint: string): never => {
    throw new WidError('syntax', message, { place: { source, start: value.start, end: value.end }, hint });
  };
  switch (type) {
    case 'texts':
    case 'tags':
      if (value.kind === 'literal') return [textOf(value)];
      if (value.kind === 'list') return value.items.map((item) => (item.kind === 'literal' ? textOf(item) : ''));
      return refuse(`${key} must be a list`, `write ${key} = ["…"]`);
    case 'map':
      if (value.kind === 'object')
        return Object.fromEntries(
          value.items.map(({ keys, value: one }) => [
            keys[0]?.value ?? '',
            one.kind === 'literal' ? textOf(one) : refuse(`${key} must hold texts`, `write ${key} { name = "…" }`),
          ]),
        );
      return refuse(`${key} must be a map`, `write ${key} { name = "…" }`);
    default:
      if (value.kind === 'literal') return scalar(key, value, type, refuse);
      return refuse(`${key} must be a single value`, `write ${key} = …`);
  }
}

function scalar(
  key: string,
  literal: Literal,
  type: KeyType,
  refuse: (message: string, hint: string) => never,
): unknown {
  const text = textOf(literal);
  switch (type) {
    case 'duration': {
      if (text === '') return null;
      const parsed = parseGoDuration(text);
      if (parsed.ok) return Number(parsed.nanoseconds);
      return refuse(`${key} can't parse time duration ${text}`, 'write it with a unit, as in "1h"');
    }
    case 'flag':
    case 'switch':
      if (literal.type === 'bool') return literal.raw === 'true';
      if (literal.type === 'number' || literal.type === 'float') return Number(text) !== 0;
      if (/^(?:1|t|T|TRUE|true|True)$/.test(text)) return true;
      if (/^(?:0|f|F|FALSE|false|False|)$/.test(text)) return false;
      return refuse(`${key} is neither true nor false: ${text}`, 'write true or false, without quotes');
    case 'number':
    case 'count': {
      const number = text.trim() === '' ? 0 : Number(text);
      return Number.isFinite(number) ? number : refuse(`${key} is no number: ${text}`, 'write a number');
    }
    case 'secret':
      return text === '' ? '' : '<redacted>';
    default:
      return text;
  }
}

function textOf({ type, raw, value }: Literal): string {
  if (type === 'bool') return raw === 'true' ? '1' : '0';
  return value;
}
