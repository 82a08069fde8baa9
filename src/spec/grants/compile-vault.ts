import { mistake, type Context } from '../context.ts';
import { draft, type Draft } from '../draft.ts';
import { toThemselves, vaultClaims } from '../presets/claims.ts';
import type { GrantEntry } from '../sections/grants.ts';
import type { Spot } from '../spot.ts';
import { describeSubject, nameOfSubject } from './subject.ts';
import { pathProblem, vaultPolicy } from './vault-policy.ts';

/** Where a grant's role stands, and what its logins must look like. */
export interface VaultHome {
  readonly mount: string;
  readonly scope: Pick<Draft['identity'], 'namespace'>;
  readonly audiences: readonly string[];
  readonly userClaim: string;
}

/**
 * A policy and a role of its own that only the subject's JWTs may take. At Vault a login has one role, which the task
 * names, so the job says
 *
 *     vault {
 *       role = "nomad_default_web"
 *     }
 *
 * in the task (or group, or job) that the grant is for. Unlike at Consul, the token then has this policy *instead of*
 * what the default role gives. The entity is told by `sub` where nothing else is asked for: it holds namespace, job,
 * group and task, so that two workloads never share an entity's metadata.
 */
export function compileVaultGrant(context: Context, grant: GrantEntry, home: VaultHome, spot: Spot): readonly Draft[] {
  const { vault } = grant;
  if (vault === undefined) return [];
  for (const [index, written] of vault.paths.entries()) {
    const one = typeof written === 'string' ? { path: written } : written;
    const problem = pathProblem(one, one.kv_version ?? vault.kv_version, vault.kv_mount);
    if (problem !== undefined) mistake(context, `"${one.path}" ${problem}`, spot.field('vault', 'paths', index));
  }
  const name = nameOfSubject(grant);
  const origin = `a grant for ${describeSubject(grant)}`;
  const role = {
    role_type: 'jwt',
    bound_audiences: home.audiences.toSorted(),
    bound_claims: {
      nomad_namespace: grant.namespace,
      nomad_job_id: grant.job,
      ...(grant.task === undefined ? {} : { nomad_task: grant.task }),
    },
    user_claim: home.userClaim,
    user_claim_json_pointer: home.userClaim.startsWith('/'),
    claim_mappings: toThemselves(vaultClaims),
    token_type: 'service',
    token_period: 1800,
    token_policies: [name],
  };
  return [
    draft('vault/policy', { name, ...home.scope }, { policy: vaultPolicy(vault) }, origin, spot),
    draft('vault/jwt-role', { name, parent: home.mount, ...home.scope }, role, origin, spot),
  ];
}
