import { describe, expect, it } from 'vitest';
import { predictNomad, type NomadPrediction } from '../../../src/simulate/nomad.ts';
import { group, hour, identity, job, task, type Json } from './parts.ts';

// Of Nomad Enterprise there was no server to ask: what is said of it stands on its documentation and on the source of the
// community edition.

const given = (audience: string): Json => ({ Audience: [audience], TTL: hour });

const nomad = {
  region: 'global',
  consul: {
    serviceIdentity: given('consul.io'),
    taskIdentity: given('consul.io'),
    clusters: { east: { serviceIdentity: given('east.services'), taskIdentity: given('east.tasks') } },
  },
  vault: {
    enabled: true,
    defaultIdentity: given('vault.io'),
    clusters: {
      infra: { enabled: true, defaultIdentity: { ...given('infra.vault'), ExtraClaims: { of: '${vault.cluster}' } } },
      bare: { enabled: true },
      off: { enabled: false },
    },
  },
};

function answer(version: string, of: Json): NomadPrediction {
  return predictNomad({ nomad: { ...nomad, version }, job: { ID: 'j', ...of } });
}

const service = { Name: 'web', PortLabel: '8080', Provider: 'consul' };
const withService = (more: Json, consul?: Json): Json =>
  job([{ ...group('g', [task('t')]), Services: [{ ...service, ...more }], ...(consul && { Consul: consul }) }]);
const withTask = (more: Json): Json => job([group('g', [task('t', more)])]);

describe('a job that names clusters', () => {
  it.each([
    ['a service in east', withService({ Cluster: 'east' }), 'consul-service_web-8080', 'east.services'],
    ['a service in default', withService({ Cluster: 'default' }), 'consul-service_web-8080', 'consul.io'],
    ['a service of a group in east', withService({}, { Cluster: 'east' }), 'consul-service_web-8080', 'east.services'],
    [
      'a service of its own cluster in a group of another',
      withService({ Cluster: 'east' }, { Cluster: 'west' }),
      'consul-service_web-8080',
      'east.services',
    ],
    ['a task in east', withTask({ Consul: { Cluster: 'east' } }), 'consul_east', 'east.tasks'],
    ['a task in default', withTask({ Consul: {} }), 'consul_default', 'consul.io'],
    ['a task of a group in east', withService({}, { Cluster: 'east' }), 'consul_east', 'east.tasks'],
    ['a task in infra', withTask({ Vault: { Cluster: 'infra' } }), 'vault_infra', 'infra.vault'],
    [
      'a task with an identity of its own',
      withTask({ Vault: { Cluster: 'infra' }, Identities: [{ ...identity('vault_infra'), Audience: ['own'] }] }),
      'vault_infra',
      'own',
    ],
  ])('gets the identities of its cluster from Nomad Enterprise: %s', (_, of, name, audience) => {
    const { error, identities } = answer('1.11.1+ent', of);
    expect(error).toBe(null);
    expect(identities.find((one) => one.identity === name)?.claims['aud']).toBe(audience);
  });

  it.each([
    ['a service', withService({ Cluster: 'east' }), 'non-default Consul cluster requires Nomad Enterprise'],
    ['a group', withService({}, { Cluster: 'east' }), 'non-default Consul cluster requires Nomad Enterprise'],
    ['a task', withTask({ Consul: { Cluster: 'east' } }), 'non-default Consul cluster requires Nomad Enterprise'],
    [
      'a task at Vault',
      withTask({ Vault: { Cluster: 'infra' } }),
      'non-default Vault cluster requires Nomad Enterprise',
    ],
    ['a task at no Vault', withTask({ Vault: { Cluster: 'off' } }), 'Vault "off" not enabled but used in the job'],
    [
      'a namespace of Vault',
      withTask({ Vault: { Namespace: 'team' } }),
      'multiple Vault namespaces requires Nomad Enterprise, Namespaces: team',
    ],
  ])('is refused by the community edition: %s', (_, of, error) => {
    expect(answer('1.11.1', of)).toMatchObject({ accepted: false, error: expect.stringContaining(error) as string });
  });

  it.each([
    ['not enabled', { Vault: { Cluster: 'off' } }, 'Vault "off" not enabled but used in the job'],
    ['not known', { Vault: { Cluster: 'gone' } }, 'Vault "gone" not enabled but used in the job'],
    [
      'without identities',
      { Vault: { Cluster: 'bare' } },
      'Task t uses Vault cluster bare but does not have an identity named vault_bare and no default identity is provided in agent configuration',
    ],
    [
      'the one that its identity is not for',
      { Vault: { Cluster: 'bare' }, Identities: [identity('vault_default')] },
      'does not have an identity named vault_bare',
    ],
  ])('is refused by Nomad Enterprise too when its Vault is %s', (_, more, error) => {
    expect(answer('1.11.1+ent', withTask(more))).toMatchObject({
      accepted: false,
      error: expect.stringContaining(error) as string,
    });
  });

  it('may name a namespace of Vault in Nomad Enterprise', () => {
    const { identities } = answer('1.11.1+ent', withTask({ Vault: { Namespace: 'team' } }));
    expect(identities.find((one) => one.identity === 'vault_default')?.claims['vault_namespace']).toBe('team');
  });

  it('has the claims of the cluster that its identity is named for', () => {
    const { identities } = answer('1.11.1+ent', withTask({ Vault: { Cluster: 'infra', Role: 'r' } }));
    const { claims } = identities.find((one) => one.identity === 'vault_infra') ?? {};
    expect(claims).toMatchObject({ vault_role: 'r', extra_claims: { of: 'infra' } });
  });

  it('must have one partition in task and group', () => {
    const of = job([
      { ...group('g', [task('t', { Consul: { Partition: 'a' } })]), Consul: { Cluster: 'east', Partition: 'b' } },
    ]);
    expect(answer('1.11.1+ent', of).error).toContain(
      'task.consul.partition "a" must match group.consul.partition "b" if both are set',
    );
  });
});
