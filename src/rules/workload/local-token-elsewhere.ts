import { isObject } from '../../validation/object.ts';
import type { ApiObject } from '../../model/api-object.ts';
import { change } from '../change.ts';
import { linkOf } from '../link-of.ts';
import { memberAt } from '../member-at.ts';
import type { WorkloadLook } from '../look.ts';
import { seenAt } from '../subject.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'workload/local-token-elsewhere',
  title: 'a workload asks another datacenter with a token that holds here only',
  cases: ['CA-02', 'MC-01'],
  severity: 'warning',
  reads: ['nomad/jobs', 'consul/objects'],
  why: 'Tokens of an auth method hold in its own datacenter unless `TokenLocality` is `global`. Consul takes a local token off a request before it hands it on to another datacenter, where the anonymous token counts: an upstream there has no endpoints (`no healthy upstream`), a template gets an empty list or 403.',
  fix: 'Let the anonymous token of the other datacenter read services and nodes, or, in the primary datacenter, set `token_locality: global` on the method: every login then needs the primary datacenter.',
  references: ['https://github.com/hashicorp/consul/issues/21863', 'https://github.com/hashicorp/nomad/issues/23505'],
  examples: {
    bad: {
      says: 'The sidecar of a service has an upstream in dc2.',
      world: (healthy) => withUpstreamIn(healthy, 'dc2'),
    },
    good: {
      says: 'The sidecar of a service has an upstream in its own datacenter.',
      world: (healthy) => withUpstreamIn(healthy, 'dc1'),
    },
  },

  *checkWorkload(one, around) {
    const { consul } = around;
    if (consul === undefined) return;
    if (one.service === undefined) return;
    const elsewhere = upstreamsOf(one).filter(({ datacenter }) => !['', consul.datacenter].includes(datacenter));
    const [first] = elsewhere;
    const login = linkOf(one.chain('consul'), 'login');
    if (first === undefined || login === undefined || !('authMethod' in login.at)) return;
    const method = around.authMethod(login.at.authMethod);
    if (method === undefined || method['TokenLocality'] === 'global') return;
    const { id } = one.of.job;
    yield {
      message: `service ${one.service.name} of job ${id} has the upstream ${first.name} in ${first.datacenter}, and its token holds in ${consul.datacenter} only`,
      ...seenAt(one, `${one.path}/Connect`),
      evidence: { upstreams: elsewhere, TokenLocality: method['TokenLocality'] || 'local' },
    };
  },
});

/** The upstreams of a service's sidecar, from the job as it was given. */
function upstreamsOf({ of, path }: WorkloadLook): readonly { readonly name: string; readonly datacenter: string }[] {
  const at = memberAt(of.reading.job, `${path}/Connect/SidecarService/Proxy/Upstreams`);
  if (!Array.isArray(at)) return [];
  return (at as readonly unknown[]).filter(isObject).map(({ DestinationName, Datacenter }: ApiObject) => ({
    name: String(DestinationName),
    datacenter: typeof Datacenter === 'string' ? Datacenter : '',
  }));
}

function withUpstreamIn(world: Parameters<typeof change.jobs>[0], datacenter: string): typeof world {
  const proxy = { Upstreams: [{ DestinationName: 'db', LocalBindPort: 5432, Datacenter: datacenter }] };
  const connect = JSON.stringify({ Connect: { SidecarService: { Proxy: proxy } } }).slice(1, -1);
  return change.jobs(world, (one) => ({
    ...one,
    job: JSON.parse(
      JSON.stringify(one.job).replace('"Provider":"consul"', () => `"Provider":"consul",${connect}`),
    ) as typeof one.job,
  }));
}
