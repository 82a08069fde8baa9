import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';

/** 30 days, and some for a rotation that waits for its turn. */
const allowedDays = 32;

export default defineRule({
  id: 'keys/rotation-overdue',
  title: 'the signing key is older than the rotation allows',
  cases: ['NS-09', 'NS-08'],
  severity: 'info',
  reads: ['nomad/keyring'],
  why: "No key is younger than the rotation's threshold (30 days unless `root_key_rotation_threshold` says otherwise). Before 1.8.3 the periodic rotation never ran, and scripts that call `keyring rotate` without `-now` or `-prepublish` fail since then.",
  fix: 'Rotate once with `nomad operator root keyring rotate -prepublish 1h`, and mend the script that should do it.',
  references: ['https://developer.hashicorp.com/nomad/docs/upgrade/upgrade-specific'],
  examples: {
    bad: {
      says: 'The active key is 90 days old.',
      world: (healthy) =>
        change.nomad(healthy, {
          keyring: (healthy.nomad?.keyring ?? []).map((key) => ({
            ...key,
            CreateTime: (healthy.takenAt - 90 * 86_400) * 1e9,
          })),
        }),
    },
    good: { says: 'The active key is a day old.', world: (healthy) => healthy },
  },

  *check(look) {
    const keys = look.world.nomad?.keyring ?? [];
    const youngest = Math.max(...keys.map(({ CreateTime }) => (typeof CreateTime === 'number' ? CreateTime / 1e9 : 0)));
    const days = Math.floor((look.now - youngest) / 86_400);
    if (keys.length === 0 || youngest <= 0 || days <= allowedDays) return;
    yield {
      message: `Nomad's youngest key is ${String(days)} days old`,
      about: about.keyring,
      subject: {},
      origin: { from: 'server', request: 'nomad GET /v1/operator/keyring/keys' },
      evidence: { days, keys: keys.map(({ KeyID, State }) => ({ KeyID, State })) },
    };
  },
});
