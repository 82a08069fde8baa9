import { about } from '../about.ts';
import { change } from '../change.ts';
import { rightsOfToken, type Rights } from '../consul/rights.ts';
import { findAll } from '../find-all.ts';
import { needsOf } from '../link-of.ts';
import type { Look, WorkloadLook } from '../look.ts';
import { defineRule } from '../rule.ts';
import { excessOf } from './excess.ts';

const accessor = '00000000-0000-0000-0000-000000000002';

export default defineRule({
  id: 'security/anonymous-token-too-strong',
  title: 'requests without a token may do a lot',
  cases: ['RP-04', 'NC-09'],
  severity: 'warning',
  reads: ['consul/tokens', 'consul/objects'],
  why: 'Consul takes a request without a token for one of the anonymous token. When that may read keys or write anything, everybody who reaches an agent may; and workloads whose identity is missing seem to work. To read nodes and services with it is usual, for DNS, and hides a missing identity as well.',
  fix: 'Leave the anonymous token no more than `node_prefix "" read` and `service_prefix "" read`, and those only where DNS or another datacenter needs them.',
  references: ['https://developer.hashicorp.com/consul/docs/security/acl/tokens/create/create-a-dns-token'],
  examples: {
    bad: {
      says: 'The anonymous token has the policy of tasks.',
      world: (healthy) =>
        change.consul(healthy, {
          tokens: (healthy.consul?.tokens ?? []).map((token) =>
            token['AccessorID'] === accessor ? { ...token, Policies: [{ Name: 'policy-nomad-tasks' }] } : token,
          ),
        }),
    },
    good: { says: 'The anonymous token has no policy.', world: (healthy) => healthy },
  },

  *check(look) {
    const { consul } = look.world;
    const token = consul?.tokens?.find(({ AccessorID }) => AccessorID === accessor);
    // With `allow` as the default everybody may do anything, which is another finding.
    if (consul === undefined || token === undefined || consul.defaultPolicy === 'allow') return;
    const rights = rightsOfToken(consul, token);
    if (rights === undefined) return;
    const excess = [...excessOf(rights).map(({ what }) => what), ...takenFromWorkloads(look, rights)];
    const usual = ['node', 'service'].filter((resource) => rights.allows(resource, '', 'read'));
    if (excess.length === 0 && usual.length === 0) return;
    yield {
      message: `the anonymous token of Consul has ${[...excess, ...usual.map((resource) => `${resource}:read on every name`)].join(', ')}`,
      about: about.consulToken(accessor),
      subject: { object: about.consulToken(accessor) },
      origin: look.originOf(about.consulToken(accessor)),
      severity: excess.length === 0 ? 'info' : 'warning',
      evidence: { excess, usual },
    };
  },
});

/** What workloads have their tokens for: services and nodes may be looked up by anybody, for DNS. */
function takenFromWorkloads(look: Look, rights: Rights): readonly string[] {
  const taken = (one: WorkloadLook): readonly string[] =>
    needsOf(one.chain('consul')).flatMap(({ request }) => {
      if (request?.product !== 'consul') return [];
      const { resource, segment, access } = request;
      if (access === 'read' && (resource === 'service' || resource === 'node')) return [];
      // Over everything of its sort it is said already.
      return rights.allows(resource, segment, access) && !rights.allows(resource, '', access)
        ? [`${resource}:${access} on ${segment}, for which job ${one.of.job.id} logs in`]
        : [];
    });
  return [...new Set(findAll(look, taken))].slice(0, 3);
}
