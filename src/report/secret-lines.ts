/** A half-open range of columns in a line that must not be shown. */
export interface Hidden {
  readonly start: number;
  readonly end: number;
}

/** Keys whose values are secrets. `token_ttl` or `token_policies` are not: there `token` does not end the key. */
const secretKey = String.raw`["']?([\w.-]*(?:secret|password|passwd|credential|private[_-]?key|api[_-]?key)[\w.-]*|[\w.-]*token)["']?`;
const keyThenValue = new RegExp(`(^|[\\s{,?-])${secretKey}\\s*[:=](?=\\s|["']|$)\\s*`, 'gi');
const jwtLike = /\beyJ[\w-]{4,}(?:\.[\w-]*){0,2}/g;
const blockHeader = /^(?:[&!]\S+\s+)*[|>][-+0-9]*\s*(?:#.*)?$/;
const mapping = /^\s*(?:- )?(?:"[^"]*"|'[^']*'|[^\s#][^:]*):(?:\s|$)/;
const keyBegin = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;
const keyEnd = /-----END [A-Z0-9 ]*PRIVATE KEY-----/;

/**
 * What must not be shown of the lines of a file, by line number from 0. It works on the text alone, because a file that
 * has a mistake may have no structure to ask; when in doubt it hides more.
 */
export function secretRanges(lines: readonly string[]): ReadonlyMap<number, readonly Hidden[]> {
  const hidden = new Map<number, readonly Hidden[]>();
  /** The indent of a secret key whose value may go on in the lines below. */
  let openIndent: number | undefined;
  let inKey = false;
  for (const [number, line] of lines.entries()) {
    const indent = line.search(/\S/);
    const whole: readonly Hidden[] = [{ start: Math.max(indent, 0), end: line.length }];
    if (inKey || keyBegin.test(line)) {
      hidden.set(number, whole);
      inKey = !keyEnd.test(line);
      continue;
    }
    if (openIndent !== undefined && indent !== -1) {
      if (indent > openIndent) {
        hidden.set(number, whole);
        continue;
      }
    }
    const ranges = rangesIn(line);
    if (ranges.length > 0) hidden.set(number, ranges);
    openIndent = indentOfOpenKey(line, lines.slice(number + 1, number + 6));
  }
  return hidden;
}

/** The lines of a file with `(secret)` in place of what must not be shown. */
export function maskedLines(lines: readonly string[]): readonly string[] {
  const hidden = secretRanges(lines);
  return lines.map((line, number) =>
    (hidden.get(number) ?? [])
      .toSorted((a, b) => b.start - a.start)
      .reduce((shown, { start, end }) => `${shown.slice(0, start)}(secret)${shown.slice(end)}`, line),
  );
}

function rangesIn(line: string): readonly Hidden[] {
  const ranges: Hidden[] = [];
  for (const match of line.matchAll(keyThenValue)) {
    const start = match.index + match[0].length;
    const end = start + valueLength(line.slice(start));
    if (end > start) ranges.push({ start, end });
  }
  for (const match of line.matchAll(jwtLike)) ranges.push({ start: match.index, end: match.index + match[0].length });
  return ranges;
}

function valueLength(rest: string): number {
  if (blockHeader.test(rest)) return 0;
  // Of a collection only the JWT-looking parts are hidden: it is a list of names or a map, whose keys speak for themselves.
  if (rest.startsWith('{') || rest.startsWith('[')) return 0;
  const quoted = /^"(?:[^"\\]|\\.)*("|$)|^'(?:[^']|'')*('|$)/.exec(rest);
  if (quoted !== null) return quoted[0].length;
  return (/^.*?(?=\s+#|\s*[,}\]]|\s*$)/.exec(rest)?.[0] ?? rest).length;
}

/** The column of the line's last secret key, if its value may go on below. */
function indentOfOpenKey(line: string, below: readonly string[]): number | undefined {
  const last = [...line.matchAll(keyThenValue)].at(-1);
  if (last === undefined) return undefined;
  const column = last.index + (last[1] ?? '').length;
  const rest = line.slice(last.index + last[0].length).trim();
  if (rest !== '' && !rest.startsWith('#')) return rest.startsWith('{') || rest.startsWith('[') ? undefined : column;
  const next = below.find((one) => one.trim() !== '');
  return next === undefined || mapping.test(next) ? undefined : column;
}
