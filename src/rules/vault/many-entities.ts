import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';

export default defineRule({
  id: 'vault/many-entities',
  title: 'each run of a job is an entity of its own',
  cases: ['VR-10', 'JS-13'],
  severity: 'info',
  reads: ['vault/aliases'],
  why: 'Each value of `user_claim` makes an entity, and each entity counts as a client. Names with `/periodic-` or `/dispatch-` in them, or one for each allocation, make a new one for every run.',
  fix: 'Use a claim that stays the same from run to run, such as `/nomad_job_id`.',
  references: ['https://developer.hashicorp.com/vault/docs/concepts/client-count'],
  examples: {
    bad: {
      says: 'An alias has the name of a periodic child.',
      world: (healthy) =>
        change.vault(healthy, {
          aliases: [{ name: 'report/periodic-1780000000', accessor: 'auth_jwt_00000000', metadata: {} }],
        }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    const aliases = look.world.vault?.aliases ?? [];
    const odd = aliases.filter(({ name }) => /\/(?:periodic|dispatch)-|^[0-9a-f]{8}-[0-9a-f]{4}-/.test(name));
    const [first] = odd;
    if (first === undefined) return;
    const mount = look.world.vault?.mounts.find(({ accessor }) => accessor === first.accessor)?.path ?? '';
    yield {
      message: `${String(odd.length)} of ${String(aliases.length)} entities are single runs, such as ${first.name}`,
      about: about.authMount(mount),
      subject: { object: about.authMount(mount) },
      origin: { from: 'server', request: 'vault LIST /v1/identity/entity-alias/id' },
      evidence: { count: odd.length },
    };
  },
});
