import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';

/** Seconds: the threshold of Nomad's own rotation. */
const longest = 31 * 86_400;

export default defineRule({
  id: 'keys/cached-for-long',
  title: 'the key set may be kept for longer than keys are announced',
  cases: ['JW-08'],
  severity: 'info',
  reads: ['key-sets'],
  why: 'Whoever fetches the keys may keep them for as long as `Cache-Control` says. A key that signs before that time is over is unknown to them. Vault before 1.7.3 did not ask again for an unknown key.',
  fix: 'Rotate with a `-prepublish` that is longer than this time.',
  references: ['https://developer.hashicorp.com/nomad/docs/commands/operator/root/keyring-rotate'],
  examples: {
    bad: {
      says: 'The key set may be kept for 90 days.',
      world: (healthy) => change.keySets(healthy, (set) => ({ ...set, maxAge: 90 * 86_400 })),
    },
    good: { says: 'The key set may be kept for an hour.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { url, maxAge } of look.world.keySets) {
      if (maxAge === undefined || maxAge <= longest) continue;
      yield {
        message: `${url} may be kept for ${String(Math.round(maxAge / 86_400))} days`,
        about: about.keySet(url),
        subject: {},
        origin: { from: 'server', request: `nomad GET ${url}` },
        evidence: { maxAge },
      };
    }
  },
});
