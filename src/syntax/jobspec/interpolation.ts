import type { Range } from '../hcl/ast.ts';

/**
 * What Nomad makes of a name that the job file does not define, such as `${NOMAD_META_x}` or `${node.class}`: the text
 * itself, for the client that will run the job. It looks for `${` before and `}` after in the file, not in the expression,
 * with all that follows from it: `"${x}}"` becomes `${x}}}`.
 */
export function runtimeInterpolation(text: string, { start, end }: Range): string {
  const name = text.slice(start, end);
  const opening = /\$\{ *$/.exec(text.slice(Math.max(0, start - 200), start))?.[0];
  if (opening === undefined) return `\${${name}}`;
  let result = opening + name;
  for (let at = end + 1; at < text.length; at++) {
    if (text[at] === '}') result += text.slice(end, at);
    else if (text[at] !== ' ') return `${result}}`;
  }
  return result;
}
