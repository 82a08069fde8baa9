import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';

export default defineRule({
  id: 'keys/clock-skew',
  title: 'clocks differ',
  cases: ['CL-11', 'CL-10'],
  severity: 'warning',
  reads: ['key-sets'],
  why: 'The clock of the server that gives the keys is more than half a minute away from the one here. A JWT that is issued in the future, or that is past its time, is refused; only 60 seconds of skew are allowed.',
  fix: 'Run a time service on the servers of Nomad, Consul and Vault.',
  references: ['https://developer.hashicorp.com/vault/docs/auth/jwt'],
  examples: {
    bad: {
      says: 'The server of the keys is five minutes ahead.',
      world: (healthy) => change.keySets(healthy, (set) => ({ ...set, serverTime: healthy.takenAt + 300 })),
    },
    good: { says: 'The clocks agree.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { url, serverTime } of look.world.keySets) {
      const skew = serverTime === undefined ? 0 : serverTime - look.world.takenAt;
      if (Math.abs(skew) <= 30) continue;
      yield {
        message: `the clock at ${url} is ${String(Math.abs(Math.round(skew)))} s ${skew > 0 ? 'ahead' : 'behind'}`,
        about: about.keySet(url),
        subject: {},
        origin: { from: 'server', request: `nomad GET ${url}` },
        evidence: { skew },
      };
    }
  },
});
