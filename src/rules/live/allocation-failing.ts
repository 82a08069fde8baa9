import type { Allocation } from '../../model/world.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { linkOf, needsOf } from '../link-of.ts';
import type { Look, WorkloadLook } from '../look.ts';
import { keySetOf, kidsOf, ownKeySets, relyingParties } from '../relying-party.ts';
import { addressOf } from '../subject.ts';
import { defineRule } from '../rule.ts';
import { behindLogin } from '../workload/behind-login.ts';
import { allocationsOf, jobsWith } from './allocation-groups.ts';
import { breaksAlike, inSuccessor, isBroken, runningJobs, successorOf } from './running-jobs.ts';

export default defineRule({
  id: 'live/allocation-failing',
  title: 'allocations fail for what their identities may not do',
  cases: ['CL-10', 'CL-11', 'NC-09', 'NC-11', 'LC-04', 'LC-05', 'LC-07', 'RP-02', 'VP-04', 'VM-01', 'JW-01'],
  severity: 'error',
  reads: ['nomad/jobs', 'nomad/allocations'],
  why: 'The events of the allocation say that a login failed, a token was refused or a template cannot read what it asks for, and no other allocation of the group runs. An allocation whose login at Consul fails is not tried again in its place, and one that waits for a template stays `pending` without end.',
  fix: 'Mend the cause that stands above this finding, if there is one; else see with `wid explain` which link of the job breaks. Then register the job again, or wait until it is rescheduled. When what was refused would be let in by now, this is only worth knowing: a template that goes on waiting for more than a minute then waits for something that is not there, or its token is from before the role was mended, and a restart helps.',
  references: ['https://developer.hashicorp.com/nomad/docs/concepts/workload-identity'],
  examples: {
    bad: {
      says: 'The only allocation of web failed, for its JWT was too old when its client came back.',
      world: (healthy) =>
        change.nomad(healthy, {
          allocations: (healthy.nomad?.allocations ?? []).map((one) => ({
            ...one,
            clientStatus: 'failed',
            events: [
              {
                task: 'server',
                type: 'Setup Failure',
                message:
                  'failed to setup alloc: pre-run hook "consul" failed: 1 error occurred:\n\t* failed to derive Consul token for service web: Unexpected response code: 500 (error validating claims: go-jose/go-jose/jwt: validation failed, token is expired (exp))\n\n',
                at: healthy.takenAt - 60,
              },
            ],
          })),
        }),
    },
    good: { says: 'The allocation runs.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const workloads of groupsOf(look)) {
      const [first] = workloads;
      if (first === undefined) continue;
      const wanted = allocationsOf(look, first).filter(({ desiredStatus }) => desiredStatus === 'run');
      if (wanted.some(({ clientStatus }) => clientStatus === 'running')) continue;
      const newest = wanted.toSorted((a, b) => lastOf(b) - lastOf(a))[0];
      const said = newest?.clientStatus === 'pending' ? [...texts, waits] : texts;
      const event = newest?.events.findLast(({ message }) => said.some((text) => text.test(message)));
      if (newest === undefined || event === undefined) continue;
      const { job, reading } = first.of;
      const { atFault, isMended } = outlook(look, workloads, event.message);
      yield {
        message: `allocation ${newest.id.slice(0, 8)} of job ${job.id} ${newest.clientStatus === 'failed' ? 'has failed' : `is ${newest.clientStatus}`}: ${firstLines(event.message)}`,
        about: about.job(reading.namespace, job.id),
        blames: [
          ...(atFault.length > 0 ? [about.job(reading.namespace, job.id)] : []),
          ...atFault.map(addressOf),
          ...atFault.flatMap(enginesOf),
          ...atFault.flatMap((one) =>
            (['consul', 'vault'] as const).flatMap((product) => behindLogin(product, one.chain(product))),
          ),
        ],
        subject: { namespace: reading.namespace, job: job.id, group: first.group.name, task: event.task },
        origin: reading.origin,
        ...(isMended && { severity: 'info' as const }),
        evidence: { allocation: newest.id, node: newest.node, event: event.message, at: event.at },
      };
    }
  },
});

