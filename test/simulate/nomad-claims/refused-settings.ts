import { group, job, task, type Json } from './parts.ts';

const second = 1e9;
const minute = 60 * second;
const service = { Type: 'service' };

/** Jobs whose settings beside identities and services the servers do not take, or warn of. */
export const refusedSettings: Readonly<Record<string, Json>> = {
  'restarts that cannot be': job([
    group('g', [task('t')], { RestartPolicy: { Attempts: 0, Mode: 'delay', Interval: second } }),
    group('h', [task('t')], { RestartPolicy: { Attempts: 10, Mode: 'odd', Interval: minute, Delay: minute } }),
  ]),
  'reschedules that cannot be': job(
    [
      group('g', [task('t')], { ReschedulePolicy: { Attempts: 5, Interval: minute, Unlimited: true } }),
      group('h', [task('t')], { ReschedulePolicy: { Unlimited: true, DelayFunction: 'odd', Delay: second } }),
      group('i', [task('t')], {
        ReschedulePolicy: { Attempts: 10, Interval: minute, Unlimited: false, DelayFunction: 'constant' },
      }),
      group('j', [task('t')], {
        ReschedulePolicy: { Attempts: 10, Interval: 5 * minute, Unlimited: false, MaxDelay: minute },
      }),
      group('k', [task('t')], {
        ReschedulePolicy: { Attempts: 9, Interval: minute, Unlimited: false, DelayFunction: 'fibonacci' },
      }),
    ],
    service,
  ),
  'a reschedule on all nodes': job([group('g', [task('t')], { ReschedulePolicy: {} })], { Type: 'sysbatch' }),
  'updates and moves that cannot be': job(
    [
      group('g', [task('t')], {
        Update: { HealthCheck: 'odd', MaxParallel: -1, Canary: -1, MinHealthyTime: -1, Stagger: 0 },
        Migrate: { MaxParallel: -1, HealthCheck: 'odd', MinHealthyTime: -1, HealthyDeadline: -second },
      }),
      group('h', [task('t', { KillTimeout: 60 * minute })], {
        Update: { AutoPromote: true, HealthyDeadline: 20 * minute },
        Migrate: { HealthCheck: '' },
      }),
    ],
    { ...service, Update: { ProgressDeadline: 15 * minute } },
  ),
  'an update and a move of a batch': job([group('g', [task('t')], { Migrate: {} })], { Update: {} }),
  'a warning of updates': job(
    [
      group('g', [task('t')], { Count: 2, Update: { MaxParallel: 3, Canary: 1, AutoPromote: true } }),
      group('h', [task('t')], { Update: { Canary: 1 } }),
    ],
    { ...service, Constraints: [{ LTarget: '${attr.none}', RTarget: 'x', Operand: '=' }] },
  ),
  'clients that are lost': job(
    [
      group('g', [task('t')], { Disconnect: { LostAfter: second, StopOnClientAfter: -1, Reconcile: 'odd' } }),
      group('h', [task('t')], { Disconnect: { LostAfter: -1 }, ShutdownDelay: -1 }),
    ],
    { Type: 'sysbatch' },
  ),
  'scaling that cannot be': job([
    group('g', [task('t')], { Scaling: { Min: 3 } }),
    group('h', [task('t')], { Count: 5, Scaling: { Min: -1, Max: 2, Type: 'odd' } }),
    group('i', [task('t')], { Count: 1, Scaling: { Min: 3, Max: 2 } }),
  ]),
  'affinities and spreads that cannot be': job(
    [
      group('g', [task('t', { Affinities: [{ Operand: 'regexp', RTarget: '[', LTarget: 'a', Weight: 101 }] })], {
        Affinities: [{ Operand: 'version', RTarget: '1.x', LTarget: 'a' }],
        Spreads: [{ Attribute: 'a', Weight: 101, SpreadTarget: [{ Value: 'x', Percent: 60 }, { Value: 'x', Percent: 60 }] }],
      }),
    ],
    { Affinities: [{ Operand: 'odd', Weight: 0 }, { Operand: 'set_contains' }], Spreads: [{}] },
  ), // prettier-ignore
  'affinities and spreads on all nodes': job([group('g', [task('t', { Affinities: [{}] })], { Spreads: [{}] })], {
    Type: 'system',
    Affinities: [{}],
  }),
  'constraints on versions and numbers that cannot be': job(
    [
      group('g', [
        task('t', {
          Constraints: [
            { Operand: 'distinct_hosts' },
            { Operand: 'semver', LTarget: 'a', RTarget: '~> 1' },
            { Operand: 'version', LTarget: 'a', RTarget: '>= 1.2, 9999999999999999999999' },
          ],
        }),
      ]),
    ],
    {
      Constraints: [
        { Operand: 'distinct_property', LTarget: 'a', RTarget: '0' },
        { Operand: 'distinct_property', LTarget: 'a', RTarget: 'x' },
        { Operand: 'regexp', LTarget: 'a', RTarget: '(?=x)' },
        { Operand: 'version', LTarget: 'a', RTarget: '~> 1.2.3-beta1' },
      ],
    },
  ),
  'volumes that cannot be': job(
    [
      group(
        'g',
        [
          task('t', {
            VolumeMounts: [
              { Volume: 'v', Destination: '/x', PropagationMode: 'odd', SELinuxLabel: 'x' },
              { Volume: 'none', Destination: '/y' },
              { Volume: '', Destination: '/y' },
            ],
          }),
        ],
        { Volumes: { v: { Type: 'host', AccessMode: 'odd', MountOptions: {}, PerAlloc: true, Sticky: true } } },
      ),
      group('h', [task('t')], {
        Count: 2,
        Volumes: { v: { Type: 'csi', Source: 's', AccessMode: 'single-node-reader-only' } },
      }),
      group('i', [task('t', { VolumeMounts: [{ Volume: 'v', Destination: '/x' }] })], {
        Volumes: { v: { Type: 'odd', Source: 's' } },
      }),
    ],
    { Type: 'sysbatch' },
  ),
  'templates with settings that cannot be': job([
    group('g', [
      task('t', {
        Templates: [
          { EmbeddedTmpl: 'x', DestPath: 'local/a', ChangeMode: 'script', Splay: -1, Perms: '888' },
          { EmbeddedTmpl: 'x', DestPath: 'local/b', ChangeMode: 'script', ChangeScript: {}, Perms: '17777' },
          { EmbeddedTmpl: 'x', DestPath: '../..c', Wait: { Min: minute, Max: second } },
        ],
      }),
    ]),
  ]),
  'resources that cannot be': job([
    group('g', [
      task('t', { Resources: { CPU: 100, Cores: 1, MemoryMB: 5, MemoryMaxMB: 1, SecretsMB: 6 } }),
      task('u', { Resources: { CPU: 0, SecretsMB: -1, IOPS: 5, NUMA: { Affinity: 'odd', Devices: ['gpu'] } } }),
      task('v', {
        Resources: {
          Devices: [{ Constraints: [{ Operand: 'distinct_hosts' }, {}], Affinities: [{ Operand: '=', Weight: 0 }] }],
        },
      }),
    ]),
  ]),
  'artifacts that cannot be': job([
    group('g', [
      task('t', {
        Artifacts: [
          { GetterMode: 'odd', RelativeDest: '../../..' },
          { GetterSource: 'x', GetterOptions: { checksum: 'md5' } },
          { GetterSource: 'x', GetterOptions: { checksum: 'md5:00' } },
          { GetterSource: 'x', GetterOptions: { checksum: 'sha256:0é' } },
          { GetterSource: 'x', GetterOptions: { checksum: 'crc:00' } },
          { GetterSource: 'x', GetterOptions: { checksum: ' ' } },
          { GetterSource: 'x', GetterOptions: { checksum: '${NOMAD_META_sum}' } },
        ],
      }),
    ]),
  ]),
  'parts of tasks that cannot be': job([
    group('g', [
      task('t', {
        ShutdownDelay: -1,
        Actions: [{ Name: 'a b' }, { Name: 'a', Command: 'x' }, { Name: 'a', Command: 'x' }, { Name: 'a', Command: 'x' }],
        DispatchPayload: { File: '../../../x' },
        CSIPluginConfig: { Type: 'odd', MountDir: '/a', StagePublishBaseDir: '/a/b' },
      }),
    ]),
  ]), // prettier-ignore
  'networks that cannot be': job([
    group('g', [task('t')], {
      Networks: [
        {
          Mode: 'bridge',
          Hostname: 'a..b',
          CNI: { Args: { 'k;': 'v;' } },
          ReservedPorts: [{ Label: 'a', Value: 80, IgnoreCollision: true }],
        },
        { Hostname: '.', CNI: { Args: { 'k;': '' } } },
      ],
    }),
  ]),
  'cron lines that are none': job([group('g', [task('t')])], {
    Periodic: {
      Spec: '@dialy',
      Specs: ['* * * *', '60 * * * *', '*/0 * * * *', '0 0 L * 5#6', '* * LW jan MON-FRI', '*,x x,* , * *', '0 0 1 1 * 1969'],
      TimeZone: 'Nowhere/City',
    },
  }), // prettier-ignore
  'a cron line of no known sort': job([group('g', [task('t')])], {
    Periodic: { SpecType: 'odd', Spec: 'x', TimeZone: '../etc' },
  }),
  'a long description': job([group('g', [task('t')])], {
    UI: { Description: 'é'.repeat(501) },
  }),
  'a sidecar with settings that cannot be': job([
    group('g', [task('t')], {
      Networks: [{ Mode: 'bridge' }],
      Services: [
        {
          Name: 's',
          PortLabel: '80',
          Checks: [{ Type: 'http', Path: '/', Expose: true, Interval: second, Timeout: second }],
          Connect: {
            SidecarService: {},
            SidecarTask: {
              Resources: { Cores: 2, SecretsMB: 500 },
              KillTimeout: -1,
              ShutdownDelay: -1,
              VolumeMounts: [{ Volume: 'v', Destination: '/x' }],
            },
          },
        },
      ],
    }),
  ]),
  'an exposed check without a port to expose': job([
    group('g', [task('t')], {
      Networks: [{ Mode: 'bridge' }],
      Services: [
        {
          Name: 's',
          PortLabel: 'http',
          Checks: [{ Type: 'http', Path: '/', Expose: true, Interval: second, Timeout: second }],
          Connect: { SidecarService: {} },
        },
      ],
    }),
  ]),
};
