import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { kidsOf, ownKeySets } from '../relying-party.ts';

export default defineRule({
  id: 'keys/servers-differ',
  title: 'servers serve different keys',
  cases: ['NS-07', 'JW-11', 'UP-04'],
  severity: 'error',
  reads: ['key-sets'],
  why: 'Some servers of one region serve keys that others do not. A login then fails or works depending on which of them the address of the keys leads to, and may stop after the next election. Nomad 1.7.0 did not give RSA keys to its followers at all.',
  fix: 'Leave 1.7.0 for 1.7.1 or later and rotate the keyring; look at the health of the server that lacks keys.',
  references: ['https://developer.hashicorp.com/nomad/docs/upgrade/upgrade-specific'],
  examples: {
    bad: {
      says: 'A second server serves another key set.',
      world: (healthy) =>
        change.keySets(healthy, (set) => [
          set,
          { ...set, url: 'https://10.0.0.5:4646/.well-known/jwks.json', usedBy: ['nomad/agent/server-1.global'] },
          {
            ...set,
            url: 'https://10.0.0.6:4646/.well-known/jwks.json',
            usedBy: ['nomad/agent/server-2.global'],
            keys: { keys: [] },
          },
        ]),
    },
    good: {
      says: 'Both servers serve the same key set.',
      world: (healthy) =>
        change.keySets(healthy, (set) => [
          set,
          { ...set, url: 'https://10.0.0.5:4646/.well-known/jwks.json', usedBy: ['nomad/agent/server-1.global'] },
          { ...set, url: 'https://10.0.0.6:4646/.well-known/jwks.json', usedBy: ['nomad/agent/server-2.global'] },
        ]),
    },
  },

  *check(look) {
    const regions = new Map([...look.servers, ...look.clients].map(({ name, region }) => [about.agent(name), region]));
    for (const region of new Set(regions.values())) {
      const sets = ownKeySets(look).filter(
        ({ keys, usedBy }) => keys !== null && usedBy.some((one) => (regions.get(one) ?? region) === region),
      );
      const all = [...new Set(sets.flatMap(kidsOf))];
      const lacking = sets.filter((set) => !all.every((kid) => kidsOf(set).includes(kid)));
      const [first] = lacking;
      if (first === undefined) continue;
      yield {
        message: `${first.url} lacks keys that other servers of region ${region} serve`,
        about: about.keyring,
        subject: { ...(first.usedBy[0] === undefined ? {} : { object: first.usedBy[0] }) },
        origin: { from: 'server', request: `nomad GET ${first.url}` },
        evidence: { lacking: lacking.map((set) => ({ url: set.url, has: kidsOf(set) })), all },
      };
    }
  },
});
