import { systemTtl, type Mount, type MountConfig, type VaultState } from './state.ts';

/** Types whose plugins have versions of their own. */
const external = new Set(['jwt', 'oidc', 'kv', 'kubernetes', 'azure', 'gcp', 'kerberos']);

function shownConfig({ listing_visibility: visibility, ...config }: MountConfig): object {
  const filled = Object.entries(config).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  return {
    ...Object.fromEntries(filled),
    ...(visibility === undefined || visibility === '' ? {} : { listing_visibility: visibility }),
  };
}

/** A mount as Vault shows it. `effective`: with the TTLs that are in force where none are set. */
export function shown(state: VaultState, mount: Mount, effective = false): object {
  const outside = external.has(mount.type);
  const core = ['token', 'system', 'identity', 'cubbyhole'].includes(mount.type);
  const { default_lease_ttl: usual, max_lease_ttl: longest } = mount.config;
  const openbao = state.product === 'openbao';
  const config =
    effective && !openbao
      ? { ...mount.config, default_lease_ttl: usual || systemTtl, max_lease_ttl: longest || systemTtl }
      : mount.config;
  return {
    accessor: mount.accessor,
    config: shownConfig(config),
    ...(core ? {} : { deprecation_status: 'supported' }),
    description: mount.description,
    external_entropy_access: false,
    local: mount.local,
    options: mount.options,
    plugin_version: '',
    running_plugin_version: openbao
      ? outside
        ? 'v2.0.0+builtin.bao'
        : `v${state.version}+builtin.bao`
      : outside
        ? 'v0.25.0+builtin'
        : `v${state.version}+builtin.vault`,
    running_sha256: '',
    seal_wrap: mount.sealWrap,
    type: mount.type,
    uuid: mount.uuid,
  };
}

/** What `tune` answers: the TTLs that are in force, and what was set of the rest. */
export function tuned({ config, description, options }: Mount): object {
  const { default_lease_ttl: usual, max_lease_ttl: longest } = config;
  const inForce = { ...config, default_lease_ttl: usual || systemTtl, max_lease_ttl: longest || systemTtl };
  return {
    ...shownConfig(inForce),
    description,
    ...(options === null || Object.keys(options).length === 0 ? {} : { options }),
  };
}
