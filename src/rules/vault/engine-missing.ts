import { about } from '../about.ts';
import { change } from '../change.ts';
import { findAll } from '../find-all.ts';
import { needsOf } from '../link-of.ts';
import type { Look, WorkloadLook } from '../look.ts';
import { defineRule } from '../rule.ts';
import { workloadInWords } from '../workload/denied-needs.ts';

interface Missed {
  readonly path: string;
  readonly who: Set<string>;
}

export default defineRule({
  id: 'vault/engine-missing',
  title: 'templates read from where no engine is mounted',
  cases: ['VP-02', 'VP-04'],
  severity: 'error',
  reads: ['vault/objects', 'nomad/jobs'],
  why: 'The policies allow what the template asks for, and no secrets engine is mounted at the beginning of that path: it was unmounted or moved, or never made. Vault answers `no handler for route`, the template waits with `Missing: vault.read(...)`, and its task does not start.',
  fix: 'Mount the engine where the job asks for it (`vault secrets enable -path=...`, `vault secrets move`), or write the path that there is into the job and the policy.',
  references: ['https://developer.hashicorp.com/vault/docs/commands/secrets'],
  examples: {
    bad: {
      says: 'A template reads from an engine of version 1, as the policy allows, which was moved.',
      world: (healthy) =>
        change.vault(
          change.vaultPolicies(
            change.jobs(healthy, (one) => ({
              ...one,
              job: JSON.parse(
                JSON.stringify(one.job).replaceAll('secret/data/', 'legacy/'),
              ) as object as typeof one.job,
            })),
            (text) => text.replaceAll('secret/data/', 'legacy/'),
          ),
          { engines: { old: 'kv', secret: 'kv' } },
        ),
    },
    good: {
      says: 'The engine of the secret is mounted.',
      world: (healthy) => change.vault(healthy, { engines: { secret: 'kv' } }),
    },
  },

  *check(look) {
    for (const [mount, { path, who }] of missed(look)) {
      const address = about.vaultEngine(mount);
      yield {
        message: `nothing is mounted in Vault at ${mount}/, where ${[...who][0] ?? ''} reads ${path}${who.size > 1 ? ` (and ${String(who.size - 1)} more)` : ''}`,
        about: address,
        subject: { object: address },
        origin: look.originOf(address),
        evidence: { who: [...who], engines: Object.keys(look.world.vault?.engines ?? {}) },
      };
    }
  },
});

/** By the first part of the path, what is allowed and yet not there. */
function missed(look: Look): ReadonlyMap<string, Missed> {
  const all = new Map<string, Missed>();
  const engines = look.world.vault?.engines;
  if (engines === undefined) return all;
  const mounts = Object.keys(engines);
  // Of auth mounts there are other lists; a namespace has engines of its own.
  const there = (path: string): boolean =>
    path.startsWith('auth/') || mounts.some((mount) => path === mount || path.startsWith(`${mount}/`));
  const missedBy = (one: WorkloadLook): readonly { readonly one: WorkloadLook; readonly path: string }[] =>
    one.task?.vault?.namespace
      ? []
      : needsOf(one.chain('vault')).flatMap(({ request, state }) =>
          state === 'ok' && request?.product === 'vault' && !there(request.path) ? [{ one, path: request.path }] : [],
        );
  for (const { one, path } of findAll(look, missedBy)) {
    const [mount = ''] = path.split('/');
    const entry = all.get(mount) ?? { path, who: new Set<string>() };
    all.set(mount, entry);
    entry.who.add(`${workloadInWords(one)} of job ${one.of.job.id}`);
  }
  return all;
}
