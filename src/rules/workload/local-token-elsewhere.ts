import type { ConsulWorld } from '../../model/world.ts';
import { isObject } from '../../validation/object.ts';
import type { ApiObject } from '../../model/api-object.ts';
import { change } from '../change.ts';
import { rightsOfToken } from '../consul/rights.ts';
import { linkOf, needsOf } from '../link-of.ts';
import { memberAt } from '../member-at.ts';
import type { WorkloadLook } from '../look.ts';
import { seenAt } from '../subject.ts';
import { defineRule } from '../rule.ts';
import { workloadInWords } from './denied-needs.ts';

const anonymousAccessor = '00000000-0000-0000-0000-000000000002';

export default defineRule({
  id: 'workload/local-token-elsewhere',
  title: 'a workload asks another datacenter with a token that holds here only',
  cases: ['CA-02', 'MC-01'],
  severity: 'warning',
  reads: ['nomad/jobs', 'consul/objects'],
  why: 'Tokens of an auth method hold in its own datacenter unless `TokenLocality` is `global`. Consul takes a local token off a request before it hands it on to another datacenter, where the anonymous token counts: an upstream there has no endpoints (`no healthy upstream`), a template gets an empty list or 403.',
  fix: 'Let the anonymous token of the other datacenter read what is asked for there, ask in this datacenter, or, in the primary one, set `token_locality: global` on the method: every login then needs the primary datacenter.',
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
    const login = linkOf(one.chain('consul'), 'login');
    if (login === undefined || !('authMethod' in login.at)) return;
    const method = around.authMethod(login.at.authMethod);
    if (method === undefined || method['TokenLocality'] === 'global') return;
    const asked = askedElsewhere(one, consul);
    const [first] = asked;
    if (first === undefined) return;
    const { id } = one.of.job;
    yield {
      message: `${workloadInWords(one)} of job ${id} ${first.asks} in ${first.datacenter}, and its token holds in ${consul.datacenter} only`,
      ...seenAt(one, one.service === undefined ? `${one.path}/Templates` : `${one.path}/Connect`),
      evidence: { asked, TokenLocality: method['TokenLocality'] || 'local' },
    };
  },
});

interface Asked {
  readonly asks: string;
  readonly datacenter: string;
  /** What must be allowed there. */
  readonly wanted: readonly (readonly [resource: string, segment: string, access: string])[];
}

function askedElsewhere(one: WorkloadLook, consul: ConsulWorld): readonly Asked[] {
  const anonymous = consul.tokens?.find(({ AccessorID }) => AccessorID === anonymousAccessor);
  const rights = anonymous && rightsOfToken(consul, anonymous);
  return (one.service === undefined ? asksOf(one, consul) : upstreamsOf(one)).filter(
    ({ datacenter, wanted }) =>
      !['', consul.datacenter].includes(datacenter) &&
      // What the anonymous token may do here, its policies mostly allow there too.
      !(
        rights !== undefined && wanted.every(([resource, segment, access]) => rights.allows(resource, segment, access))
      ),
  );
}

function asksOf(one: WorkloadLook, { stored }: ConsulWorld): readonly Asked[] {
  // Of files it is not known which datacenter they are for.
  if (!stored) return [];
  return needsOf(one.chain('consul')).flatMap(({ need, datacenter, request }): readonly Asked[] => {
    if (datacenter === undefined || request?.product !== 'consul') return [];
    return [{ asks: `asks for ${need}`, datacenter, wanted: [[request.resource, request.segment, request.access]] }];
  });
}

/** The upstreams of a service's sidecar, from the job as it was given. */
function upstreamsOf({ of, path }: WorkloadLook): readonly Asked[] {
  const at = memberAt(of.reading.job, `${path}/Connect/SidecarService/Proxy/Upstreams`);
  if (!Array.isArray(at)) return [];
  return (at as readonly unknown[]).filter(isObject).map(({ DestinationName, Datacenter }: ApiObject) => ({
    asks: `has the upstream ${String(DestinationName)}`,
    datacenter: typeof Datacenter === 'string' ? Datacenter : '',
    wanted: [
      ['service', String(DestinationName), 'read'],
      ['node', '', 'read'],
    ],
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
