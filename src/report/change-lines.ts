import { structuredPatch } from 'diff';
import type { Value } from '../kinds/field.ts';
import type { FieldChange } from '../provision/plan.ts';
import type { Paint } from './paint.ts';
import { visible, visibleLine } from './visible.ts';

/** One changed field: `~ ttl = "1h" -> "2h"`, a policy as a text diff, a list by what came and went. */
export function changeLines(change: FieldChange, paint: Paint): readonly string[] {
  const { before, after, replaces } = change;
  const field = visibleLine(change.field);
  const forces = replaces ? paint('red', '  # forces replacement') : '';
  if (change.display === 'policy')
    return [`${sign(change, paint)} ${field}:${forces}`, ...policyLines(before, after, paint)];
  if (before === undefined) return [`${sign(change, paint)} ${field} = ${show(after)}${forces}`];
  if (after === undefined) return [`${sign(change, paint)} ${field} = ${show(before)}${forces}`];
  const [old, now] = [members(before), members(after)];
  const long = old !== undefined && now !== undefined && old.length + now.length > 4;
  if (long) return [`${sign(change, paint)} ${field}:${forces}`, ...memberLines(old, now, paint)];
  return [`${sign(change, paint)} ${field} = ${show(before)} -> ${show(after)}${forces}`];
}

function sign({ before, after }: FieldChange, paint: Paint): string {
  if (before === undefined) return paint('green', '+');
  return after === undefined ? paint('red', '-') : paint('yellow', '~');
}

function show(value: Value | undefined): string {
  return visible(JSON.stringify(value) ?? 'nothing');
}

/** What a list or a map holds, one text each; `undefined` for anything else. */
function members(value: Value): readonly string[] | undefined {
  if (Array.isArray(value)) return value.map(show);
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).map(([name, member]) => `${visibleLine(name)} = ${show(member)}`);
}

function memberLines(old: readonly string[], now: readonly string[], paint: Paint): readonly string[] {
  const gone = old.filter((one) => !now.includes(one)).map((one) => `    ${paint('red', `- ${one}`)}`);
  const came = now.filter((one) => !old.includes(one)).map((one) => `    ${paint('green', `+ ${one}`)}`);
  const kept = now.filter((one) => old.includes(one)).length;
  return [...gone, ...came, ...(kept > 0 ? [paint('dim', `    ${String(kept)} unchanged`)] : [])];
}

function policyLines(before: Value | undefined, after: Value | undefined, paint: Paint): readonly string[] {
  const patch = structuredPatch('', '', policy(before), policy(after), '', '', { context: 2 });
  return patch.hunks.flatMap(({ lines }, index) => [
    ...(index > 0 ? [paint('dim', '    …')] : []),
    ...lines
      .filter((line) => !line.startsWith('\\'))
      .map((line) => {
        const text = `    ${visible(line)}`;
        if (line.startsWith('+')) return paint('green', text);
        return line.startsWith('-') ? paint('red', text) : text;
      }),
  ]);
}

/** A text whose lines all end alike, the last one too, so that they compare by what is in them. */
function policy(value: Value | undefined): string {
  const text = typeof value === 'string' ? value.replaceAll('\r\n', '\n') : '';
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
