import { fileOf } from '../../model/origin.ts';
import type { Look } from '../look.ts';
import type { WrittenAt } from '../written-at.ts';
import type { Need } from './denied-needs.ts';
import { change } from '../change.ts';
import { addressOf, subjectOf } from '../subject.ts';
import { defineRule } from '../rule.ts';
import { whyDenied } from './why-denied.ts';
import { behindNeed, deniedNeeds, workloadInWords, type DeniedNeed } from './denied-needs.ts';

export default defineRule({
  id: 'workload/need-denied',
  title: 'a workload may not do what it needs',
  cases: ['RP-02', 'RP-03', 'VP-02', 'VP-03'],
  severity: 'error',
  reads: ['nomad/jobs'],
  why: 'What the templates, services and upstreams of the job ask for was tried with the token that the workload will get, by the rules of Consul and Vault. The answer is 403, or an answer that leaves out what may not be seen: the template then waits for ever or renders too little, and no error says so.',
  fix: 'Give the role a policy that allows it, or change what the job asks for. `wid explain` shows the chain, `wid can` tries a single permission.',
  references: [
    'https://developer.hashicorp.com/consul/docs/security/acl/acl-rules',
    'https://developer.hashicorp.com/vault/docs/concepts/policies',
  ],
  examples: {
    bad: {
      says: 'The template of the task reads a secret outside of what the policy gives.',
      world: (healthy) =>
        change.jobs(healthy, (one) => ({
          ...one,
          job: JSON.parse(
            JSON.stringify(one.job).replaceAll('secret/data/default/web/', 'secret/data/other/'),
          ) as object as typeof one.job,
        })),
    },
    good: { says: 'The template reads its own secret.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const denied of deniedNeeds(look)) {
      const { workload, product, need } = denied;
      const { id } = workload.of.job;
      yield {
        message: `${workloadInWords(workload)} of job ${id} may not ${asked(need)}${need.lack === 'filtered' ? ', so that is left out of what it sees' : ''}${whyDenied(denied, look.world.vault)}`,
        about: addressOf(workload),
        blames: [addressOf(workload), ...behindNeed(denied)],
        subject: subjectOf(workload),
        ...placeOf(denied, look),
        severity: need.conditional || need.lack === 'ignored' ? 'warning' : 'error',
        evidence: { product, need: need.need, origin: need.origin, request: need.request, decidedBy: need.decidedBy },
      };
    }
  },
});

function asked({ need, origin, request }: Need): string {
  const what =
    request === null
      ? need
      : request.product === 'consul'
        ? `${request.access} ${request.resource} ${request.segment}`.trim()
        : `${request.capability} ${request.path}`;
  return `${what} (${need}${origin === '' ? '' : ` in ${origin}`})`;
}

/** The call in the template that asks, as near as it can be found; else the workload. */
function placeOf({ workload, need: { origin: template, need } }: DeniedNeed, look: Look): WrittenAt {
  const { origin } = workload.of.reading;
  const [, number] = /^template (\d+)$/.exec(template) ?? [];
  if (number === undefined) return { origin, path: workload.path };
  const path = `${workload.path}/Templates/${String(Number(number) - 1)}/EmbeddedTmpl`;
  const text = origin.from === 'file' ? origin.places[path] : undefined;
  const [, argument] = /"([^"\\]+)"/.exec(need) ?? [];
  if (origin.from !== 'file' || text === undefined || argument === undefined) return { origin, path };
  const [start, end] = text;
  const at = look.source(fileOf(origin, path))?.text.slice(start, end).indexOf(argument) ?? -1;
  if (at === -1) return { origin, path };
  const place = [start + at, start + at + argument.length] as const;
  return { origin: { ...origin, places: { ...origin.places, [path]: place } }, path };
}
