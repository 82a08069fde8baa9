import { about } from '../about.ts';
import { serverFile } from '../healthy/server-file.ts';
import { defineRule } from '../rule.ts';
import { removingEdits } from '../edit.ts';
import { atLeast } from '../version.ts';
import { isObject } from '../../validation/object.ts';
import { isLeftover, leftovers } from './leftovers.ts';

export default defineRule({
  id: 'agent/token-flow-leftover',
  title: 'settings of the old token flow are still there',
  cases: ['UP-01', 'NC-03'],
  severity: 'warning',
  reads: ['nomad/agents'],
  why: 'Nomad 1.10 took out the flow in which servers made tokens for tasks: `token`, `allow_unauthenticated` and `task_token_ttl` of the `vault` block do nothing since. `create_from_role` of that time names a token role; a client takes it for the name of a JWT role.',
  fix: 'Take these settings out; let `create_from_role` name a role of the JWT mount, or take it out too.',
  references: ['https://developer.hashicorp.com/nomad/docs/upgrade/upgrade-specific'],
  examples: {
    bad: serverFile({
      vault: `
enabled        = true
task_token_ttl = "1h"`,
    }),
    good: serverFile(),
  },

  *check(look) {
    for (const agent of new Set([...look.servers, ...look.clients])) {
      const seen = new Map<string, string>();
      const vaults = agent.config['Vaults'];
      for (const [index, vault] of (Array.isArray(vaults) ? vaults : []).entries()) {
        if (!isObject(vault)) continue;
        for (const [name, member] of Object.entries(leftovers))
          if (typeof vault[member] === 'string' && vault[member] !== '')
            seen.set(name, `Vaults/${String(index)}/${member}`);
      }
      // Later versions do not even know them.
      for (const { kind, path } of agent.notes ?? []) {
        const name = path.slice(path.lastIndexOf('/') + 1);
        if (kind === 'unknown-key' && path.startsWith('Vaults/') && isLeftover(name)) seen.set(name, path);
      }
      for (const [name, path] of seen) {
        // Before 1.10 they still say something.
        const edits = atLeast(agent.version, '1.10.0') ? removingEdits(look, agent.origin, path) : [];
        yield {
          message: `${name} in the vault block of agent ${agent.name} belongs to the old token flow`,
          about: about.agent(agent.name),
          subject: { agent: agent.name },
          origin: agent.origin,
          path,
          ...(edits.length === 0 ? {} : { fix: { edits } }),
        };
      }
    }
  },
});
