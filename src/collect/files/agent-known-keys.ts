import { didYouMean } from '../../spec/suggestion.ts';
import { WidError, WidErrors } from '../../support/errors.ts';
import type { Item } from '../../syntax/hcl/ast.ts';
import { filter } from '../../syntax/hcl/decode.ts';
import type { Source } from '../../syntax/source.ts';

/** At the top and in these blocks Nomad 1.11 refuses a key that it does not know; in `consul` and `vault` it passes over it. */
const known: Readonly<Record<string, readonly string[]>> = {
  '': `region datacenter name data_dir plugin_dir log_level log_json log_file log_include_location log_rotate_duration
    log_rotate_bytes log_rotate_max_files bind_addr enable_debug ports addresses advertise client server rpc acl telemetry
    leave_on_interrupt leave_on_terminate enable_syslog syslog_facility disable_update_check disable_anonymous_signature ui
    tls http_api_response_headers sentinel autopilot plugin limits audit reporting keyring eventlog consul vault license`
    .trim()
    .split(/\s+/),
  server: `enabled authoritative_region bootstrap_expect client_introduction data_dir protocol_version raft_protocol
    raft_multiplier num_schedulers enabled_schedulers node_gc_threshold job_gc_interval job_gc_threshold eval_gc_threshold
    batch_eval_gc_threshold deployment_gc_threshold csi_volume_claim_gc_interval csi_volume_claim_gc_threshold
    csi_plugin_gc_threshold acl_token_gc_threshold root_key_gc_interval root_key_gc_threshold root_key_rotation_threshold
    heartbeat_grace min_heartbeat_ttl max_heartbeats_per_second failover_heartbeat_ttl start_join retry_join retry_max
    retry_interval rejoin_after_leave non_voting_server redundancy_zone upgrade_version encrypt server_join
    default_scheduler_config plan_rejection_tracker enable_event_broker event_buffer_size license_path search
    deploy_query_rate_limit raft_boltdb raft_snapshot_threshold raft_snapshot_interval raft_trailing_logs
    job_default_priority job_max_priority job_max_count job_max_source_size job_tracked_versions oidc_issuer start_timeout
    log_file preemption_config`
    .trim()
    .split(/\s+/),
  acl: [
    'enabled',
    'token_ttl',
    'policy_ttl',
    'role_ttl',
    'replication_token',
    'token_min_expiration_ttl',
    'token_max_expiration_ttl',
  ],
};

export const agentBlocks: readonly string[] = known[''] ?? [];

/** Throws `syntax` with every key that keeps Nomad from starting. */
export function refuseUnknownKeys(source: Source, items: readonly Item[]): void {
  const errors = Object.entries(known).flatMap(([block, names]) => {
    const inner =
      block === '' ? items : filter(items, block).flatMap(({ value }) => (value.kind === 'object' ? value.items : []));
    return inner.flatMap((item): WidError[] => {
      const key = item.keys[0];
      if (key === undefined || names.includes(key.value.toLowerCase())) return [];
      const meant = didYouMean(key.value, names);
      return [
        new WidError('syntax', `${block === '' ? '' : `${block} `}unexpected keys ${key.value}`, {
          place: { source, start: key.start, end: key.end },
          hint: `Nomad does not start with a key that it does not know${meant === undefined ? '' : `; ${meant}`}`,
        }),
      ];
    });
  });
  const [first, ...rest] = [...errors, ...leakedLabels(source, items)];
  if (first !== undefined) throw new WidErrors([first, ...rest]);
}

/** In JSON, an object of nothing but objects becomes labels, and the agent finds an identity's name where none should be. */
function leakedLabels(source: Source, items: readonly Item[]): readonly WidError[] {
  return ['consul', 'vault'].flatMap((block) =>
    filter(items, block).flatMap(({ keys: [label] }): WidError[] => {
      if (label === undefined || !/^(?:service|task|default)_identity$/i.test(label.value)) return [];
      return [
        new WidError('syntax', `unexpected keys ${label.value}`, {
          place: { source, start: label.start, end: label.end },
          hint: `in JSON, Nomad before 1.11.3 does not read a block of nothing but blocks: write "name": "default" beside ${label.value}`,
        }),
      ];
    }),
  );
}
