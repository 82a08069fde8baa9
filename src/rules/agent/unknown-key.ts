import { didYouMean } from '../../spec/suggestion.ts';
import { about } from '../about.ts';
import { serverFile } from '../healthy/server-file.ts';
import { defineRule } from '../rule.ts';
import type { AgentIdentity } from '../about.ts';
import { removingEdits } from '../edit.ts';
import { identities, lacksAudience } from './missing-identity.ts';
import { isLeftover } from './leftovers.ts';

export default defineRule({
  id: 'agent/unknown-key',
  title: 'an agent ignores a key of its configuration',
  cases: ['NS-04', 'NS-01', 'NS-02'],
  severity: 'warning',
  reads: ['nomad/agents'],
  why: 'Nomad does not know this key in this place and says nothing about it. `enabled` in `service_identity` or `task_identity` is the usual one: the block works without it, and it needs `aud`.',
  fix: 'Take the key out, or write what was meant.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/configuration/consul',
    'https://developer.hashicorp.com/nomad/docs/configuration/vault',
  ],
  examples: {
    bad: serverFile({
      serviceIdentity: `
service_identity {
  enabled = true
  aud     = ["consul.io"]
  ttl     = "1h"
}`,
    }),
    good: serverFile(),
  },

  *check(look) {
    for (const agent of new Set([...look.servers, ...look.clients])) {
      for (const { kind, path } of agent.notes ?? []) {
        if (kind !== 'unknown-key') continue;
        const key = path.slice(path.lastIndexOf('/') + 1);
        if (isLeftover(key)) continue;
        const block = path.split('/').at(-2) ?? '';
        const product = path.startsWith('Consuls/') ? 'consul' : 'vault';
        const which = (Object.keys(identities) as AgentIdentity[]).find((one) => identities[one].member === block);
        // Where the whole block does nothing, another rule says so and names its keys.
        if (which !== undefined && (!agent.server || lacksAudience(look, agent, which))) continue;
        // A block of nearly that name is why the servers have none of it.
        const meant = which === undefined ? likeIdentity(key, product) : undefined;
        // What was meant for the audience is lost when it is taken out.
        const isAudience = which !== undefined && /^(?:bound_)?audiences?$/.test(key);
        const edits = meant !== undefined || isAudience ? [] : removingEdits(look, agent.origin, path);
        yield {
          message: `${key} is no key of ${which === undefined ? `the ${product} block` : identities[which].name} and is ignored${isAudience ? '; did you mean "aud"?' : ''}`,
          about: about.agent(agent.name),
          blames: meant === undefined ? [] : [about.agentIdentity(meant)],
          subject: { agent: agent.name },
          origin: agent.origin,
          path,
          ...(edits.length === 0 ? {} : { fix: { edits } }),
        };
      }
    }
  },
});

/** The identity of a block that was meant, as in `default_identities`. */
function likeIdentity(key: string, product: string): AgentIdentity | undefined {
  const own = Object.entries(identities).filter(([, { block }]) => block === product);
  const meant = didYouMean(
    key,
    own.map(([, { name }]) => name),
  );
  return own.find(([, { name }]) => meant?.includes(`"${name}"`))?.[0] as AgentIdentity | undefined;
}
