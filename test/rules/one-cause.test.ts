import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { audit } from '../../src/audit/audit.ts';
import type { World } from '../../src/model/world.ts';
import { change, inTask, merged } from '../../src/rules/change.ts';
import { healthyWorld } from '../../src/rules/healthy-world.ts';
import { rules } from '../../src/rules/index.ts';
import { lookAt } from '../../src/rules/look-at.ts';
import { reportOf } from './example-report.ts';

function roots(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter(({ causedBy, severity }) => causedBy === undefined && severity !== 'info')
    .map(({ rule }) => rule);
}

/** A second role like the first, which a second job asks for. */
function withTwoRoles(world: World): World {
  const [mount] = world.vault?.mounts ?? [];
  if (mount === undefined) throw new Error('the healthy world has a mount');
  const role = mount.roles['nomad-workloads'] ?? {};
  const mounts = [{ ...mount, roles: { ...mount.roles, second: role } }];
  const two = change.vault(world, { mounts });
  const jobs = two.nomad?.jobs ?? [];
  const other = change.jobs(two, (job) => ({ ...inTask(job, { Vault: { Role: 'second' } }), ID: 'api', Name: 'api' }));
  const more = (other.nomad?.jobs ?? []).map((one) => ({ ...one, id: 'api' }));
  return change.nomad(two, { jobs: [...jobs, ...more] });
}

describe('one wrong audience', () => {
  it('that two roles of Vault are not bound to is one cause', () => {
    const world = withTwoRoles(
      change.agents(healthyWorld(), (agent) => ({
        ...agent,
        config: merged(agent.config, {
          Vaults: [{ ...vaultOf(agent.config), DefaultIdentity: { Audience: ['elsewhere'] } }],
        }),
      })),
    );
    const registered = change.jobs(world, (job) =>
      inTask(job, {
        Identities: [
          { Name: 'consul_default', Audience: ['consul.io'], TTL: 3_600_000_000_000 },
          { Name: 'vault_default', Audience: ['elsewhere'], TTL: 3_600_000_000_000 },
        ],
      }),
    );
    const { findings } = audit(registered, lookAt(registered, { now: world.takenAt }), rules);
    expect(roots(findings)).toEqual(['vault/audience-mismatch']);
    expect(findings[0]?.message).toMatch(
      /^roles .*, .* of auth\/jwt-nomad are bound to vault\.io, and Nomad writes elsewhere/,
    );
  });

  it('that two methods of Consul are not bound to is one cause', () => {
    const healthy = healthyWorld();
    const [method] = healthy.consul?.authMethods ?? [];
    const two = change.consul(healthy, {
      authMethods: [method ?? {}, { ...method, Name: 'services' }],
      bindingRules: (healthy.consul?.bindingRules ?? []).flatMap((rule, index) => [
        rule,
        { ...rule, ID: `second-${String(index)}`, AuthMethod: 'services' },
      ]),
    });
    const world = change.agents(two, (agent) => ({
      ...agent,
      config: merged(agent.config, {
        Consuls: [
          {
            ...consulOf(agent.config),
            ServiceIdentityAuthMethod: 'services',
            ServiceIdentity: { ...(consulOf(agent.config)['ServiceIdentity'] as object), Audience: ['elsewhere'] },
            TaskIdentity: { ...(consulOf(agent.config)['TaskIdentity'] as object), Audience: ['elsewhere'] },
          },
        ],
      }),
    }));
    const { findings } = audit(world, lookAt(world, { now: world.takenAt }), rules);
    expect(roots(findings)).toEqual(['consul/audience-mismatch']);
    expect(findings[0]?.message).toMatch(/^auth methods .* and .* are bound to consul\.io, and Nomad writes elsewhere/);
  });
});

function vaultOf(config: Readonly<Record<string, unknown>>): object {
  return (config['Vaults'] as object[] | undefined)?.[0] ?? {};
}

function consulOf(config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return ((config['Consuls'] as object[] | undefined)?.[0] ?? {}) as Readonly<Record<string, unknown>>;
}

const task = (name: string, block = ''): string => `
    task "${name}" {
      driver = "docker"
${block}
      config {
        image = "web:1"
      }

      template {
        destination = "local/web.conf"
        data        = "{{ key \\"web/${name}\\" }}"
      }
    }`;
const job = (inGroup: string, ...tasks: string[]): string => `job "web" {
  group "web" {${inGroup}${tasks.join('\n')}
  }
}
`;

describe('a consul block that a group has lost', () => {
  it('is one cause for all of its tasks, and comes back to the group', () => {
    const source = { name: 'web.nomad.hcl', text: job('', task('a'), task('b')) };
    const { findings } = reportOf({ files: { [source.name]: source.text } });
    expect(roots(findings)).toEqual(['job/consul-block-missing']);
    expect(findings[0]).toMatchObject({ subject: { job: 'web', group: 'web' }, location: { start: { line: 2 } } });
    expect(findings[0]?.fix.edits).toHaveLength(1);
  });

  it('is put into those tasks only that lack it, where others have their own', () => {
    const text = job('', task('a'), task('b', '      consul {}\n'), task('c'));
    const { findings } = reportOf({ files: { 'web.nomad.hcl': text } });
    expect(roots(findings)).toEqual(['job/consul-block-missing']);
    expect(findings[0]?.fix.edits).toHaveLength(2);
  });
});
