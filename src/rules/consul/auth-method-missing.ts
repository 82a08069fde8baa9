import { didYouMean } from '../../spec/suggestion.ts';
import { readAuthMethod } from '../../validation/consul/auth-method.ts';
import { textsOf } from '../../validation/object.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import type { Look } from '../look.ts';
import { defineRule } from '../rule.ts';
import { methodNames, sortsInWords } from './methods-in-use.ts';
import { missingAt, type WrittenAt } from '../written-at.ts';

export default defineRule({
  id: 'consul/auth-method-missing',
  title: 'the auth method that Nomad logs in with does not exist',
  cases: ['NC-01', 'MC-02', 'CA-09', 'UP-09'],
  severity: 'error',
  reads: ['consul/objects'],
  why: 'Nomad\'s clients exchange a workload\'s JWT for a Consul token at the auth method that their configuration names (`service_auth_method`, `task_auth_method`; by default `nomad-workloads`). Without it every login ends with `ACL not found: auth method "…" not found`, and services are not registered. Auth methods are not replicated: each datacenter has its own. The first betas of Nomad 1.7 used two, `nomad-services` and `nomad-tasks`, which no later version looks for.',
  fix: "Create the method in the datacenter of the clients' Consul agents (`wid apply` with the preset `nomad-consul`), or give its real name in the `consul` block of the clients.",
  references: ['https://developer.hashicorp.com/nomad/docs/configuration/consul'],
  examples: {
    bad: {
      says: 'Consul has no auth method nomad-workloads.',
      world: (healthy) => change.consul(healthy, { authMethods: [] }),
    },
    good: { says: 'Consul has the auth method nomad-workloads.', world: (healthy) => healthy },
  },

  *check(look) {
    const { consul } = look.world;
    for (const [name, who] of methodNames(look)) {
      if (look.authMethod(name) !== undefined) continue;
      const others = (consul?.authMethods ?? []).map(({ Name }) => String(Name));
      const old = others.filter((one) => one === 'nomad-services' || one === 'nomad-tasks');
      const { datacenter = '', primaryDatacenter = datacenter } = consul ?? {};
      const where = datacenter === primaryDatacenter ? '' : ` of datacenter ${datacenter}`;
      const shown = /\s/.test(name) ? JSON.stringify(name) : name;
      const meant = meantBy(look, name);
      const client = onlyOn(look, name);
      yield {
        message: `Consul${where} has no auth method ${shown}, with which Nomad's ${sortsInWords(who)} log in${client === undefined ? '' : ` on client ${client}`}${meant === undefined ? '' : `; ${meant}`}`,
        about: about.authMethod(name),
        blames: [about.datacenter, about.agentLogin('consul')],
        subject: { object: about.authMethod(name) },
        ...missingAt(look, about.authMethod(name), namers(look, name)),
        evidence: { authMethods: others, datacenter },
        ...(old.length === 0
          ? {}
          : {
              fix: {
                text: `Create the method ${name} (\`wid apply\` with the preset \`nomad-consul\`); ${old.join(' and ')} ${old.length === 1 ? 'is' : 'are'} of a beta of Nomad 1.7 and can be deleted once no token of theirs is in use.`,
              },
            }),
      };
    }
  },
});

/** The client that logs in there, when others do not. */
function onlyOn(look: Look, method: string): string | undefined {
  const users = look.clients.filter((client) => {
    const { serviceAuthMethod, taskAuthMethod } = look.settingsOf(client).logins;
    return [serviceAuthMethod, taskAuthMethod].includes(method);
  });
  return users.length < look.clients.length ? users[0]?.name : undefined;
}

/** A method of nearly that name, or the only one that takes what Nomad signs. */
function meantBy(look: Look, missing: string): string | undefined {
  const methods = (look.world.consul?.authMethods ?? []).map(readAuthMethod).filter(({ type }) => type === 'jwt');
  const near = didYouMean(
    missing,
    methods.map(({ name }) => name).filter((name) => name !== 'nomad-services' && name !== 'nomad-tasks'),
  );
  if (near !== undefined) return near;
  const written = [look.settings.consul.serviceIdentity, look.settings.consul.taskIdentity].flatMap((identity) =>
    textsOf(identity?.['Audience']),
  );
  const [only, ...others] = methods.filter(({ config }) => config.BoundAudiences.some((one) => written.includes(one)));
  return only === undefined || others.length > 0 ? undefined : `there is ${only.name}`;
}

/** The clients that log in with it, or the servers where no client is known: each where it names the method, or could. */
function namers(look: Look, name: string): readonly WrittenAt[] {
  const agents = look.clients.length > 0 ? look.clients : look.servers;
  return agents.flatMap((agent) => {
    const { serviceAuthMethod, taskAuthMethod } = look.settingsOf(agent).logins;
    const key = taskAuthMethod === name ? 'TaskIdentityAuthMethod' : 'ServiceIdentityAuthMethod';
    return [serviceAuthMethod, taskAuthMethod].includes(name)
      ? [{ origin: agent.origin, path: `Consuls/0/${key}` }]
      : [];
  });
}
