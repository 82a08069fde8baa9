import type { AgentNote } from '../../model/agent.ts';
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
      const lost = (agent.notes ?? []).filter(({ kind }) => kind !== 'unknown-key');
      for (const block of new Set(lost.map(blockOf))) {
        const group = lost.filter((one) => blockOf(one) === block);
        const [first] = group;
        if (first === undefined) continue;
        const { kind, path, file } = first;
        const which = group.flatMap((one) => identityAt(one.path));
        const [at = about.agent(agent.name), ...others] = which.map((one) => about.agentIdentity(one));
        const names = which.length > 0 ? which.map((one) => identities[one].name) : group.map((one) => one.path);
        yield {
          message: `${names.join(' and ')} of agent ${agent.name} ${group.length === 1 ? 'is' : 'are'} lost: ${kind === 'duplicate-block' ? `the ${path.startsWith('Vaults') ? 'vault' : 'consul'} block stands twice in ${file}` : 'another file has the block too'}`,
          about: at,
          ...(others.length > 0 && { alsoAbout: others }),
          severity: which.length === 0 ? 'info' : 'error',
          subject: { agent: agent.name },
          origin: agent.origin,
          path,
        };
      }
    }
  },
});

/** What one mistake loses: members of one block, in the same way. */
function blockOf({ kind, path, file }: AgentNote): string {
  return JSON.stringify([kind, file, path.split('/').slice(0, 2), identityAt(path).length]);
}

function identityAt(path: string): readonly AgentIdentity[] {
  const member = path.split('/')[2];
  return (Object.keys(identities) as AgentIdentity[]).filter((one) => identities[one].member === member);
}
