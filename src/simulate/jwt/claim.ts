import { GoObject, type GoJson } from '../../syntax/go-json.ts';

/**
 * The way to a claim: a JSON pointer when it starts with a slash, else a plain name, in which a dot is a dot.
 * Consul and Vault share it (pointerstructure 1.2).
 */
export interface ClaimPath {
  readonly claim: string;
  /** The steps of a JSON pointer; `undefined` for a plain name. */
  readonly pointer: readonly string[] | undefined;
}

export function claimPath(claim: string): ClaimPath {
  if (!claim.startsWith('/')) return { claim, pointer: undefined };
  const steps = claim.slice(1).split('/');
  return { claim, pointer: steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')) };
}

/** The value of a claim; `undefined` when it is missing or null or its pointer leads nowhere. */
export function claimOf(claims: GoObject, { claim, pointer }: ClaimPath): GoJson | undefined {
  if (pointer === undefined) return claims.get(claim) ?? undefined;
  let at: GoJson | undefined = claims;
  for (const step of pointer) {
    if (at instanceof GoObject) at = at.get(step);
    else if (Array.isArray(at)) at = (at as readonly GoJson[])[indexOf(step)];
    else return undefined;
  }
  return at ?? undefined;
}

/** A step into a list, as Go's `strconv.ParseInt(text, 0, 0)` reads it; the empty text is 0. */
function indexOf(step: string): number {
  if (step === '') return 0;
  const [, digits = ''] = /^\+?(0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/.exec(step) ?? [];
  if (digits === '') return -1;
  return Number(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
}
