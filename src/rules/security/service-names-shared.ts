import type { ApiObject } from '../../model/api-object.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { linkOf } from '../link-of.ts';
import type { Look } from '../look.ts';
import { rawServiceNames } from '../raw.ts';
import { defineRule } from '../rule.ts';
import { addressOf, subjectOf } from '../subject.ts';

export default defineRule({
  id: 'security/service-names-shared',
  title: 'jobs of several namespaces register the same service',
  cases: ['BR-07'],
  severity: 'info',
  reads: ['nomad/jobs', 'consul/objects'],
  why: "The usual binding rule lets a service register under its own name whatever Nomad namespace it is in, and a selector cannot compare the name with the namespace. Whoever may submit a job anywhere can register instances of anybody's service, and gets a part of its traffic.",
  fix: 'Give each namespace names of its own (`billing-web`), and bind them by rules for that namespace alone: a selector over `value.nomad_namespace`, and a role whose policy has `service_prefix "billing-" write`.',
  references: ['https://github.com/hashicorp/consul/issues/22102'],
  examples: {
    bad: {
      says: 'A job of the namespace shop registers the service web too.',
      world: (healthy) =>
        change.roles(
          change.nomad(
            change.jobs(healthy, (one) => [one, { ...one, id: 'shop', namespace: 'shop', job: inShop(one.job) }]),
            { namespaces: [{ Name: 'default' }, { Name: 'shop' }] },
          ),
          (roles) => [...roles, { ...roles[0], Name: 'nomad-shop-tasks' }],
        ),
    },
    good: { says: 'Only jobs of one namespace register it.', world: (healthy) => healthy },
  },

  *check(look) {
    const candidates = sharedNames(look);
    if (candidates.size === 0) return;
    const byName = new Map<string, typeof look.workloads>();
    for (const one of look.workloads) {
      if (!candidates.has(one.service?.name ?? '')) continue;
      if (one.service?.provider !== 'consul' || linkOf(one.chain('consul'), 'grant')?.state !== 'ok') continue;
      byName.set(one.service.name, [...(byName.get(one.service.name) ?? []), one]);
    }
    for (const [name, all] of byName) {
      const namespaces = [...new Set(all.map(({ of }) => of.reading.namespace))];
      const last = all.at(-1);
      if (namespaces.length < 2 || last === undefined) continue;
      yield {
        message: `service ${name} is registered by jobs of the namespaces ${namespaces.join(', ')}`,
        about: addressOf(last),
        blames: [about.job(last.of.reading.namespace, last.of.job.id)],
        subject: subjectOf(last),
        origin: last.of.reading.origin,
        path: last.path,
        evidence: { jobs: all.map(({ of }) => `${of.reading.namespace}/${of.job.id}`) },
      };
    }
  },
});

/** Names that services have in several namespaces, with Consul or not. */
function sharedNames(look: Look): ReadonlySet<string> {
  const seen = new Map<string, string>();
  const shared = new Set<string>();
  for (const one of look.jobs) {
    const { stored, job, namespace } = one.reading;
    const names = stored ? rawServiceNames(job) : one.workloads.flatMap(({ service }) => service?.name ?? []);
    for (const name of names) {
      const first = seen.get(name) ?? namespace;
      seen.set(name, first);
      if (first !== namespace) shared.add(name);
    }
  }
  return shared;
}

function inShop(job: ApiObject): ApiObject {
  const [group] = job['TaskGroups'] as readonly ApiObject[];
  const task = { Name: 'server', Driver: 'docker', Config: { image: 'shop:1' } };
  return { ...job, ID: 'shop', Name: 'shop', Namespace: 'shop', TaskGroups: [{ ...group, Tasks: [task] }] };
}
