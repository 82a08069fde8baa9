import type { World } from '../../model/world.ts';
import { textsOf } from '../../validation/object.ts';
import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change, inGroup, inTask } from '../change.ts';
import { linkOf } from '../link-of.ts';
import type { JobLook, Look, WorkloadLook } from '../look.ts';
import { rawAt } from '../raw.ts';
import { rolesInUse } from './roles-in-use.ts';

/** What shares an entity with which others, by the claim that names it. */
const owners = {
  nomad_job_id: 'namespace',
  nomad_task: 'job',
  nomad_namespace: 'job',
  aud: 'job',
  iss: 'job',
} as const;

/** Whoever may share an entity: jobs of one id in several namespaces by their ids, by anything else all. */
function sharersOf(look: Look, claim: string): readonly WorkloadLook[] {
  if (claim !== 'nomad_job_id') return look.workloads;
  const byId = new Map<string, JobLook[]>();
  for (const one of look.jobs) {
    const { job, id: own } = one.reading;
    const id = String(rawAt(job, '')['ParentID'] || own);
    const others = byId.get(id);
    if (others === undefined) byId.set(id, [one]);
    else others.push(one);
  }
  const shared = [...byId.values()].filter((all) => new Set(all.map((one) => one.reading.namespace)).size > 1);
  return shared.flat().flatMap(({ workloads }) => workloads);
}

/** Tasks of the second namespace have their role in Consul. */
const withRole = (healthy: World): World =>
  change.roles(healthy, (all) => [...all, ...all.map((role) => ({ ...role, Name: 'nomad-prod-tasks' }))]);

export default defineRule({
  id: 'vault/entity-shared',
  title: 'jobs of one name in several namespaces are one entity to Vault',
  cases: ['VR-01', 'MC-07'],
  severity: 'error',
  reads: ['vault/objects', 'nomad/jobs'],
  why: "With `user_claim` `/nomad_job_id` the job's id alone tells entities apart. Jobs of the same id in two namespaces or regions share one, and its metadata is that of whichever logged in last: templated policies let in the one and now and then the other, with `permission denied` in between.",
  fix: 'Let `default_identity` write an extra claim such as `${job.namespace}:${job.id}`, and use it as `user_claim` (`/extra_claims/…`), with `user_claim_json_pointer`.',
  references: ['https://developer.hashicorp.com/vault/api-docs/auth/jwt'],
  examples: {
    bad: {
      says: 'A job web runs in a second namespace too.',
      world: (healthy) =>
        change.jobs(withRole(healthy), (job) => {
          const own = inTask(
            inGroup(job, (group) => ({ ...group, Services: [] })),
            { Consul: null, Templates: [] },
          );
          return [own, { ...own, namespace: 'prod', job: { ...own.job, Namespace: 'prod' } }];
        }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { mount, name, role } of rolesInUse(look)) {
      const claim = String(role['user_claim']).replace(/^\//, '');
      if (!Object.hasOwn(owners, claim)) continue;
      const owner = owners[claim as keyof typeof owners];
      const users = sharersOf(look, claim).filter((one) => {
        const login = linkOf(one.chain('vault'), 'login');
        return login !== undefined && 'mount' in login.at && login.at.mount === mount && login.at.role === name;
      });
      const namespaces = new Map<string, Set<string>>();
      for (const one of users) {
        const { of, task } = one;
        const { aud, iss } = linkOf(one.chain('vault'), 'claims')?.claims ?? {};
        const job = of.job.parentId || of.job.id;
        const names = {
          nomad_job_id: job,
          nomad_task: task?.name ?? '',
          nomad_namespace: of.reading.namespace,
          aud: String(aud),
          iss: String(iss),
        };
        const key = names[claim as keyof typeof owners];
        const whose = owner === 'namespace' ? of.reading.namespace : `${of.reading.namespace}/${job}`;
        namespaces.set(key, (namespaces.get(key) ?? new Set()).add(whose));
      }
      for (const [key, all] of namespaces) {
        if (all.size < 2) continue;
        const address = about.jwtRole(mount, name);
        const templated = textsOf(role['token_policies']).some((policy) =>
          /identity\.entity\.aliases/.test(look.world.vault?.policies[policy] ?? ''),
        );
        yield {
          message: `${claim} ${key} of ${[...all].join(' and ')} is one entity to Vault: role ${name} tells them apart by ${claim} alone`,
          about: address,
          severity: templated ? 'error' : 'warning',
          subject: { object: address },
          origin: look.originOf(address),
          path: 'user_claim',
          evidence: { user_claim: role['user_claim'], of: [...all] },
        };
      }
    }
  },
});
