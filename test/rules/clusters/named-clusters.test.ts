import { describe, expect, it } from 'vitest';
import { audit } from '../../../src/audit/audit.ts';
import { worldOfSources } from '../../../src/collect/files/world.ts';
import type { ApiObject } from '../../../src/model/api-object.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { World } from '../../../src/model/world.ts';
import { change, inService, inTask } from '../../../src/rules/change.ts';
import { healthyWorld } from '../../../src/rules/healthy-world.ts';
import { twoClusters } from '../../../src/rules/healthy/two-clusters.ts';
import { rules } from '../../../src/rules/index.ts';
import { lookAt } from '../../../src/rules/look-at.ts';
import { healthyFiles, identityOf } from './files.ts';

const now = 1_780_000_000;

function findings(world: World, sources: Parameters<typeof lookAt>[1]['sources'] = new Map()): readonly Finding[] {
  return audit(world, lookAt(world, { now, sources }), rules).findings.filter(({ severity }) => severity !== 'info');
}

/** The healthy files, in one of which a text stands in the place of another. */
function ofFiles(file: string, was: string, is: string, nomadVersion = '1.11.1+ent'): readonly Finding[] {
  const text = healthyFiles[file] ?? '';
  expect(text).toContain(was);
  const given = Object.entries({ ...healthyFiles, [file]: text.replaceAll(was, is) });
  const { world, sources } = worldOfSources(
    given.map(([name, one]) => ({ name, text: one })),
    { now, nomadVersion },
  );
  return findings(world, sources);
}

const causes = (all: readonly Finding[]): readonly string[] =>
  all.filter(({ causedBy }) => causedBy === undefined).map(({ rule, message }) => `${rule}: ${message}`);

const job = 'web.nomad.hcl';
const agent = 'agent.hcl';
const ownVault = 'vault {\n        cluster = "infra"';
const identities = /\n {2}service_identity \{[^}]*east[^}]*\}\n\n {2}task_identity \{[^}]*\}\n/.exec(
  healthyFiles[agent] ?? '',
)?.[0];

describe('files of Nomad Enterprise with named clusters', () => {
  it('are in order', () => {
    expect(ofFiles(job, 'cluster', 'cluster')).toEqual([]);
  });

  it('are in order when a service names no cluster, and its group does', () => {
    expect(ofFiles(job, '      cluster  = "east"\n', '')).toEqual([]);
  });

  it.each([
    [
      'a Consul that no agent has',
      job,
      '"east"',
      '"west"',
      ['agent/cluster-unknown: the cluster west of Consul is not known to any agent'],
    ],
    [
      'a Vault that no agent has',
      job,
      '"infra"',
      '"gone"',
      ['agent/cluster-unknown: the cluster gone of Vault is not known to any agent'],
    ],
    [
      'an identity for the Consul of others',
      job,
      ownVault,
      identityOf('consul_default', 'consul.io') + ownVault,
      [
        'job/identity-name: identity consul_default of task server of job web is not the one that Nomad logs in with: that is consul_east',
      ],
    ],
    [
      'an identity for the Vault of others',
      job,
      ownVault,
      identityOf('vault_default', 'vault.io') + ownVault,
      [
        'job/identity-name: identity vault_default of task server of job web is not the one that Nomad logs in with: that is vault_infra',
      ],
    ],
    [
      'an identity with the audience of another Consul',
      job,
      ownVault,
      identityOf('consul_east', 'consul.io') + ownVault,
      [
        'job/audience-of-other-cluster: the identity of task server of job web is for consul.io, as in the cluster default of Consul, and it logs in at the cluster east, for which the servers give east.tasks',
      ],
    ],
    [
      'an identity with the audience of another Vault',
      job,
      ownVault,
      identityOf('vault_infra', 'vault.io') + ownVault,
      [
        'job/audience-of-other-cluster: the identity of task server of job web is for vault.io, as in the cluster default of Vault, and it logs in at the cluster infra, for which the servers give infra.vault',
      ],
    ],
    [
      'no identity, and none that the servers give',
      agent,
      '\n  default_identity {\n    aud = ["infra.vault"]\n    ttl = "1h"\n  }\n',
      '',
      ['agent/default-identity-missing: the vault block of cluster infra of server agent has no default_identity'],
    ],
    [
      'a Vault that is not enabled',
      agent,
      '  enabled               = true\n',
      '',
      ['agent/vault-not-enabled: 1 task(s) use the cluster infra of Vault, which agent agent has not enabled'],
    ],
    [
      'a Consul without identities',
      agent,
      identities ?? '',
      '',
      [
        'agent/service-identity-missing: the consul block of cluster east of server agent has no service_identity',
        'agent/task-identity-missing: the consul block of cluster east of server agent has no task_identity',
      ],
    ],
  ])('tell of %s', (_, file, was, is, told) => {
    expect(new Set(causes(ofFiles(file, was, is)))).toEqual(new Set(told));
  });

  it('are refused by the community edition', () => {
    expect(causes(ofFiles(job, 'cluster', 'cluster', '1.11.1'))).toEqual([
      expect.stringContaining('non-default Vault cluster requires Nomad Enterprise') as string,
    ]);
  });

  it('do not miss in the block of one cluster what only jobs of another want', () => {
    const ofDefault = '  default_identity {\n    aud = ["vault.io"]\n    ttl = "1h"\n  }\n';
    expect(ofFiles(agent, ofDefault, '')).toEqual([]);
  });
});

describe('a live cluster of Nomad Enterprise with named clusters', () => {
  const inEast = { Consul: { Cluster: 'east' }, Vault: { Cluster: 'infra' } };
  const given = (name: string, audience: string): object => ({ Name: name, Audience: [audience], TTL: 3.6e12 });
  const moved = (identitiesOfTask: readonly object[]): World =>
    change.jobs(twoClusters(healthyWorld()), (one) =>
      inService(inTask(one, { ...inEast, Identities: identitiesOfTask }), {
        Cluster: 'east',
        Identity: given('consul-service_web-http', 'east.consul'),
      }),
    );

  it('is in order, and no cluster is judged by what was read of another', () => {
    expect(findings(moved([given('consul_east', 'east.consul'), given('vault_infra', 'infra.vault')]))).toEqual([]);
  });

  it('is in order when things there have the names of other things here', () => {
    const same = { ServiceIdentityAuthMethod: 'nomad-workloads', TaskIdentityAuthMethod: 'nomad-workloads' };
    const named = (blocks: unknown): readonly ApiObject[] =>
      (blocks as readonly ApiObject[]).map((one) => ({ ...one, ...same, JWTAuthBackendPath: 'jwt-nomad' }));
    const world = change.agents(
      change.jobs(moved([given('consul_east', 'east.consul'), given('vault_infra', 'infra.vault')]), (one) =>
        inTask(one, { Vault: { Cluster: 'infra', Role: 'only-there' } }),
      ),
      (one) => ({
        ...one,
        config: { ...one.config, Consuls: named(one.config['Consuls']), Vaults: named(one.config['Vaults']) },
      }),
    );
    const data = '{{ with secret "only-there/data/a" }}{{ key "a@dc2" }}{{ .Data.data.b }}{{ end }}';
    const templates = [{ EmbeddedTmpl: data, DestPath: 'local/a' }];
    expect(findings(change.jobs(world, (one) => inTask(one, { Templates: templates })))).toEqual([]);
  });

  it('tells of a job that was stored without the identities of its clusters', () => {
    expect(causes(findings(moved([])))).toContain(
      'job/stale-identities: task server of job web has no identity for Vault: it was registered before the servers gave one',
    );
  });
});
