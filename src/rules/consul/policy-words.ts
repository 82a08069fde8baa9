import type { Item } from '../../syntax/hcl/ast.ts';
import { parseHcl } from '../../syntax/hcl/parse.ts';
import { consulPolicyRules } from '../../validation/consul/policy.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import type { Look, WorkloadLook } from '../look.ts';
import { defineRule } from '../rule.ts';
import { deniedNeeds } from '../workload/denied-needs.ts';
import { policiesOfWorkloads } from './policies-of-workloads.ts';

export default defineRule({
  id: 'consul/policy-words',
  title: 'a policy says something that Consul does not hear',
  cases: ['RP-02'],
  severity: 'warning',
  reads: ['consul/objects', 'nomad/jobs'],
  why: 'Consul takes policies with words that it does not know, such as a misspelt `service_prefx`, and does nothing with them. It also takes `DENY` and `Read` in any case, and compares them as they are written when several policies name the same thing: `DENY` then does not win over `read`, and access that was meant to be refused is given.',
  fix: 'Correct the word, and write `read`, `write`, `list` and `deny` in lower case.',
  references: ['https://developer.hashicorp.com/consul/docs/security/acl/acl-rules'],
  examples: {
    bad: {
      says: 'The policy of tasks denies a key in capital letters.',
      world: (healthy) =>
        change.policyRules(healthy, 'policy-nomad-tasks', {
          key_prefix: { '': { policy: 'read' }, 'secret/': { policy: 'DENY' } },
          service_prefix: { '': { policy: 'read' } },
          node_prefix: { '': { policy: 'read' } },
        }),
    },
    good: { says: 'All words are known and in lower case.', world: (healthy) => healthy },
  },

  *check(look) {
    const community = look.world.consul?.version?.includes('+ent') === false;
    for (const { name, object, workloads, blames } of policiesOfWorkloads(look)) {
      const text = typeof object['Rules'] === 'string' ? object['Rules'] : '';
      const unknown = unknownWords(text, community);
      const unheard = [...unknown.map((word) => `${word} is no word of policies`), ...loudWords(text)];
      if (unheard.length === 0) continue;
      yield {
        message: `policy ${name} says what Consul does not hear: ${unheard.join('; ')}`,
        about: about.consulPolicy(name),
        blames,
        subject: { object: about.consulPolicy(name) },
        origin: look.originOf(about.consulPolicy(name)),
        path: 'Rules',
        // A rule of the other edition may be left over; any other word was meant to give something.
        severity:
          unknown.some((word) => !enterprise.has(word.toLowerCase())) || isMissed(look, workloads)
            ? 'error'
            : 'warning',
        evidence: { unheard },
      };
    }
  },
});

/** Whether somebody lacks something that no rule is about, as what stands in an unheard one. */
function isMissed(look: Look, workloads: ReadonlySet<WorkloadLook>): boolean {
  return deniedNeeds(look).some(
    ({ workload, product, need: { decidedBy } }) =>
      product === 'consul' && workloads.has(workload) && decidedBy !== null && 'defaultPolicy' in decidedBy,
  );
}

const scalars = ['acl', 'keyring', 'operator', 'mesh', 'peering'];
const blocks = ['agent', 'event', 'key', 'node', 'query', 'service', 'session', 'identity'];
const words: ReadonlySet<string> = new Set([...scalars, ...blocks, ...blocks.map((block) => `${block}_prefix`)]);
/** What only the Enterprise edition heeds. */
const enterprise: ReadonlySet<string> = new Set(['namespace', 'namespace_prefix', 'partition', 'partition_prefix']);

function unknownWords(text: string, community: boolean): readonly string[] {
  const { file } = parseHcl({ name: '<policy>', text });
  const unknown = file.items
    .map(({ keys: [first] }: Item) => first?.value ?? '')
    .filter((word) => !words.has(word.toLowerCase()) && (community || !enterprise.has(word.toLowerCase())));
  return [...new Set(unknown)];
}

function loudWords(text: string): readonly string[] {
  return (consulPolicyRules(text) ?? [])
    .filter(({ policy, intentions }) => [policy, intentions].some((word) => word !== word.toLowerCase()))
    .map(
      ({ resource, match, name, policy }) =>
        `${resource}${match === 'prefix' ? '_prefix' : ''} ${JSON.stringify(name)} = ${policy}`,
    );
}
