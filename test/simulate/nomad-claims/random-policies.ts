import type { Json } from './parts.ts';

/** What the parts below are chosen with. */
export interface Chooser {
  readonly one: <T>(...choices: readonly T[]) => T;
  readonly some: <T>(most: number, make: (index: number) => T) => T[];
  readonly maybe: (chance: number, members: () => Json) => Json;
}

const second = 1e9;

/** What a job, its groups and its tasks say beside identities: mostly sound, in each part wrong now and then. */
export function randomPolicies({ one, some, maybe }: Chooser): {
  readonly ofJob: () => Json;
  /** Scaling is refused elsewhere for jobs on all nodes. */
  readonly ofGroup: (type: string) => Json;
  readonly ofTask: () => Json;
  readonly ofSidecar: () => Json;
} {
  const time = (): number =>
    one(
      0,
      -second,
      second,
      5 * second,
      15 * second,
      30 * second,
      60 * second,
      90_500_000_000,
      3600 * second,
      1,
      1_500_000,
    );
  const count = (): number => one(0, 1, 2, 3, 5, 10, -1, 40);
  const comparison = (): Json => ({
    ...maybe(0.9, () => ({ LTarget: one('${attr.x}', 'y', '') })),
    ...maybe(0.9, () => ({
      RTarget: one('', 'x', '2', '0', '>= 1.2', '~> 1.0', '>= 1.2, < 2', '1.2.x', 'v1.0-beta1', '1.0beta', '> 99999999999999999999', '[a', 'a+', '(?=x)', ' 1 '),
    })),
    Operand: one('=', '', 'is', '<', 'odd', 'regexp', 'regexp', 'version', 'version', 'semver', 'semver', 'set_contains', 'set_contains_any', 'is_set', 'distinct_hosts', 'distinct_property'),
  }); // prettier-ignore
  const affinity = (): Json => ({
    ...comparison(),
    ...maybe(0.6, () => ({ Weight: one(0, 50, -100, 101, 127, -128) })),
  });
  const spread = (): Json => ({
    ...maybe(0.9, () => ({ Attribute: one('${node.datacenter}', '') })),
    ...maybe(0.6, () => ({ Weight: one(0, 50, 100, 101, -1) })),
    ...maybe(0.6, () => ({
      SpreadTarget: some(3, () => ({ Value: one('dc1', 'dc2', ''), Percent: one(0, 50, 60, 100, 101, 200) })),
    })),
  });
  const placement = (): Json => ({
    ...maybe(0.08, () => ({ Affinities: some(2, affinity) })),
    ...maybe(0.04, () => ({ Constraints: some(2, comparison) })),
  });
  const update = (): Json => ({
    ...maybe(0.3, () => ({ Stagger: time() })),
    ...maybe(0.4, () => ({ MaxParallel: count() })),
    ...maybe(0.3, () => ({ HealthCheck: one('checks', 'task_states', 'manual', 'odd', '') })),
    ...maybe(0.3, () => ({ MinHealthyTime: time() })),
    ...maybe(0.3, () => ({ HealthyDeadline: time() })),
    ...maybe(0.3, () => ({ ProgressDeadline: time() })),
    ...maybe(0.3, () => ({ Canary: count() })),
    ...maybe(0.2, () => ({ AutoPromote: one(true, false) })),
    ...maybe(0.2, () => ({ AutoRevert: one(true, false) })),
  });
  const reschedule = (): Json => ({
    ...maybe(0.6, () => ({ Attempts: one(0, 1, 2, 5, 10, 100, -1) })),
    ...maybe(0.6, () => ({ Interval: time() })),
    ...maybe(0.5, () => ({ Delay: one(5 * second, 5 * second, 7_300_000_000, time()) })),
    ...maybe(0.5, () => ({ DelayFunction: one('constant', 'exponential', 'fibonacci', 'odd') })),
    ...maybe(0.5, () => ({ MaxDelay: one(60 * second, 30 * second, time()) })),
    ...maybe(0.5, () => ({ Unlimited: one(true, false, false) })),
  });
  const migrate = (): Json => ({
    ...maybe(0.4, () => ({ MaxParallel: count() })),
    ...maybe(0.4, () => ({ HealthCheck: one('checks', 'task_states', '', 'odd') })),
    ...maybe(0.4, () => ({ MinHealthyTime: time() })),
    ...maybe(0.4, () => ({ HealthyDeadline: time() })),
  });
  const restart = (): Json => ({
    ...maybe(0.5, () => ({ Attempts: count() })),
    ...maybe(0.5, () => ({ Interval: time() })),
    ...maybe(0.5, () => ({ Delay: time() })),
    ...maybe(0.5, () => ({ Mode: one('delay', 'fail', 'odd', '') })),
  });
  const volume = (): Json => ({
    Name: 'v',
    Type: one('host', 'host', 'csi', 'csi', 'odd'),
    ...maybe(0.8, () => ({ Source: one('s', 's', '') })),
    ...maybe(0.3, () => ({ ReadOnly: true })),
    ...maybe(0.2, () => ({ Sticky: true })),
    ...maybe(0.3, () => ({ PerAlloc: true })),
    ...maybe(0.2, () => ({ MountOptions: { FSType: 'ext4' } })),
    ...maybe(0.7, () => ({ AttachmentMode: one('file-system', 'block-device', 'odd') })),
    ...maybe(0.7, () => ({
      AccessMode: one('single-node-writer', 'single-node-reader-only', 'single-node-multi-writer', 'multi-node-reader-only', 'multi-node-single-writer', 'multi-node-multi-writer', 'odd'),
    })),
  }); // prettier-ignore
  const artifact = (): Json => ({
    ...maybe(0.9, () => ({ GetterSource: one('https://x.example/a.tgz', 'git::x', '', '/') })),
    ...maybe(0.3, () => ({ GetterMode: one('any', 'file', 'dir', 'odd', '') })),
    ...maybe(0.4, () => ({ RelativeDest: one('local/x', '../x', '../..', '../../x', '../..x', '/', '') })),
    ...maybe(0.4, () => ({
      GetterOptions: {
        checksum: one('md5:d41d8cd98f00b204e9800998ecf8427e', 'md5:00', 'sha256:zz', 'sha1:0', 'crc:00', '', ' ', 'x', 'a:b:c', '${NOMAD_META_x}', 'md5: 00', 'md5:é'),
      },
    })),
  }); // prettier-ignore
  const template = (index: number): Json => ({
    EmbeddedTmpl: 'x',
    DestPath: one(`local/${String(index)}`, 'local/a', '../..a', ''),
    ...maybe(0.5, () => ({ ChangeMode: one('script', 'script', 'signal', 'noop', 'restart', 'odd', '') })),
    ...maybe(0.3, () => ({ ChangeSignal: one('', 'SIGHUP') })),
    ...maybe(0.4, () => ({ ChangeScript: { ...maybe(0.6, () => ({ Command: one('/x', '') })) } })),
    ...maybe(0.2, () => ({ Envvars: true })),
    ...maybe(0.3, () => ({ Splay: time() })),
    ...maybe(0.4, () => ({ Perms: one('0644', '', '7777', '10000', '888', 'rw', '0o7', '-1', '0_7') })),
    ...maybe(0.3, () => ({ Wait: { ...maybe(0.8, () => ({ Min: time() })), ...maybe(0.8, () => ({ Max: time() })) } })),
  });
  const device = (): Json => ({
    ...maybe(0.9, () => ({ Name: one('gpu', 'nvidia/gpu', '') })),
    ...maybe(0.3, () => ({ Constraints: some(2, comparison) })),
    ...maybe(0.3, () => ({ Affinities: some(2, affinity) })),
  });
  const resources = (): Json => ({
    ...maybe(0.5, () => ({ CPU: one(0, 1, 100, -5) })),
    ...maybe(0.3, () => ({ Cores: one(0, 1) })),
    ...maybe(0.5, () => ({ MemoryMB: one(0, 9, 10, 300) })),
    ...maybe(0.3, () => ({ MemoryMaxMB: one(-1, 0, 20, 600) })),
    ...maybe(0.2, () => ({ SecretsMB: one(-1, 1, 1000) })),
    ...maybe(0.1, () => ({ DiskMB: 10 })),
    ...maybe(0.1, () => ({ IOPS: one(0, 5) })),
    ...maybe(0.2, () => ({ Devices: some(2, device) })),
    ...maybe(0.1, () => ({
      NUMA: { ...maybe(0.7, () => ({ Affinity: one('none', 'prefer', 'odd') })), Devices: some(1, () => 'gpu') },
    })),
  });
  const port = (index: number): Json => ({
    Label: ['a', 'b', 'c'][index] ?? 'd',
    ...maybe(0.6, () => ({ Value: one(80, 81, 65_536) })),
    ...maybe(0.3, () => ({ To: one(80, -1, -2) })),
    ...maybe(0.2, () => ({ HostNetwork: one('public', '') })),
    ...maybe(0.3, () => ({ IgnoreCollision: true })),
  });
  const network = (): Json => ({
    ...maybe(0.4, () => ({ Mode: one('host', 'bridge', 'cni/x', 'none', 'odd') })),
    ...maybe(0.3, () => ({ Hostname: one('a.example', '', 'a..b', '${NOMAD_X}..', 'x'.repeat(64), 'a.', '.') })),
    ...maybe(0.3, () => ({ CNI: { Args: one<Json>({ k: 'v' }, { 'k;': 'v' }, { l: 'v;' }, {}) } })),
    ...maybe(0.6, () => ({ ReservedPorts: some(3, port) })),
    ...maybe(0.1, () => ({ DNS: { Servers: ['1.1.1.1'] } })),
    ...maybe(0.1, () => ({ MBits: 10 })),
  });
  return {
    ofJob: () => ({
      ...placement(),
      ...maybe(0.08, () => ({ Spreads: some(2, spread) })),
      ...maybe(0.08, () => ({
        Update: one(update, update, () => ({
          Stagger: 0,
          MaxParallel: 0,
          HealthCheck: '',
          MinHealthyTime: 0,
          HealthyDeadline: 0,
          ProgressDeadline: 0,
        }))(),
      })),
      ...maybe(0.06, () => ({ Reschedule: reschedule() })),
      ...maybe(0.06, () => ({ Migrate: migrate() })),
      ...maybe(0.03, () => ({ UI: { Description: 'é'.repeat(one(10, 500, 501)) } })),
      ...maybe(0.06, () => ({
        Periodic: {
          ...maybe(0.2, () => ({ SpecType: one('cron', 'odd', '_internal_test') })),
          ...maybe(0.4, () => ({
            TimeZone: one(
              'UTC',
              'Europe/Berlin',
              'europe/berlin',
              'US/Eastern',
              'Nowhere/City',
              '../x',
              'Local',
              '+01:00',
              '',
            ),
          })),
          ...maybe(0.4, () => ({ Spec: cron(one) })),
          ...maybe(0.6, () => ({ Specs: some(3, () => cron(one)) })),
        },
      })),
    }),
    ofGroup: (type) => ({
      ...maybe(type === 'system' ? 0 : 0.08, () => ({
        Scaling: {
          ...maybe(0.7, () => ({ Min: one(0, 1, 2, -1) })),
          ...maybe(0.8, () => ({ Max: one(0, 1, 3, 10, -1) })),
          ...maybe(0.2, () => ({ Type: one('horizontal', 'odd', '') })),
        },
      })),
      ...placement(),
      ...maybe(0.1, () => ({ Networks: some(2, network) })),
      ...maybe(0.05, () => ({ EphemeralDisk: { SizeMB: one(5, 10, 100, 101), Sticky: true } })),
      ...maybe(0.08, () => ({ Spreads: some(2, spread) })),
      ...maybe(0.12, () => ({ Update: update() })),
      ...maybe(0.12, () => ({ ReschedulePolicy: reschedule() })),
      ...maybe(0.08, () => ({ Migrate: migrate() })),
      ...maybe(0.12, () => ({ RestartPolicy: restart() })),
      ...maybe(0.08, () => ({
        Disconnect: {
          ...maybe(0.5, () => ({ LostAfter: time() })),
          ...maybe(0.5, () => ({ StopOnClientAfter: time() })),
          ...maybe(0.4, () => ({ Reconcile: one('best_score', 'keep_original', 'odd', '') })),
        },
      })),
      ...maybe(0.15, () => ({ Volumes: Object.fromEntries(some(3, (index) => [`v${String(index)}`, volume()])) })),
      ...maybe(0.04, () => ({ ShutdownDelay: time() })),
    }),
    ofSidecar: () => ({
      ...maybe(0.3, () => ({ Resources: resources() })),
      ...maybe(0.2, () => ({ KillTimeout: one(second, -1, 3600 * second) })),
      ...maybe(0.2, () => ({ ShutdownDelay: one(-1, second) })),
      ...maybe(0.2, () => ({ VolumeMounts: [{ Volume: one('v0', 'none'), Destination: '/x' }] })),
      ...maybe(0.1, () => ({ LogConfig: { MaxFiles: one(0, 1, 40) } })),
    }),
    ofTask: () => ({
      ...placement(),
      ...maybe(0.05, () => ({ LogConfig: { MaxFiles: one(-1, 1, 10), MaxFileSizeMB: one(0, 5, 30) } })),
      ...maybe(0.05, () => ({ Resources: { Networks: some(1, network) } })),
      ...maybe(0.15, () => ({ Resources: resources() })),
      ...maybe(0.15, () => ({ Artifacts: some(2, artifact) })),
      ...maybe(0.15, () => ({ Templates: some(2, template) })),
      ...maybe(0.15, () => ({
        VolumeMounts: some(2, () => ({
          Volume: one('v0', 'v1', 'none', ''),
          Destination: '/x',
          ...maybe(0.4, () => ({ PropagationMode: one('private', 'host-to-task', 'bidirectional', 'odd', '') })),
          ...maybe(0.3, () => ({ SELinuxLabel: one('z', 'Z', 'x', '') })),
        })),
      })),
      ...maybe(0.06, () => ({
        Actions: some(4, () => ({ Name: one('a', 'b', 'a b', ''), Command: one('x', 'x', '') })),
      })),
      ...maybe(0.06, () => ({ DispatchPayload: { File: one('x', '../../x', '../../../x', '') } })),
      ...maybe(0.04, () => ({ KillTimeout: one(second, 3600 * second), ShutdownDelay: time() })),
      ...maybe(0.04, () => ({
        CSIPluginConfig: {
          ...maybe(0.7, () => ({ ID: one('p', '') })),
          Type: one('node', 'odd', 'monolith'),
          ...maybe(0.3, () => ({ MountDir: '/local', StagePublishBaseDir: one('/local/x', '/y') })),
        },
      })),
    }),
  };
}

function cron(one: Chooser['one']): string {
  if (one(true, false, false)) return one('@daily', '@hourly x', '* * * *', '', '0 0 1 1 *', '@yearly', ' 5 4 * * sun ', '* * * * * * * *');
  const field = (): string =>
    one('*', '*', '*', '1', '05', '7', '31', '60', '*/5', '*/0', '1-5', '5-1/2', '3/61', 'mon', 'MON-FRI', 'jan', 'L', 'LW', '15W', '5L', '5#3', '5#6', '1,2', '*,x', 'x,*', ',', '?', '2020', '1,x,y', '*/007', '1970-2099/2000');
  return Array.from({ length: one(5, 5, 6, 7, 4) }, field).join(' ');
} // prettier-ignore
