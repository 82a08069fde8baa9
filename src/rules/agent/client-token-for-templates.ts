import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { isObject } from '../../validation/object.ts';

export default defineRule({
  id: 'agent/client-token-for-templates',
  title: "templates without an identity use the client's own Consul token",
  cases: ['NC-05', 'NC-04', 'UP-03'],
  severity: 'warning',
  reads: ['nomad/agents'],
  why: "With `use_client_consul_token` a template of a task without a Consul identity asks Consul with the client's own token: with every right that this token has, and none that was granted to the job. Without it such a template fails with `ACL not found` from Nomad 2.0.4, 1.11.8 and 1.10.14 on.",
  fix: 'Give the tasks identities (`consul {}` in the job, `task_identity` on the servers) and take the option out.',
  references: ['https://developer.hashicorp.com/nomad/docs/configuration/client#template-block'],
  examples: {
    bad: {
      says: 'A client lets templates use its own token.',
      world: (healthy) => change.clients(healthy, { Client: { TemplateConfig: { UseClientConsulToken: true } } }),
    },
    good: { says: 'No client does so.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const client of look.clients) {
      const config = client.config['Client'];
      const template = isObject(config) ? config['TemplateConfig'] : undefined;
      if (!isObject(template) || template['UseClientConsulToken'] !== true) continue;
      yield {
        message: `client ${client.name} lets templates ask Consul with its own token (use_client_consul_token)`,
        about: about.agent(client.name),
        subject: { agent: client.name },
        origin: client.origin,
        path: 'Client/TemplateConfig/UseClientConsulToken',
      };
    }
  },
});
