import { parseDuration } from '../../syntax/duration.ts';
import { draft, scoped, type Draft } from '../draft.ts';
import { audiencesOf, vaultFields, type Issuer } from '../issuer.ts';
import { packageText } from '../package-text.ts';
import { withoutSlashes } from '../sections/read-vault.ts';
import type { NomadVault } from '../sections/presets.ts';
import type { Spot } from '../spot.ts';
import { toThemselves, vaultClaims } from './claims.ts';
import { vaultNamespaceIdentity } from '../vault-namespace.ts';

const origin = 'preset nomad-vault';

/** The audience that `nomad setup vault` writes into its role. */
export const defaultVaultAudience = 'vault.io';

/**
 * What `nomad setup vault` makes, field for field (Nomad 1.11): an auth mount with its config, a role that every task
 * takes unless its job names another, and that role's policy. On Vault Enterprise all of it stands in a namespace.
 */
export function nomadVault(preset: NomadVault, issuer: Issuer, spot: Spot): readonly Draft[] {
  const scope = scoped(preset.namespace);
  const mount = withoutSlashes({ name: preset.mount }).name;
  const make = (kind: Draft['kind'], identity: Draft['identity'], given: Parameters<typeof draft>[2]): Draft =>
    draft(kind, identity, given, origin, spot);

  const namespace =
    scope.namespace === undefined
      ? []
      : [
          make('vault/namespace', vaultNamespaceIdentity(scope.namespace), {
            custom_metadata: { 'created-by': 'nomad-setup' },
          }),
        ];
  return [
    ...namespace,
    make('vault/auth-mount', { name: mount, ...scope }, { type: 'jwt' }),
    make(
      'vault/jwt-config',
      { name: mount, ...scope },
      { ...vaultFields(issuer), jwt_supported_algs: ['EdDSA', 'RS256'], default_role: preset.role },
    ),
    make('vault/policy', { name: preset.policy, ...scope }, { policy: workloadsPolicy(preset.kv_mount, mount) }),
    make(
      'vault/jwt-role',
      { name: preset.role, parent: mount, ...scope },
      {
        role_type: 'jwt',
        bound_audiences: (audiencesOf(preset.audience) ?? issuer.audiences ?? [defaultVaultAudience]).toSorted(),
        user_claim: preset.user_claim,
        user_claim_json_pointer: true,
        claim_mappings: toThemselves(vaultClaims),
        token_type: 'service',
        token_period:
          typeof preset.token_period === 'number' ? preset.token_period : (parseDuration(preset.token_period) ?? 0),
        token_policies: [preset.policy],
      },
    ),
  ];
}

function workloadsPolicy(kvMount: string, authMount: string): string {
  const kv = withoutSlashes({ name: kvMount }).name;
  return packageText('policies/vault/nomad-workloads.hcl')
    .replaceAll('path "secret/', () => `path "${kv}/`)
    .replaceAll('${accessor.jwt-nomad}', () => `\${accessor.${authMount}}`);
}
