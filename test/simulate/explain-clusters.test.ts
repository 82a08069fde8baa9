import { describe, expect, it } from 'vitest';
import { jobWorldOf } from '../../src/collect/job-world.ts';
import type { ApiObject } from '../../src/model/api-object.ts';
import { healthyWorld } from '../../src/rules/healthy-world.ts';
import { twoClusters } from '../../src/rules/healthy/two-clusters.ts';
import { explain, type Chain, type Explanation } from '../../src/simulate/explain.ts';

const data = '{{ key "a" }}{{ with secret "secret/data/a" }}{{ .Data.data.b }}{{ end }}';

function explained(group: ApiObject, task: ApiObject): Explanation {
  const template = { EmbeddedTmpl: data, DestPath: 'local/a' };
  const job = {
    ID: 'web',
    TaskGroups: [
      {
        Name: 'web',
        Networks: [{ DynamicPorts: [{ Label: 'http' }] }],
        Services: [{ Name: 'web', PortLabel: 'http', Provider: 'consul' }],
        Tasks: [{ Name: 'server', Driver: 'docker', Config: { image: 'web:1' }, Templates: [template], ...task }],
        ...group,
      },
    ],
  };
  return explain(jobWorldOf(twoClusters(healthyWorld()), { job, stored: false }), { now: 1_780_000_000 });
}

const shown = ({ chains }: Explanation): readonly string[] =>
  chains.map(({ workload: { task, service }, product, links }: Chain) => {
    const login = links.find(({ link }) => link === 'login');
    if (login?.link !== 'login') return `${product} ${service ?? task ?? ''}: ${links[0]?.state ?? ''}`;
    const at = 'mount' in login.at ? login.at.mount : login.at.authMethod;
    return `${product} ${service ?? task ?? ''}: ${login.state} at ${at}${login.state === 'ok' ? '' : `, ${login.reason ?? ''}`}`;
  });

describe('the explanation of a job with named clusters', () => {
  it('follows each workload to the login of its cluster, and leaves open what was not read', () => {
    const answer = explained({ Consul: { Cluster: 'east' } }, { Vault: { Cluster: 'infra' } });
    expect(shown(answer)).toEqual([
      'consul web: unknown at nomad-east, cluster "east" of Consul was not read',
      'consul server: unknown at nomad-east, cluster "east" of Consul was not read',
      'vault server: unknown at jwt-infra, cluster "infra" of Vault was not read',
    ]);
    const needs = answer.chains.flatMap(({ links }) => links.filter(({ link }) => link === 'need'));
    expect(needs.length).toBeGreaterThan(1);
    expect(new Set(needs.map(({ state }) => state))).toEqual(new Set(['unknown']));
    expect(answer.assumed).toContain('service web, which names no cluster of Consul, is for that of its group');
  });

  it('judges those of the default clusters by what was read of these', () => {
    expect(shown(explained({}, { Consul: {}, Vault: {} }))).toEqual([
      'consul web: ok at nomad-workloads',
      'consul server: ok at nomad-workloads',
      'vault server: ok at jwt-nomad',
    ]);
  });

  it('does not take the identity of another cluster for that of its own', () => {
    const identity = { Name: 'consul_default', Audience: ['consul.io'], TTL: 3.6e12 };
    const answer = explained({}, { Consul: { Cluster: 'gone' }, Vault: {}, Identities: [identity] });
    expect(shown(answer)).toContain('consul server: broken');
  });
});
