/** The agents that the table's jobs are tried on: what a prediction is told of them, and their configuration in Nomad's words. */
export interface Agent {
  readonly nomad: Readonly<Record<string, unknown>>;
  readonly config: {
    readonly region?: string;
    readonly server?: Readonly<Record<string, unknown>>;
    readonly consul: Readonly<Record<string, unknown>>;
    readonly vault: Readonly<Record<string, unknown>>;
  };
}

const hour = 3_600_000_000_000;

const tokens = [
  'job.region', 'job.namespace', 'job.id', 'job.node_pool', 'group.name', 'alloc.id', 'node.id', 'node.datacenter',
  'node.pool', 'node.class', 'task.name', 'vault.cluster', 'vault.namespace', 'vault.role', 'job.meta.key', 'unknown.x', '',
]; // prettier-ignore

const extraClaims = {
  fixed: 'a<b>&"é',
  before: '${job.namespace}:${job.id}|${task.name}|${vault.role}|${vault.cluster}|${group.name}',
  nested: '${a${job.id}}${${job.id}',
  ...Object.fromEntries(tokens.map((token) => [`of ${token}`, `\${${token}}`])),
};

export const agents: Readonly<Record<'full' | 'bare' | 'careless', Agent>> = {
  full: {
    nomad: {
      version: '1.11.1',
      region: 'eu-west',
      oidcIssuer: 'https://nomad.example/a?b=<c>&d/',
      consul: {
        serviceIdentity: { Audience: ['consul.io'], TTL: hour, Env: null, File: null, ExtraClaims: { never: 'used' } },
        taskIdentity: { Audience: ['consul.io'], TTL: hour, File: true },
      },
      vault: {
        enabled: true,
        defaultIdentity: { Audience: ['vault.io'], TTL: hour, File: true, ExtraClaims: extraClaims },
      },
    },
    config: {
      region: 'eu-west',
      server: { oidc_issuer: 'https://nomad.example/a?b=<c>&d/' },
      consul: {
        service_identity: { aud: ['consul.io'], ttl: '1h', extra_claims: { never: 'used' } },
        task_identity: { aud: ['consul.io'], ttl: '1h', file: true },
      },
      vault: { default_identity: { aud: ['vault.io'], ttl: '1h', file: true, extra_claims: extraClaims } },
    },
  },
  bare: {
    nomad: { version: '1.11.1', region: 'global', vault: { enabled: true } },
    config: { consul: {}, vault: {} },
  },
  careless: {
    nomad: {
      version: '1.11.1',
      region: 'global',
      consul: {
        serviceIdentity: { Audience: null },
        taskIdentity: { Audience: ['one.io', 'two.io'], Env: true, File: true },
      },
      vault: { enabled: false, defaultIdentity: { Audience: null, File: true } },
    },
    config: {
      consul: { service_identity: { env: false }, task_identity: { aud: ['one.io', 'two.io'], env: true, file: true } },
      vault: { enabled: false, default_identity: { file: true } },
    },
  },
};
