import { about } from '../about.ts';
import { change, merged } from '../change.ts';
import type { Look } from '../look.ts';
import { defineRule, type Sighting } from '../rule.ts';
import { atLeast } from '../version.ts';
import { defects, type Defect } from './defects.ts';

interface Running {
  readonly version: string;
  readonly name: string;
  readonly sighting: Pick<Sighting, 'about' | 'subject' | 'origin'>;
}

export default defineRule({
  id: 'upgrade/known-defect',
  title: 'a version has a known defect that this cluster meets',
  cases: [...new Set(defects.flatMap(({ cases }) => cases))],
  severity: 'warning',
  reads: ['nomad/agents'],
  why: 'The release notes and threads of this version tell of a defect in what it does with workload identities, and something here meets it.',
  fix: 'Upgrade to the version that is named.',
  references: ['https://developer.hashicorp.com/nomad/docs/upgrade/upgrade-specific'],
  examples: {
    bad: {
      says: 'A server runs Nomad 1.7.0.',
      world: (healthy) =>
        change.agents(healthy, (agent) =>
          agent.server
            ? { ...agent, version: '1.7.0', config: merged(agent.config, { Version: { Version: '1.7.0' } }) }
            : agent,
        ),
    },
    good: { says: 'Nomad 1.11.1, Consul 1.22.2 and Vault 1.21.0 run.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const defect of defects) {
      const meets = running(look, defect.product).find(({ version }) => has(defect, version));
      if (meets === undefined || defect.met?.(look) === false) continue;
      yield {
        ...meets.sighting,
        message: `${meets.name} ${meets.version}: ${defect.what}`,
        severity: defect.severity,
        evidence: { version: meets.version, cases: defect.cases },
        fix: { text: `Upgrade; it is mended in ${defect.until}.` },
      };
    }
  },
});

function has({ in: ranges }: Defect, version: string): boolean {
  return ranges.some(([from, before]) => atLeast(version, from) && !atLeast(version, before));
}

function running(look: Look, product: Defect['product']): readonly Running[] {
  if (product === 'nomad server' || product === 'nomad client') {
    const agents = product === 'nomad server' ? look.servers : look.clients;
    return agents.map(({ name, version, origin }) => ({
      version,
      name: `${product === 'nomad server' ? 'server' : 'client'} ${name} runs Nomad`,
      sighting: { about: about.agent(name), subject: { agent: name }, origin },
    }));
  }
  const version = look.world[product]?.version;
  if (version === undefined) return [];
  const request = product === 'consul' ? 'consul GET /v1/agent/self' : 'vault GET /v1/sys/health';
  return [
    {
      version,
      name: `${product === 'consul' ? 'Consul' : 'Vault'} runs`,
      sighting: { about: product, subject: { object: product }, origin: { from: 'server', request } },
    },
  ];
}
