import { bare, data, invalid } from './answers.ts';
import type { Context, Paths } from './backend.ts';
import { capabilities } from './permission.ts';
import type { Token } from './state.ts';
import { liveToken, requireToken } from './tokens.ts';

/** What Vault says about itself without a token, and about a token's rights. */
export function statusPaths(context: Context): Paths {
  const { state, body } = context;
  const { cluster, version, enterprise } = state;
  return [
    {
      path: 'health',
      handlers: {
        read: () =>
          bare({
            initialized: true, sealed: false, standby: false, performance_standby: false, replication_performance_mode: 'disabled',
            replication_dr_mode: 'disabled', server_time_utc: Math.floor(state.now() / 1000), version, enterprise,
            cluster_name: cluster.name, cluster_id: cluster.id, echo_duration_ms: 0, clock_skew_ms: 0, replication_primary_canary_age_ms: 0,
          }), // prettier-ignore
      },
    },
    {
      path: 'seal-status',
      handlers: {
        read: () =>
          bare({
            type: 'shamir', initialized: true, sealed: false, t: 1, n: 1, progress: 0, nonce: '', version, build_date: '2025-10-21T00:00:00Z',
            migration: false, cluster_name: cluster.name, cluster_id: cluster.id, recovery_seal: false, storage_type: 'inmem',
          }), // prettier-ignore
      },
    },
    {
      path: 'leader',
      handlers: {
        read: () =>
          bare({
            ha_enabled: false, is_self: false, active_time: '0001-01-01T00:00:00Z', leader_address: '', leader_cluster_address: '',
            performance_standby: false, performance_standby_last_remote_wal: 0,
          }), // prettier-ignore
      },
    },
    // None can be switched on.
    { path: 'audit', handlers: { read: () => data({}, { mount: 'system' }) } },
    { path: 'capabilities-self', handlers: { update: () => held(context, requireToken(context)) } },
    {
      path: 'capabilities',
      handlers: {
        update: () => {
          const token = liveToken(state, String(body['token'] ?? ''));
          if (token === undefined) throw invalid('invalid token');
          return held(context, token);
        },
      },
    },
  ];
}

function held(context: Context, token: Token): ReturnType<typeof data> {
  const { body } = context;
  const paths = strings(body['paths'] ?? body['path']);
  if (paths.length === 0) throw invalid('paths must be supplied');
  const found = Object.fromEntries(paths.map((path) => [path, capabilities(context, token, path)]));
  const [only = ''] = paths;
  const shown = paths.length === 1 ? { ...found, capabilities: found[only] } : found;
  return data(shown, { mount: 'system', flat: true });
}

function strings(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' && value !== '' ? value.split(',') : [];
}
