import type { ApiObject } from '../../model/api-object.ts';
import type { World } from '../../model/world.ts';
import { change, merged } from '../change.ts';

const version = '1.11.1+ent';
const hour = 3_600_000_000_000;
const given = (audience: string): ApiObject => ({ Audience: [audience], TTL: hour });

const east = {
  Name: 'east',
  ServiceIdentityAuthMethod: 'nomad-east',
  TaskIdentityAuthMethod: 'nomad-east',
  ServiceIdentity: given('east.consul'),
  TaskIdentity: given('east.consul'),
};
const infra = {
  Name: 'infra',
  Enabled: true,
  JWTAuthBackendPath: 'jwt-infra',
  Role: '',
  DefaultIdentity: given('infra.vault'),
};

/** The same world with Nomad Enterprise, whose agents know a second Consul, `east`, and a second Vault, `infra`. */
export function twoClusters(world: World): World {
  const agents = change.agents(world, (agent) => ({
    ...agent,
    version,
    config: merged(agent.config, {
      Version: { Version: version },
      Consuls: [...(agent.config['Consuls'] as readonly ApiObject[]), east],
      Vaults: [...(agent.config['Vaults'] as readonly ApiObject[]), infra],
    }),
  }));
  const nodes = (world.nomad?.nodes ?? []).map((node) =>
    merged(node, { Version: version, Attributes: { 'nomad.version': version } }),
  );
  return change.nomad(agents, { nodes });
}
