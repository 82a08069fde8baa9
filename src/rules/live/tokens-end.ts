import type { ApiObject } from '../../model/api-object.ts';
import { about } from '../about.ts';
import { change } from '../change.ts';
import { methodNames } from '../consul/methods-in-use.ts';
import { defineRule } from '../rule.ts';
import { loginsOf } from './logins.ts';

export default defineRule({
  id: 'live/tokens-end',
  title: 'tokens of workloads will end while these run',
  cases: ['CA-01'],
  severity: 'error',
  reads: ['consul/tokens', 'nomad/allocations'],
  why: 'These tokens were made while the auth method had `MaxTokenTTL`, and keep their end when it is taken away. Nomad does not log in again: what runs on then meets `ACL not found`.',
  fix: 'Replace the allocations before the time that is named, after `MaxTokenTTL` is gone from the method.',
  references: ['https://github.com/hashicorp/nomad/issues/20185'],
  examples: {
    bad: {
      says: 'The tokens of the auth method end in an hour, and new ones would not.',
      world: (healthy) =>
        change.consul(healthy, {
          tokens: (healthy.consul?.tokens ?? []).map((token) =>
            token['AuthMethod'] === 'nomad-workloads'
              ? { ...token, ExpirationTime: new Date((healthy.takenAt + 3600) * 1000).toISOString() }
              : token,
          ),
        }),
    },
    good: { says: 'Tokens have no end.', world: (healthy) => healthy },
  },

  *check(look) {
    // Where there is one without an end for each allocation, the others are left behind, and may end.
    const spare = new Set(
      loginsOf(look).flatMap(({ alive, tokens }) =>
        tokens.filter((token) => !(endOf(token) > 0)).length >= alive ? tokens : [],
      ),
    );
    for (const method of methodNames(look).keys()) {
      const ends = (look.world.consul?.tokens ?? [])
        .filter((token) => String(token['AuthMethod']).toLowerCase() === method.toLowerCase() && !spare.has(token))
        .map(endOf)
        // What is over is for the count of tokens to see.
        .filter((end) => end > look.now);
      if (ends.length === 0) continue;
      yield {
        message: `${String(ends.length)} ${ends.length === 1 ? 'token' : 'tokens'} of auth method ${method} will end, the first at ${new Date(Math.min(...ends) * 1000).toISOString()}`,
        about: about.consulTokens(method),
        blames: [about.consulTokens(method)],
        subject: { object: about.authMethod(method) },
        origin: look.originOf(about.consulTokens(method)),
        evidence: { tokens: ends.length },
      };
    }
  },
});

/** Seconds since 1970. Consul writes the year 1 for none. */
function endOf({ ExpirationTime }: ApiObject): number {
  return Date.parse(String(ExpirationTime)) / 1000;
}
