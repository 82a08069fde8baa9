import { audit } from '../../src/audit/audit.ts';
import type { AuditReport } from '../../src/audit/report.ts';
import { worldOfSources } from '../../src/collect/files/world.ts';
import type { World } from '../../src/model/world.ts';
import { change } from '../../src/rules/change.ts';
import { healthyWorld } from '../../src/rules/healthy-world.ts';
import { rules } from '../../src/rules/index.ts';
import { lookAt } from '../../src/rules/look-at.ts';
import type { Example } from '../../src/rules/rule.ts';
import type { Source } from '../../src/syntax/source.ts';

/** What the whole audit says of an example. */
export function reportOf(example: Example): AuditReport {
  const { world, sources } = worldOf(example);
  return audit(world, lookAt(world, { now: world.takenAt, sources }), rules);
}

export interface ExampleWorld {
  readonly world: World;
  readonly sources: ReadonlyMap<string, Source>;
}

/** The healthy world with what the example gives in its place. */
export function worldOf(example: Example): ExampleWorld {
  const healthy = healthyWorld();
  if ('says' in example) return { world: example.world(healthy), sources: new Map() };
  const given = Object.entries(example.files).map(([name, text]): Source => ({ name, text }));
  const { world, sources } = worldOfSources(given, { now: healthy.takenAt });
  return { world: over(healthy, world), sources };
}

/** Jobs take the place of all; an agent that of those of its sort. */
function over(healthy: World, { nomad, consul, vault, notRead, origins }: World): World {
  const { agents = [], jobs = [] } = nomad ?? {};
  const replaced = (healthy.nomad?.agents ?? []).filter(
    (one) => !agents.some(({ server, client }) => (server && one.server) || (client && one.client)),
  );
  const withNomad = change.nomad(healthy, {
    agents: [...agents, ...replaced],
    ...(jobs.length === 0 ? {} : { jobs }),
  });
  const withConsul = consul === undefined ? withNomad : change.consul(withNomad, objectsOf(consul, healthy.consul));
  const withVault =
    vault === undefined ? withConsul : change.vault(withConsul, { mounts: vault.mounts, policies: vault.policies });
  return { ...withVault, notRead, ...(origins && { origins }) };
}

type ConsulWorld = NonNullable<World['consul']>;

/** Objects of the spec, and those of the healthy world that have other names. */
function objectsOf(own: ConsulWorld, healthy: ConsulWorld | undefined): Partial<ConsulWorld> {
  const merged = (of: 'roles' | 'policies'): ConsulWorld['roles'] => {
    const names = new Set(own[of].map(({ Name }) => Name));
    return [...own[of], ...(healthy?.[of] ?? []).filter(({ Name }) => !names.has(Name))];
  };
  const { authMethods, bindingRules } = own;
  return { authMethods, bindingRules, roles: merged('roles'), policies: merged('policies') };
}
