import { audit } from '../../src/audit/audit.ts';
import type { AuditReport } from '../../src/audit/report.ts';
import { agentOfSources } from '../../src/collect/files/agents.ts';
import { jobOfSource } from '../../src/collect/files/jobs.ts';
import { consulObjects, vaultObjects } from '../../src/collect/world-of-objects.ts';
import type { Agent } from '../../src/model/agent.ts';
import type { World } from '../../src/model/world.ts';
import { change } from '../../src/rules/change.ts';
import { healthyWorld } from '../../src/rules/healthy-world.ts';
import { rules } from '../../src/rules/index.ts';
import { lookAt } from '../../src/rules/look-at.ts';
import type { Example } from '../../src/rules/rule.ts';
import { loadSpec } from '../../src/spec/load.ts';
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
  const sources = Object.entries(example.files).map(([name, text]): Source => ({ name, text }));
  return {
    world: sources.reduce(withFile, healthy),
    sources: new Map(sources.map((source) => [source.name, source])),
  };
}

function withFile(world: World, source: Source): World {
  if (/\.nomad(?:\.hcl)?$/.test(source.name)) return change.nomad(world, { jobs: [jobOfSource(source).job] });
  if (/\.ya?ml$/.test(source.name)) return withSpec(world, source);
  return withAgent(world, agentOfSources([source], { name: source.name }));
}

/** An agent takes the place of those that are of its sort. */
function withAgent(world: World, agent: Agent): World {
  const others = (world.nomad?.agents ?? []).filter((one) => (agent.server ? !one.server : !one.client));
  return change.nomad(world, { agents: agent.server ? [agent, ...others] : [...others, agent] });
}

function withSpec(world: World, source: Source): World {
  const { resources } = loadSpec([source], {}, () => {
    throw new Error('the spec of an example names no file');
  });
  return change.vault(change.consul(world, consulObjects(resources)), vaultObjects(resources));
}
