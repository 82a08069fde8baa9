import { describePlace, type Place } from '../../syntax/source.ts';
import { mistake, type Context } from '../context.ts';
import { scoped, type Draft } from '../draft.ts';
import { audiencesOf, type Issuer } from '../issuer.ts';
import { defaultVaultAudience } from '../presets/nomad-vault.ts';
import type { GrantEntry } from '../sections/grants.ts';
import type { NomadConsul, NomadVault, PresetEntry } from '../sections/presets.ts';
import { withoutSlashes } from '../sections/read-vault.ts';
import type { Spot } from '../spot.ts';
import { compileConsulGrant, type ConsulHome } from './compile-consul.ts';
import { compileVaultGrant, type VaultHome } from './compile-vault.ts';
import { describeSubject, nameOfSubject } from './subject.ts';

export interface WrittenGrant {
  readonly grant: GrantEntry;
  readonly spot: Spot;
}

/** The objects that grants ask for. `drafts` is all that the spec asks for besides. */
export function compileGrants(
  context: Context,
  grants: readonly WrittenGrant[],
  presets: readonly PresetEntry[],
  drafts: readonly Draft[],
): readonly Draft[] {
  const seen = new Map<string, Place>();
  return grants.flatMap(({ grant, spot }) => {
    const once = (product: 'consul' | 'vault'): boolean => {
      const key = `${product} ${nameOfSubject(grant)}`;
      const earlier = seen.get(key);
      seen.set(key, spot.place);
      if (earlier === undefined) return true;
      const message = `${describeSubject(grant)} has a grant for ${product} already, at ${describePlace(earlier)}`;
      mistake(context, message, spot.place, 'put the two into one');
      return false;
    };
    const made: Draft[] = [];
    if (grant.consul !== undefined && once('consul')) {
      const home = consulHome(context, grant, presets, drafts, spot);
      if (home !== undefined) made.push(...compileConsulGrant(context, grant, home, spot));
    }
    if (grant.vault !== undefined && once('vault')) {
      const home = vaultHome(context, grant, presets, spot);
      if (home !== undefined) made.push(...compileVaultGrant(context, grant, home, spot));
    }
    return made;
  });
}

function consulHome(
  context: Context,
  { consul }: GrantEntry,
  presets: readonly PresetEntry[],
  drafts: readonly Draft[],
  spot: Spot,
): ConsulHome | undefined {
  const candidates = presets.filter((one): one is NomadConsul => one.preset === 'nomad-consul');
  const named = consul?.auth_method;
  const preset = thePreset(context, candidates, named === undefined ? undefined : (one) => one.auth_method === named, {
    preset: 'nomad-consul',
    field: 'auth_method',
    place: spot.field('consul'),
  });
  if (preset === 'ambiguous') return undefined;
  const scope =
    preset === undefined ? scoped(consul?.namespace, consul?.partition) : scoped(preset.namespace, preset.partition);
  const around = preset === undefined ? scope : scoped(undefined, preset.partition);
  const method = { name: named ?? preset?.auth_method ?? '', ...around };
  const definition = drafts.find(
    ({ kind, identity }) =>
      kind === 'consul/auth-method' &&
      identity.name === method.name &&
      identity.namespace === around.namespace &&
      identity.partition === around.partition,
  );
  return { method, scope, definition };
}

function vaultHome(
  context: Context,
  { vault }: GrantEntry,
  presets: readonly PresetEntry[],
  spot: Spot,
): VaultHome | undefined {
  const candidates = presets.filter((one): one is NomadVault => one.preset === 'nomad-vault');
  const named = vault?.mount === undefined ? undefined : withoutSlashes({ name: vault.mount }).name;
  const mountOf = (one: NomadVault): string => withoutSlashes({ name: one.mount }).name;
  const preset = thePreset(context, candidates, named === undefined ? undefined : (one) => mountOf(one) === named, {
    preset: 'nomad-vault',
    field: 'mount',
    place: spot.field('vault'),
  });
  if (preset === 'ambiguous') return undefined;
  const issuer: Issuer | undefined = preset === undefined ? undefined : context.issuers.get(preset.issuer);
  const ownClaim = preset?.user_claim === '/nomad_job_id' ? undefined : preset?.user_claim;
  return {
    mount: named ?? (preset === undefined ? '' : mountOf(preset)),
    scope: scoped(preset === undefined ? vault?.namespace : preset.namespace),
    audiences: audiencesOf(vault?.audience) ??
      audiencesOf(preset?.audience) ??
      issuer?.audiences ?? [defaultVaultAudience],
    userClaim: vault?.user_claim ?? ownClaim ?? 'sub',
  };
}

/** The preset whose method or mount a grant uses; `undefined` when it names one that no preset makes. */
function thePreset<P>(
  context: Context,
  candidates: readonly P[],
  isNamed: ((preset: P) => boolean) | undefined,
  { preset, field, place }: { preset: string; field: string; place: Place },
): P | undefined | 'ambiguous' {
  const fitting = isNamed === undefined ? candidates : candidates.filter(isNamed);
  const [only] = fitting;
  if (fitting.length === 1 || (isNamed !== undefined && only === undefined)) return only;
  const problem = only === undefined ? `there is no preset ${preset}` : `there are several presets ${preset}`;
  mistake(context, `${problem}, so the grant must say where logins go`, place, `add ${field} to it`);
  return 'ambiguous';
}
