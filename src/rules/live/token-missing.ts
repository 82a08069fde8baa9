import { about } from '../about.ts';
import { change } from '../change.ts';
import type { Look } from '../look.ts';
import { defineRule } from '../rule.ts';
import { addressOf } from '../subject.ts';
import { loginsOf } from './logins.ts';
import { isSuccessor } from './running-jobs.ts';

export default defineRule({
  id: 'live/token-missing',
  title: 'workloads run whose Consul tokens are gone',
  cases: ['LC-04', 'CA-08', 'LC-03', 'LC-06'],
  severity: 'info',
  reads: ['consul/tokens', 'nomad/allocations'],
  why: 'Nomad logs in when an allocation starts and never again. A service that is added or renamed while its allocation goes on gets none, and is registered with the token of the client; one that is deleted, ends, or goes with its auth method when that is made anew is not replaced: the service cannot be changed or checked any more, templates and Envoy meet `ACL not found`, and in old versions one such service stops the removal of all others.',
  fix: 'Restart the allocations (`nomad alloc stop`, or `nomad job restart -reschedule`). Change auth methods in place, never by deleting them.',
  references: ['https://github.com/hashicorp/nomad/issues/20185', 'https://github.com/hashicorp/nomad/issues/23494'],
  examples: {
    bad: {
      says: 'An allocation of web runs, and the token of its service is gone.',
      world: (healthy) =>
        change.consul(healthy, {
          tokens: (healthy.consul?.tokens ?? []).filter(({ ServiceIdentities }) => ServiceIdentities === undefined),
        }),
    },
    good: { says: 'Each workload that runs has its token.', world: (healthy) => healthy },
  },

  *check(look) {
    // Until something asks with it, a token that is gone breaks nothing.
    const noticed = (look.world.nomad?.allocations ?? []).some(
      ({ clientStatus, events }) =>
        clientStatus === 'running' && events.some(({ message }) => message.includes('ACL not found')),
    );
    const oldest = oldestTokens(look);
    const emptied = new Set((look.consul?.emptiedMethods ?? []).map((method) => method.toLowerCase()));
    const byMethod = new Map<string, { who: string[]; missing: number; running: number; alone: boolean }>();
    for (const { method, who, running, since, tokens } of loginsOf(look)) {
      if (tokens.length >= running) continue;
      const entry = byMethod.get(method) ?? { who: [], missing: 0, running: 0, alone: false };
      byMethod.set(method, entry);
      // A method that is made anew takes all tokens with it: where an older one is left, or what it was used for, it is not.
      if ((oldest.get(method.toLowerCase()) ?? Infinity) <= since || emptied.has(method.toLowerCase()))
        entry.alone = true;
      entry.who.push(who);
      entry.missing += running - tokens.length;
      entry.running += running;
    }
    for (const [method, { who, missing, running, alone }] of byMethod) {
      yield {
        message: `${String(missing)} of ${String(running)} running ${running === 1 ? 'allocation' : 'allocations'} of ${shortened(who)} ${missing === 1 ? 'has' : 'have'} no Consul token of its own`,
        about: about.consulTokens(method),
        blames: [about.consulTokens(method), about.authMethod(method), about.datacenter, ...servicesAmong(look, who)],
        subject: { object: about.authMethod(method) },
        origin: look.originOf(about.consulTokens(method)),
        severity: noticed ? 'error' : alone ? 'warning' : 'info',
        evidence: { who, missing },
      };
    }
  },
});

/**
 * A service that was changed while its allocation runs has not logged in: what is wrong with it explains that, too. What is
 * wrong with a job that is still to be registered does not.
 */
function servicesAmong(look: Look, who: readonly string[]): readonly string[] {
  const names = new Set(who);
  return look.workloads
    .filter(
      ({ service, of }) => service !== undefined && names.has(`service ${service.name}`) && !isSuccessor(look, of),
    )
    .map(addressOf);
}

/** When the oldest token of each auth method was made, in seconds since 1970. */
function oldestTokens({ world: { consul } }: Look): ReadonlyMap<string, number> {
  const all = new Map<string, number>();
  for (const { AuthMethod, CreateTime } of consul?.tokens ?? []) {
    const made = Date.parse(String(CreateTime)) / 1000;
    const method = String(AuthMethod).toLowerCase();
    if (!Number.isNaN(made)) all.set(method, Math.min(all.get(method) ?? Infinity, made));
  }
  return all;
}

function shortened(who: readonly string[]): string {
  return who.length > 3 ? `${who.slice(0, 3).join(', ')} and ${String(who.length - 3)} more` : who.join(', ');
}
