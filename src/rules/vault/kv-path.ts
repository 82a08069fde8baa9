import { readPolicy } from '../../simulate/vault-policy/policy.ts';
import { about } from '../about.ts';
import { linkOf } from '../link-of.ts';
import type { Look } from '../look.ts';
import { defineRule } from '../rule.ts';
import { deniedNeeds } from '../workload/denied-needs.ts';
import { change } from '../change.ts';
import { policiesInUse } from './roles-in-use.ts';

export default defineRule({
  id: 'vault/kv-path',
  title: 'a policy names paths that its KV engine does not have',
  cases: ['VP-02'],
  severity: 'error',
  reads: ['vault/objects'],
  why: 'In a KV engine of version 2 values stand below `data/` and names below `metadata/`. A policy without that part allows nothing there; one with it allows nothing in an engine of version 1. A path at whose beginning nothing is mounted allows nothing at all.',
  fix: 'Write `secret/data/…` for values of version 2, and the mount that there is.',
  references: ['https://developer.hashicorp.com/vault/docs/secrets/kv/kv-v2#acl-rules'],
  examples: {
    bad: {
      says: 'The policy has a path of KV version 1, and the engine is of version 2.',
      world: (healthy) => change.vaultPolicies(healthy, (text) => text.replaceAll('secret/data/', 'secret/')),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    const { kv = {}, stored = true } = look.world.vault ?? {};
    // No engine at all is told by a server only, and by one that was asked for them.
    const asked = stored && !look.world.notRead.some(({ part }) => part === 'vault/objects');
    if (Object.keys(kv).length === 0 && !asked) return;
    for (const name of policiesInUse(look)) {
      const text = look.world.vault?.policies[name] ?? '';
      const paths = (readPolicy(name, text, 'vault')?.paths ?? []).map(({ label }) => label.replace(/^\//, ''));
      const wrong = paths.filter((path) => {
        const mount = Object.keys(kv).find((one) => path.startsWith(`${one}/`));
        if (mount === undefined || path === `${mount}/*` || path === `${mount}/+/*`) return false;
        const rest = path.slice(mount.length + 1);
        const isVersion2 = /^(?:data|metadata|delete|undelete|destroy|subkeys|config|\+|\*)(?:\/|$|\*)/.test(rest);
        // A plus may stand for `data`; one that was meant for a name shows in what is denied.
        return kv[mount] === 2 && (!isVersion2 || (rest.startsWith('+/') && isMissed(look, name, [path])));
      });
      const tooNew = paths.filter((path) =>
        Object.keys(kv).some((mount) => kv[mount] === 1 && /^(?:data|metadata)\//.test(below(mount, path))),
      );
      const odd = paths.filter(
        (path) =>
          !Object.keys(kv).some((one) => path.startsWith(`${one}/`)) && /^[a-z0-9_-]+\/(?:data|metadata)\//.test(path),
      );
      const amiss = [...wrong, ...tooNew, ...odd];
      if (amiss.length === 0) continue;
      const right = paths.filter(
        (path) => !amiss.includes(path) && Object.keys(kv).some((one) => path.startsWith(`${one}/`)),
      );
      const address = about.vaultPolicy(name);
      yield {
        message:
          wrong.length > 0
            ? `policy ${name} names ${wrong[0] ?? ''}, which is no path of an engine of version 2`
            : tooNew.length > 0
              ? `policy ${name} names ${tooNew[0] ?? ''}, which is a path of version 2, and the engine is of version 1`
              : `policy ${name} names ${odd[0] ?? ''}, and no KV engine is mounted there`,
        about: address,
        // An engine that templates miss as well was taken away: the policy was right.
        blames: wrong.length + tooNew.length > 0 ? [] : odd.map((path) => about.vaultEngine(path.split('/')[0] ?? '')),
        subject: { object: address },
        origin: look.originOf(address),
        // Beside paths that are right, one that nobody misses does no harm.
        ...(right.length > 0 && !isMissed(look, name, amiss) && { severity: 'info' as const }),
        evidence: { paths: amiss, kv },
      };
    }
  },
});

/** Whether somebody who has the policy is denied what such a path would allow if it were that of an engine that there is. */
function isMissed(look: Look, policy: string, paths: readonly string[]): boolean {
  const meant = paths.map((path) => patternOf(path));
  return deniedNeeds(look).some(
    ({ chain, need: { request } }) =>
      request?.product === 'vault' &&
      linkOf(chain, 'grant')?.policies.includes(policy) === true &&
      meant.some((pattern) => pattern.test(request.path)),
  );
}

/** Of the path without its mount and without what stands before the names, at any mount and with or without that part. */
function patternOf(path: string): RegExp {
  const rest = path.replace(/^[^/]+\/(?:(?:data|metadata)\/)?/, '');
  const parts = rest.split(/(\{\{.*?\}\}|\*$|(?<=^|\/)\+(?=\/|$))/s).map((part, index) => {
    if (index % 2 === 0) return part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    return part === '*' ? '.*' : '[^/]+';
  });
  return new RegExp(`^[^/]+/(?:(?:data|metadata)/)?${parts.join('')}$`, 's');
}

function below(mount: string, path: string): string {
  return path.startsWith(`${mount}/`) ? path.slice(mount.length + 1) : '';
}
