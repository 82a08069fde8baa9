import { bridge, group, hostNetwork, hour, identity, job, ports, sidecarTask, task, type Json } from './parts.ts';

/** Jobs that are accepted, run and give tokens. */
export const runningJobs: Readonly<Record<string, Json>> = {
  'default identities, of one task or several': job([group('g', [task('t'), task('u')]), group('h', [task('t')])]),
  'named identities with one audience, none and several': job([
    group('g', [
      task('t', {
        Identities: [
          identity('one'),
          identity('none', { Audience: null, TTL: 0 }),
          identity('empty', { Audience: [] }),
          identity('two', { Audience: ['a.io', 'b.io'] }),
          identity('twice', { Audience: ['y', 'y'], TTL: 90_000_000_000 }),
          identity('short', { TTL: 2_000_000_000 }),
        ],
      }),
    ]),
  ]),
  'characters that JSON writes in its own ways': job(
    [
      group('g\u2028<', [
        task('t>&"é日本', {
          Identities: [identity('a', { Audience: ['\b\f\n\r\t\u0000\u001f\u007f/\\"<>&\u2028\u2029é日本😀'] })],
        }),
      ]),
    ],
    { ID: 'characters<>&"é日本\u2029😀', Name: 'another name' },
  ),
  'colons and slashes in the id of a job': job([group('g:h', [task('t:u')])], { ID: 'a/b:c/d' }),
  'two identities of one name, of which the first is signed': job([
    group('g', [
      task('t', { Identities: [identity('a', { Audience: ['first'] }), identity('a', { Audience: ['second'] })] }),
    ]),
  ]),
  'a default identity in the list instead of by itself': job([
    group('g', [task('t', { Identities: [identity('default', { TTL: 0, Audience: ['not taken'] }), identity('b')] })]),
  ]),
  'an identity with a path of its own': job([
    group('g', [task('t', { Identities: [identity('a', { Filepath: 'local/token.jwt' })] })]),
  ]),
  'a consul block of the group, for all its tasks': job([
    group('g', [task('t'), task('u', { Templates: [{ EmbeddedTmpl: 'x', DestPath: 'local/x' }] })], { Consul: {} }),
    group('h', [task('t')]),
  ]),
  'a consul block of one task': job([group('g', [task('t', { Consul: {} }), task('u')])]),
  'Consul namespaces of a group and of its tasks': job([
    group('g', [task('t'), task('u', { Consul: {} }), task('v', { Consul: { Namespace: 'of-task' } })], {
      Consul: { Namespace: 'of-group' },
      Services: [{ Name: 'in-group' }],
    }),
  ]),
  'a Consul namespace of the job, which only groups with a block get': job(
    [group('g', [task('t')], { Consul: {} }), group('h', [task('t', { Consul: {} })])],
    { ConsulNamespace: 'of-job' },
  ),
  'identities for Consul that are written by hand': job([
    group('g', [task('t', { Identities: [identity('consul_default', { Audience: ['by-hand'] })] })]),
    group('h', [task('t', { Consul: {}, Identities: [identity('consul_default', { Audience: ['own.io'], TTL: 0 })] })]),
  ]),
  'names that begin like those for Consul': job([
    group('g', [task('t', { Identities: [identity('consulfoo'), identity('consul'), identity('other')] })], {
      Consul: { Namespace: 'ns' },
    }),
  ]),
  'vault blocks with a role and without': job(
    [group('g', [task('t', { Vault: { Role: 'reader<>' } }), task('u', { Vault: {} })])],
    { Meta: { key: 'value' }, NodePool: 'default' },
  ),
  'an identity for Vault of the job’s own': job([
    group('g', [
      task('t', { Vault: { Role: 'r' }, Identities: [identity('vault_default', { Audience: ['mine'], TTL: 0 })] }),
    ]),
  ]),
  'identities for Vault without a vault block': job([
    group('g', [task('t', { Identities: [identity('vault_default'), identity('vault_other'), identity('vault_')] })]),
  ]),
  'vault, consul and named identities together': job([
    group('g', [task('t', { Vault: { Role: 'r' }, Consul: {}, Identities: [identity('a')] })]),
  ]),
  'services with a port, without one, and with two': job([
    group('g', [task('t')], {
      ...ports,
      Services: [{ Name: 'web', PortLabel: 'http' }, { Name: 'web', PortLabel: 'admin' }, { Name: 'plain' }],
    }),
  ]),
  'services of tasks': job([
    group(
      'g',
      [
        task('t', { Services: [{ Name: 'a', PortLabel: 'http' }, { Name: 'b' }] }),
        task('u', { Services: [{ Name: 'a', PortLabel: 'http' }] }),
      ],
      ports,
    ),
  ]),
  'services of a group that name a task': job([
    group('g', [task('t'), task('u')], {
      ...ports,
      Services: [
        { Name: 'a', TaskName: 't', PortLabel: 'http' },
        { Name: 'b', TaskName: 'nobody' },
      ],
    }),
  ]),
  'identities of services, which lose their names': job([
    group('g', [task('t', { Services: [{ Name: 'b', Identity: { Audience: ['x', 'y'], ServiceName: 'no' } }] })], {
      Services: [{ Name: 'a', Identity: { Name: 'mine', Audience: ['own.io'], TTL: 2 * hour, Env: true } }],
    }),
  ]),
  'services named after the parts of the job': job(
    [
      group(
        'grp',
        [
          task('t', {
            Services: [
              { Name: '${TASK}-${BASE}' },
              { Name: 'z-${JOB}${TASKGROUP}', PortLabel: '${JOB}', AddressMode: 'driver' },
            ],
          }),
        ],
        {
          ...ports,
          Networks: [{ DynamicPorts: [{ Label: '${JOB}' }] }],
          Services: [{ Name: '${JOB}-${TASKGROUP}-${TASK}' }, { Name: '${BASE}' }, { Name: 'x${OTHER}' }],
        },
      ),
    ],
    { ID: 'the-id', Name: 'the-name' },
  ),
  'services without a name': job([group('g', [task('t', { Services: [{}] })], { Services: [{}] })], {
    ID: 'un-id',
    Name: 'un-name',
  }),
  'services named by what the client knows': job(
    [
      group(
        'grp',
        [
          task('t', {
            Meta: { key: 'of-task' },
            Env: { MINE: 'env' },
            Services: [{ Name: 'a${NOMAD_META_key}${MINE}' }, { Name: 'b-${NOMAD_TASK_NAME}' }],
          }),
        ],
        {
          Meta: { 'dash-key': 'dash', own: 'grp' },
          Services: [
            { Name: 'c-${NOMAD_META_key}' },
            { Name: 'd-${NOMAD_META_KEY}' },
            { Name: 'e-${NOMAD_META_dash_key}' },
            { Name: 'f-${NOMAD_GROUP_NAME}-${NOMAD_JOB_NAME}' },
            { Name: 'g-${NOMAD_ALLOC_INDEX}' },
            { Name: 'h-${node.datacenter}' },
            { Name: 'i-${NOMAD_NAMESPACE}-${NOMAD_REGION}' },
            { Name: 'j-${NOMAD_META_none}x' },
            { Name: 'k-${NOMAD_META_dash-key}x' },
          ],
        },
      ),
    ],
    { ID: 'client-id', Name: 'client-name', Meta: { key: 'of-job' } },
  ),
  'one service in two groups, signed as in the first': job([
    group('g', [task('t')], { Services: [{ Name: 's', Identity: { Audience: ['first'], TTL: hour } }] }),
    group('h', [task('t')], {
      Consul: { Namespace: 'of-h' },
      Services: [{ Name: 's', Identity: { Audience: ['second', 'third'], TTL: 2 * hour } }],
    }),
  ]),
  'one service of tasks in two groups, signed as in the first': job([
    group('g', [task('t', { Consul: { Namespace: 'of-g' }, Services: [{ Name: 's' }] })]),
    group('h', [task('t', { Services: [{ Name: 's', Identity: { Audience: ['other'], TTL: hour } }] })]),
  ]),
  'services of Nomad itself': job([
    group('g', [task('t')], {
      Services: [
        { Name: 'a', Provider: 'nomad' },
        { Name: 'b', Provider: 'nomad', Identity: identity('mine') },
      ],
    }),
  ]),
  'services with checks': job([
    group(
      'g',
      [
        task('t', {
          Services: [{ Name: 'b', Checks: [{ Type: 'script', Command: '/bin/true', Interval: 1e10, Timeout: 1e9 }] }],
        }),
      ],
      {
        ...ports,
        Services: [
          {
            Name: 'a',
            PortLabel: 'http',
            Checks: [
              { Type: 'tcp', Interval: 1e10, Timeout: 1e9 },
              { Name: 'c', Type: 'http', Path: '/', Interval: 1e10, Timeout: 1e9 },
            ],
          },
        ],
      },
    ),
  ]),
  'a service that is native to Connect': job([
    group('g', [task('t')], {
      ...hostNetwork,
      Services: [{ Name: 'nat', PortLabel: 'http', Connect: { Native: true } }],
    }),
  ]),
  'an ingress gateway': job([
    group('g', [], {
      ...hostNetwork,
      Consul: {},
      Services: [
        {
          Name: 'ing',
          PortLabel: 'http',
          Connect: {
            Gateway: { Ingress: { Listeners: [{ Port: 8080, Protocol: 'tcp', Services: [{ Name: 'x' }] }] } },
            SidecarTask: { ...sidecarTask, Identities: [{ Name: 'default', File: true }, identity('own')] },
          },
        },
      ],
    }),
  ]),
  'a terminating gateway, which gets a port': job([
    group('g', [task('t')], {
      ...hostNetwork,
      Services: [
        {
          Name: 'term',
          Connect: { Gateway: { Terminating: { Services: [{ Name: 'x' }] } }, SidecarTask: sidecarTask },
        },
      ],
    }),
  ]),
  'a mesh gateway named by the job': job(
    [
      group('g', [task('t')], {
        ...hostNetwork,
        Services: [
          {
            Name: 'mesh-${NOMAD_META_key}',
            PortLabel: 'http',
            Connect: { Gateway: { Mesh: {} }, SidecarTask: sidecarTask },
          },
        ],
      }),
    ],
    { Meta: { key: 'value' } },
  ),
  'a job in a namespace': job([group('g', [task('t', { Vault: {} })], { Services: [{ Name: 's' }] })], {
    Namespace: 'team-a',
  }),
  'a system job': job([group('g', [task('t')], { Services: [{ Name: 's' }] })], { Type: 'system' }),
  'a service job': job([group('g', [task('t', { Leader: true }), task('u')])], { Type: 'service' }),
  'a job for every datacenter and the global region': job([group('g', [task('t')])], {
    Region: 'global',
    Datacenters: ['*'],
  }),
};

