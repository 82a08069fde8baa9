import { WidError } from '../../support/errors.ts';

/** What differs between the versions of Nomad, as far as identities are concerned. */
export interface Behaviour {
  /** Nomad Enterprise, as `+ent` in the version tells. */
  readonly enterprise: boolean;
  /** 1.7 to 1.9 give `consul_default` to tasks with a template; later ones to tasks under a `consul` block. */
  readonly consulIdentityFor: 'templates' | 'consul block';
  /** 1.7 to 1.9 still know the policies of a `vault` block. */
  readonly vaultPolicies: boolean;
  readonly filepath: boolean;
  /** Whether the name in `nomad_service` is interpolated by the client. */
  readonly interpolatesService: boolean;
  /** Whether `sub` names the dispatched or periodic child instead of its parent. */
  readonly childInSubject: boolean;
  /** Whether `vault_namespace` and `vault_role` depend on `vault.default_identity` of the signing server. */
  readonly vaultClaimsNeedDefault: boolean;
  readonly vaultRole: boolean;
  readonly vaultExtraClaims: boolean;
  /** Whether `${job.id}` in an extra claim is the child's. */
  readonly childInExtraClaims: boolean;
  /** Extra claims of Nomad's namespaces, and `${job.meta.KEY}`. */
  readonly namespaceExtraClaims: boolean;
  /** Whether a negative time to live means none; before, it gave a token that has expired. */
  readonly negativeTtlIsNone: boolean;
}

interface Version {
  readonly numbers: readonly number[];
  readonly prerelease: boolean;
}

/** Nomad 1.7 to 2.0, with or without `v`, `+ent`, `-dev` and the like. Throws `syntax` for others. */
export function behaviourOf(text: string): Behaviour {
  const version = parse(text);
  const since = (...numbers: readonly [number, number, number]): boolean => compare(version, numbers) >= 0;
  const [major = 0, minor = 0] = version.numbers;
  if (!((major === 1 && minor >= 7) || (major === 2 && minor === 0)))
    throw new WidError('syntax', `Nomad ${text} is not known here`, { hint: 'versions 1.7 to 2.0 are' });
  return {
    enterprise: isEnterprise(text),
    consulIdentityFor: major === 1 && minor < 10 ? 'templates' : 'consul block',
    vaultPolicies: major === 1 && minor < 10,
    filepath: since(1, 9, 0),
    interpolatesService: since(1, 7, 7),
    childInSubject: !since(1, 8, 4),
    vaultClaimsNeedDefault: since(1, 8, 3),
    vaultRole: since(1, 7, 3),
    vaultExtraClaims: since(1, 8, 3),
    childInExtraClaims: !since(1, 8, 4),
    namespaceExtraClaims: since(2, 0, 3),
    negativeTtlIsNone: since(1, 11, 0),
  };
}

/** `1.11.1+ent`, `1.10.5+ent.hsm` */
export function isEnterprise(version: string): boolean {
  return /\+ent\b/.test(version);
}

function parse(text: string): Version {
  const [, major, minor, patch, rest] = /^v?(\d+)\.(\d+)(?:\.(\d+))?((?:-[\w.-]+)?)(?:\+[\w.-]+)?$/.exec(text) ?? [];
  if (major === undefined) throw new WidError('syntax', `"${text}" is no version of Nomad`, { hint: 'such as 1.11.1' });
  // A minor version without a patch stands for the newest of them.
  const numbers = [Number(major), Number(minor), patch === undefined ? Number.POSITIVE_INFINITY : Number(patch)];
  return { numbers, prerelease: rest !== undefined && rest !== '' };
}

function compare({ numbers, prerelease }: Version, other: readonly number[]): number {
  for (const [index, number] of numbers.entries()) {
    const difference = number - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return prerelease ? -1 : 0;
}
