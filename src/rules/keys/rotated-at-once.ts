import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { keySetOf, kidsOf, relyingParties } from '../relying-party.ts';

export default defineRule({
  id: 'keys/rotated-at-once',
  title: 'a key that signs is not served yet where it is looked up',
  cases: ['NS-08', 'JW-06', 'JW-07', 'JW-08', 'UP-05'],
  severity: 'error',
  reads: ['nomad/keyring', 'key-sets'],
  why: 'The key that Nomad signs with now is not in the key set at the address that Consul or Vault is configured with: it was rotated without publishing the new key first, or something in between keeps an old copy. Until they see the new key every login fails with `failed to verify id token signature`.',
  fix: 'Rotate with `-prepublish`, so that the new key is known before it signs; empty the cache between the servers and Nomad.',
  references: ['https://developer.hashicorp.com/nomad/docs/commands/operator/root/keyring-rotate'],
  examples: {
    bad: {
      says: 'A new key signs, and the address of the keys gives the old one only.',
      world: (healthy) =>
        change.nomad(healthy, {
          keyring: [
            ...(healthy.nomad?.keyring ?? []).map((key) => ({ ...key, State: 'inactive' })),
            { KeyID: 'new', State: 'active', CreateTime: (healthy.takenAt - 60) * 1e9 },
          ],
        }),
    },
    good: { says: 'The key that signs is served.', world: (healthy) => healthy },
  },

  *check(look) {
    const active = (look.world.nomad?.keyring ?? [])
      .filter(({ State }) => State === 'active')
      .map(({ KeyID }) => String(KeyID));
    if (active.length === 0) return;
    for (const party of relyingParties(look)) {
      const set = keySetOf(look, party);
      const kids = set?.keys == null ? [] : kidsOf(set);
      if (set === undefined || kids.length === 0 || active.some((kid) => kids.includes(kid))) continue;
      yield {
        message: `${party.name} cannot know the key that signs now: ${set.url} does not give it`,
        about: about.keyring,
        blames: [party.about],
        subject: { object: party.about },
        origin: { from: 'server', request: `nomad GET ${set.url}` },
        evidence: { active, served: kids, maxAge: set.maxAge ?? null },
      };
    }
  },
});