/** Jobs whose children run: they are dispatched or forced. */
export const parentJobs: Readonly<Record<string, Json>> = {
  'a dispatched job': job(
    [
      group('g', [task('t', { Vault: { Role: 'r' }, Identities: [identity('a')] })], {
        Services: [{ Name: 's-${NOMAD_META_fixed}' }, { Name: 'd-${NOMAD_META_given}' }],
      }),
    ],
    { ParameterizedJob: { MetaOptional: ['given'] }, Meta: { fixed: 'here', given: 'default' } },
  ),
  'a periodic job': job([group('g', [task('t', { Vault: {} })], { Services: [{ Name: 's' }] })], {
    Periodic: { Enabled: true, Spec: '0 0 1 1 *', SpecType: 'cron', ProhibitOverlap: false, TimeZone: 'UTC' },
  }),
};

/** Jobs that are accepted but need what a test machine lacks, so only what is stored of them is looked at. */
export const storedJobs: Readonly<Record<string, Json>> = {
  'a sidecar, with the identity of its group’s consul block': job([
    group('g', [task('t')], {
      ...bridge,
      Consul: {},
      Services: [{ Name: 'api', PortLabel: '9001', Connect: { SidecarService: {} } }],
    }),
  ]),
  'sidecars named by the job, with upstreams and identities of their own': job(
    [
      group('g', [task('t'), task('connect-proxy-b')], {
        ...bridge,
        Services: [
          {
            Name: 'a-${NOMAD_META_key}${NOMAD_ALLOC_INDEX}',
            PortLabel: '9001',
            Connect: {
              SidecarService: { Proxy: { Upstreams: [{ DestinationName: 'x', LocalBindPort: 80 }] } },
              SidecarTask: { Name: 'proxy', Identities: [identity('own'), { Name: 'default', Env: true }] },
            },
          },
        ],
      }),
    ],
    { Meta: { key: 'value' } },
  ),
  'a sidecar whose name is taken': job([
    group('g', [task('connect-proxy-api')], {
      ...bridge,
      Services: [{ Name: 'api', PortLabel: '9001', Connect: { SidecarService: {} } }],
    }),
  ]),
  'a sidecar task that is there already': job([
    group('g', [task('t'), task('side', { Kind: 'connect-proxy:api', Identities: [identity('a')] })], {
      ...bridge,
      Services: [{ Name: 'api', PortLabel: '9001', Connect: { SidecarService: {} } }],
    }),
  ]),
  'a sidecar with a transparent proxy and an exposed check': job([
    group('g', [task('t')], {
      ...bridge,
      Services: [
        {
          Name: 'api',
          PortLabel: '9001',
          Connect: { SidecarService: { Proxy: { TransparentProxy: {} } } },
          Checks: [{ Name: 'c', Type: 'http', Path: '/', Expose: true, Interval: 1e10, Timeout: 1e9 }],
        },
      ],
    }),
  ]),
  'partitions of Consul': job([
    group('g', [task('t', { Consul: { Partition: 'p' } })], { Consul: { Partition: 'p' } }),
    group('h', [task('t', { Consul: { Partition: 'q' } })]),
  ]),
  'constraints of the job’s own in the place of implied ones': job([
    group('g', [task('t', { Vault: {} })], {
      Constraints: [
        { LTarget: '${attr.vault.version}', RTarget: '>= 9', Operand: 'semver' },
        { LTarget: '${attr.consul.version}', RTarget: '>= 9', Operand: 'semver' },
      ],
      Services: [{ Name: 's' }],
    }),
  ]),
};