const texts = [
  /failed to derive (Consul|Vault) token/i,
  /failed to login with JWT/,
  /pre-run hook "consul" failed/,
  /\bACL not found\b/,
  // Not those of the file system.
  /\b403\b[^]*\bPermission denied\b/,
  /^\s*\* permission denied/m,
  /unable to find token for workload/,
  /error creating bootstrap configuration for Connect proxy sidecar/,
  // Not when its file cannot be written, or an agent that ends takes the one that renders with it.
  /^Template failed: (?!error rendering )/,
];

/** Of an allocation that fails in the end, this was not the reason. */
const waits = /^Missing: (vault|health|kv|catalog)\./;

/** Refusals that the configuration alone decides, so that the truth engine knows whether they would come again. */
const decided =
  /auth method "[^"]*" not found|are a Consul Enterprise feature|does not match any bound audience|no audiences (?:are )?bound|\(Permission denied\)|invalid (?:audience|issuer)|role "[^"]*" could not be found|missing role|with oidc role_type|could not load configuration|error validating claims: claim|claim "[^"]*" (?:not found in token|could not be converted)|invalid bind name|failed to login with JWT[^]*Code: 403[^]*permission denied/;

/** Refusals for want of a key, which hang on what the address of the keys gives. */
const unverified = /failed to verify id token signature|fetching keys oidc|no known key successfully validated/;

/**
 * Which workloads have what is wrong, as they will be, and whether the refusal is over. A job that another is to take the
 * place of is mended where that one does not break as it does.
 */
function outlook(
  look: Look,
  workloads: readonly WorkloadLook[],
  message: string,
): { readonly atFault: readonly WorkloadLook[]; readonly isMended: boolean } {
  const successor = workloads[0] && successorOf(look, workloads[0].of);
  if (successor === undefined) return { atFault: workloads, isMended: isMendedFor(look, workloads, message) };
  const next = workloads.flatMap((one) => inSuccessor(successor, one) ?? []);
  const atFault = workloads.flatMap((one) => {
    const same = inSuccessor(successor, one);
    return same !== undefined && breaksAlike(one, same) ? [same] : [];
  });
  const isMended =
    next.length === 0 || (workloads.some(isBroken) ? atFault.length === 0 : isMendedFor(look, next, message));
  return { atFault, isMended };
}

/**
 * What is refused no more is mended, and tried again before long: within a minute when a template waits. Whether what it
 * waits for is there at all nobody looks, for that would be to read secrets.
 */
function isMendedFor(look: Look, workloads: readonly WorkloadLook[], message: string): boolean {
  return (
    (decided.test(message) || waits.test(message) || (unverified.test(message) && areKeysServed(look))) &&
    workloads.every((one) =>
      (['consul', 'vault'] as const).every((product) => {
        const chain = one.chain(product);
        return chain === undefined || (chain.broken === null && linkOf(chain, 'login')?.state === 'ok');
      }),
    )
  );
}

/** Whether everybody who checks JWTs is given the keys of this Nomad by now. */
function areKeysServed(look: Look): boolean {
  const own = new Set(ownKeySets(look).flatMap(kidsOf));
  return relyingParties(look).every((party) => {
    const set = keySetOf(look, party);
    return set !== undefined && kidsOf(set).some((kid) => own.has(kid));
  });
}

/** The workloads of each group of the jobs that may be failing. */
function groupsOf(look: Look): readonly (readonly WorkloadLook[])[] {
  const failing = jobsWith(
    look,
    runningJobs(look),
    ({ desiredStatus, events }) =>
      desiredStatus === 'run' && events.some(({ message }) => [...texts, waits].some((text) => text.test(message))),
  );
  return failing.flatMap(({ job, workloads }) =>
    job.groups.map((group) => workloads.filter((one) => one.group === group)),
  );
}

function lastOf({ events }: Allocation): number {
  return events.at(-1)?.at ?? 0;
}

/** Where the engines of Vault should be that templates read. */
function enginesOf(one: WorkloadLook): readonly string[] {
  return needsOf(one.chain('vault')).flatMap(({ request }) =>
    request?.product === 'vault' ? [about.vaultEngine(request.path.split('/')[0] ?? '')] : [],
  );
}

/** Go's lists of errors on one line. */
function firstLines(message: string): string {
  return message.replaceAll(/\s*\n\s*\*?\s*/g, ' ').trim();
}
