/** A pattern with `+` or a trailing `*` that may match a path. */
export interface Candidate<T> {
  readonly rule: T;
  readonly pattern: string;
  /** The longest prefix that matches: known to match, and a `+` in it is an ordinary character. */
  readonly plain: boolean;
}

interface Weight {
  readonly firstWildcard: number;
  readonly isPrefix: boolean;
  readonly wildcards: number;
  readonly length: number;
  readonly text: string;
}

/** Of the candidates that match, the one that Vault ranks highest. */
export function bestOf<T>(candidates: readonly Candidate<T>[], path: string): Candidate<T> | undefined {
  const segments = path.split('/');
  let best: { candidate: Candidate<T>; weight: Weight } | undefined;
  for (const candidate of candidates) {
    if (!candidate.plain && !matchesSegments(candidate.pattern, segments)) continue;
    const weight = weightOf(candidate);
    if (best === undefined || compare(weight, best.weight) > 0) best = { candidate, weight };
  }
  return best?.candidate;
}

function matchesSegments(pattern: string, path: readonly string[]): boolean {
  const isPrefix = pattern.endsWith('*');
  const wanted = (isPrefix ? pattern.slice(0, -1) : pattern).split('/');
  if (path.length < wanted.length || (!isPrefix && path.length !== wanted.length)) return false;
  return wanted.every((segment, index) => {
    const found = path[index] ?? '';
    if (segment === '+' || segment === found) return true;
    return isPrefix && index === wanted.length - 1 && found.startsWith(segment);
  });
}

function weightOf({ pattern, plain }: Candidate<unknown>): Weight {
  const isPrefix = pattern.endsWith('*');
  const text = isPrefix ? pattern.slice(0, -1) : pattern;
  return {
    firstWildcard: Buffer.byteLength(plain ? text : text.slice(0, pattern.indexOf('+'))),
    isPrefix,
    wildcards: plain ? 0 : text.split('/').filter((segment) => segment === '+').length,
    length: Buffer.byteLength(text),
    text,
  };
}

/** Positive when `a` ranks higher. Lengths and positions are those of UTF-8. */
function compare(a: Weight, b: Weight): number {
  return (
    a.firstWildcard - b.firstWildcard ||
    Number(b.isPrefix) - Number(a.isPrefix) ||
    b.wildcards - a.wildcards ||
    a.length - b.length ||
    (a.text === b.text ? 0 : a.text < b.text ? -1 : 1)
  );
}
