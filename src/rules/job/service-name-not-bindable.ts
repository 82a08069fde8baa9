import type { ApiObject } from '../../model/api-object.ts';
import type { World } from '../../model/world.ts';
import { change } from '../change.ts';
import { linkOf } from '../link-of.ts';
import { probe } from '../probe.ts';
import { seenAt } from '../subject.ts';
import { defineRule } from '../rule.ts';
import { atLeast } from '../version.ts';

function withId(job: ApiObject, id: string): ApiObject {
  const text = JSON.stringify({ ...job, ID: id, Name: id });
  return JSON.parse(text.replace('secret/data/default/web/', `secret/data/default/${id}/`)) as ApiObject;
}

function byJob(world: World, id: string): World {
  const rules = change.bindingRules(world, (all) =>
    all.map((one) => (one['BindType'] === 'role' ? { ...one, BindName: 'tasks-${value.nomad_job_id}' } : one)),
  );
  const roles = change.roles(rules, (all) => all.map((one) => ({ ...one, Name: 'tasks-web' })));
  return change.jobs(roles, (one) => ({ ...one, id, job: withId(one.job, id) }));
}

export default defineRule({
  id: 'job/service-name-not-bindable',
  title: 'a binding rule cannot make a name of what the job is called',
  cases: ['BR-12', 'CL-05'],
  severity: 'error',
  reads: ['nomad/jobs'],
  why: 'What a binding rule makes of the claims of this workload is no usable name: service identities are 1 to 256 characters of a-z, 0-9, `-` and `_`, with a letter or digit at both ends, and roles and policies have no dots or slashes either, which ids of jobs may have. Consul fails the whole login with `invalid bind name`, and the allocation does not start.',
  fix: 'Use a name of lower-case letters, digits, `-` and `_` only, or take the claim out of the bind name.',
  references: ['https://developer.hashicorp.com/consul/docs/security/acl/acl-roles#service-identities'],
  examples: {
    bad: {
      says: 'Tasks get a role by the id of their job, and a job is called web.v2.',
      world: (healthy) => byJob(healthy, 'web.v2'),
    },
    good: {
      says: 'Tasks get a role by the id of their job, and the job is called web.',
      world: (healthy) => byJob(healthy, 'web'),
    },
  },

  *check(look) {
    for (const one of look.sampledWorkloads) {
      // What older clients do not fill in is another rule's matter.
      if (one.service?.name.includes('${') === true && !atLeast(look.settings.version, '1.7.7')) continue;
      const chain = one.chain('consul');
      const failing = linkOf(chain, 'rules')?.tried.find(
        ({ error }) => error?.startsWith('invalid bind name') === true,
      );
      if (failing?.error === undefined) continue;
      // A rule that spoils the login of everyone is not the job's fault.
      const usual = probe(look, one.of.reading.namespace)[one.service === undefined ? 'task' : 'service'];
      if (
        linkOf(usual, 'rules')?.tried.some(
          ({ error, bindName }) => error !== undefined && bindName === failing.bindName,
        ) === true
      )
        continue;
      const { id } = one.of.job;
      const what = one.service === undefined ? `task ${one.task?.name ?? ''}` : `service ${one.service.name}`;
      yield {
        message: `${what} of job ${id} cannot be bound to ${failing.bindType} ${failing.bindName}: ${failing.error}`,
        ...seenAt(one, `${one.path}/Name`),
        evidence: { error: failing.error, bindName: failing.bindName, selector: failing.selector },
      };
    }
  },
});
