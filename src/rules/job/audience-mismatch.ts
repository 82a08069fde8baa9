import { about } from '../about.ts';
import type { AgentIdentity } from '../about.ts';
import { identityOf } from '../agent/missing-identity.ts';
import { audienceFor } from '../agent/usual-audience.ts';
import { change, inService } from '../change.ts';
import { clusterOf } from '../cluster-of.ts';
import { insideEdits, valueEdits } from '../edit.ts';
import { linkOf } from '../link-of.ts';
import type { Surroundings, WorkloadLook } from '../look.ts';
import { defineRule } from '../rule.ts';
import { addressOf, subjectOf } from '../subject.ts';
import { workloadInWords } from '../workload/denied-needs.ts';

export default defineRule({
  id: 'job/audience-mismatch',
  title: 'a job writes an identity with an audience that nobody takes',
  cases: ['CL-01', 'CL-02', 'JS-05'],
  severity: 'error',
  reads: ['nomad/jobs'],
  why: 'An identity in a job replaces the one of the servers as a whole: without `aud` it has no audience, whatever they write, and with another one it fits no method or role. Nomad refuses a service whose identity has none (`Service identity must provide at least one target aud value`), and Consul or Vault refuse the login: `aud claim does not match any bound audience`.',
  fix: 'Write the audience that the auth method or role is bound to, or take the identity out of the job: the servers then give theirs.',
  references: ['https://developer.hashicorp.com/nomad/docs/job-specification/identity'],
  examples: {
    bad: {
      says: 'The service has an identity for nomad.example.com; the method and the servers are for consul.io.',
      world: (healthy) =>
        change.jobs(healthy, (job) => inService(job, { Identity: { Audience: ['nomad.example.com'] } })),
    },
    good: { says: 'The identity is for consul.io.', world: (healthy) => healthy },
  },

  *checkWorkload(one, around) {
    for (const own of audiencesOf(one)) {
      if (!isRefused(around, one, own)) continue;
      const { audience, path, which } = own;
      const wanted = audienceFor(around, which);
      const at = `${path}/Audience`;
      const written = valueEdits(around, one.of.reading.origin, at, `["${wanted}"]`);
      const edits =
        written.length > 0 ? written : insideEdits(around, one.of.reading.origin, path, [`aud = ["${wanted}"]`]);
      yield {
        message: `the identity of ${workloadInWords(one)} of job ${one.of.job.id} for ${which === 'vault-default' ? 'Vault' : 'Consul'} has ${audience.length === 0 ? 'no audience' : `the audience ${audience.join(', ')}`}, and ${wanted} is what is taken`,
        about: addressOf(one),
        // Nomad keeps the identity that its servers gave when the job was registered.
        blames: audience.length === 0 ? [about.agentIdentity(which)] : [],
        subject: subjectOf(one),
        origin: one.of.reading.origin,
        path: at,
        evidence: { audience, taken: wanted },
        ...(edits.length === 0 ? {} : { fix: { edits } }),
      };
    }
  },
});

interface Own {
  readonly which: AgentIdentity;
  readonly audience: readonly string[];
  readonly path: string;
}

/** What the identities that the job itself writes are for; of one that a server keeps, those that it may have written. */
function audiencesOf({ service, task, path }: WorkloadLook): readonly Own[] {
  if (service !== undefined) {
    const { identity, provider } = service;
    if (identity === undefined || provider !== 'consul') return [];
    return [{ which: 'consul-service', audience: identity.audience, path: `${path}/Identity` }];
  }
  return (task?.identities ?? []).flatMap(({ name, audience }, index): readonly Own[] => {
    const product = /^(consul|vault)_/.exec(name)?.[1];
    if (product === undefined) return [];
    const which = product === 'vault' ? 'vault-default' : 'consul-task';
    return [{ which, audience, path: `${path}/Identities/${String(index)}` }];
  });
}

/** The audience is not taken, and the one that the servers give would be: then it is the job that differs. */
function isRefused(around: Surroundings, one: WorkloadLook, { which, audience }: Own): boolean {
  const product = which === 'vault-default' ? 'vault' : 'consul';
  // What another cluster takes is not known.
  if (clusterOf(one, product, around.settings) !== 'default') return false;
  const given = identityOf(around.settings, which)?.['Audience'];
  const servers = Array.isArray(given) ? given.map(String) : [];
  if (audience.length === 0 && which === 'consul-service') return true;
  if (servers.length > 0 && audience.some((text) => servers.includes(text))) return false;
  const login = linkOf(one.chainIfTaken(product), 'login');
  if (login?.state !== 'broken' || !/\baud(ience)? claim\b/.test(login.error ?? '')) return false;
  return audience.length === 0 || servers.includes(audienceFor(around, which));
}
