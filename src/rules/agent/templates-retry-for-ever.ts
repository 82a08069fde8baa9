import type { Agent } from '../../model/agent.ts';
import { about } from '../about.ts';
import { rawAt } from '../raw.ts';
import { defineRule, type Example } from '../rule.ts';

const blocks = [
  { name: 'vault_retry', member: 'VaultRetry', product: 'Vault' },
  { name: 'consul_retry', member: 'ConsulRetry', product: 'Consul' },
] as const;

export default defineRule({
  id: 'agent/templates-retry-for-ever',
  title: 'templates never give up when Consul or Vault refuses them',
  cases: ['LC-09'],
  severity: 'info',
  reads: ['nomad/agents'],
  why: 'With `attempts = 0` in `vault_retry` or `consul_retry` of `client.template` a template asks again and again, without an end. That carries tasks through an outage; but where the token is refused for good, or a policy does not allow the path, the task waits for ever too instead of failing.',
  fix: 'Leave `attempts` at its default (12), or give it a number that outlasts the outages to be expected; where it is meant to have no end, watch for allocations that stay pending.',
  references: ['https://developer.hashicorp.com/nomad/docs/configuration/client#template-block'],
  examples: {
    bad: clientFile('attempts = 0'),
    good: clientFile('attempts = 20'),
  },

  *check(look) {
    // Clients are set up alike: one mistake in many files is told once.
    const alike = new Map<string, [Endless, ...Endless[]]>();
    for (const client of look.clients) {
      const template = rawAt(client.config, 'Client/TemplateConfig');
      const endless = blocks.filter(({ member }) => rawAt(template, member)['Attempts'] === 0);
      if (endless.length === 0) continue;
      const key = inWords(endless.map(({ name }) => name));
      const others = alike.get(key);
      if (others === undefined) alike.set(key, [{ client, endless }]);
      else others.push({ client, endless });
    }
    for (const [names, all] of alike) {
      const [{ client, endless }, ...rest] = all;
      yield {
        message: `templates on ${rest.length === 0 ? 'client' : 'clients'} ${all.map((one) => one.client.name).join(', ')} ask ${inWords(endless.map(({ product }) => product))} without an end (attempts = 0 in ${names})`,
        about: about.agent(client.name),
        ...(rest.length > 0 && { alsoAbout: rest.map((one) => about.agent(one.client.name)) }),
        subject: { agent: client.name },
        origin: client.origin,
        path: `Client/TemplateConfig/${endless[0]?.member ?? ''}/Attempts`,
      };
    }
  },
});

interface Endless {
  readonly client: Agent;
  readonly endless: readonly (typeof blocks)[number][];
}

function inWords(all: readonly string[]): string {
  return all.join(' and ');
}

function clientFile(attempts: string): Example {
  const text = `
client {
  enabled = true

  template {
    vault_retry {
      ${attempts}
    }
  }
}

vault {
  enabled               = true
  address               = "https://vault.example.com:8200"
  jwt_auth_backend_path = "jwt-nomad"
}
`;
  return { files: { 'client.hcl': text } };
}
