import { about, type AgentIdentity } from '../about.ts';
import { serverFile } from '../healthy/server-file.ts';
import { defineRule } from '../rule.ts';
import { identities } from './missing-identity.ts';

export default defineRule({
  id: 'agent/lost-block',
  title: "a block of an agent's configuration is lost when its files are put together",
  cases: ['NS-01', 'NS-02', 'NS-03', 'NS-05'],
  severity: 'error',
  reads: ['nomad/agents'],
  why: 'An agent puts its files together in the order of their names, and of a `consul` or `vault` block that stands twice in one file the identities of the first count, whatever the second says. Between files some settings of the earlier give way. Nothing is said about either.',
  fix: 'Write each `consul` and `vault` block once, with everything in it.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/configuration/consul',
    'https://developer.hashicorp.com/nomad/docs/configuration/vault',
  ],
  examples: {
    bad: serverFile({
      more: `
consul {
  address = "127.0.0.1:8500"
}`,
    }),
    good: serverFile(),
  },

  *check(look) {
    for (const agent of new Set([...look.servers, ...look.clients])) {
      for (const { kind, path } of agent.notes ?? []) {
        if (kind === 'unknown-key') continue;
        const member = path.split('/')[2];
        const which = (Object.keys(identities) as AgentIdentity[]).find((one) => identities[one].member === member);
        yield {
          message: `${path.split('/').join(' ')} of agent ${agent.name} is lost: ${kind === 'duplicate-block' ? 'its block stands twice in one file' : 'another file has the block too'}`,
          about: which === undefined ? about.agent(agent.name) : about.agentIdentity(which),
          severity: which === undefined ? 'info' : 'error',
          subject: { agent: agent.name },
          origin: agent.origin,
          path,
        };
      }
    }
  },
});
