import { about } from '../about.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { isObject, textsOf } from '../../validation/object.ts';

export default defineRule({
  id: 'security/open-privileged-role',
  title: 'any job may take a privileged Vault role',
  cases: ['VR-07'],
  severity: 'warning',
  reads: ['vault/objects'],
  why: "A role without `bound_claims` is for whoever names it in a `vault` block: any job of any namespace. That is meant for a role whose policies are templated with the job's own names; one with policies of its own gives every job the same rights, and so does a path for all secrets beside the templated ones.",
  fix: 'Bind the role: `bound_claims = { nomad_namespace = …, nomad_job_id = … }`. Grants of the spec do.',
  references: ['https://developer.hashicorp.com/nomad/docs/secure/workload-identity/vault'],
  examples: {
    bad: {
      says: 'A second role gives an untemplated policy and is bound to nothing.',
      world: (healthy) =>
        change.mount(
          change.vault(healthy, {
            policies: {
              ...healthy.vault?.policies,
              db: (healthy.vault?.policies['nomad-workloads'] ?? '').replaceAll(/\{\{[^}]*\}\}/g, '+'),
            },
          }),
          (mount) => ({
            ...mount,
            roles: { ...mount.roles, db: { ...mount.roles['nomad-workloads'], token_policies: ['db'] } },
          }),
        ),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    const mount = look.mount(look.settings.logins.vaultMount);
    const kv = Object.keys(look.world.vault?.kv ?? {});
    for (const [name, role] of Object.entries(mount?.roles ?? {})) {
      const bound = role['bound_claims'];
      if ((isObject(bound) && Object.keys(bound).length > 0) || role['bound_subject'] || role['role_type'] === 'oidc')
        continue;
      const wide = textsOf(role['token_policies']).filter((policy) => {
        const paths = pathsIn(look.world.vault?.policies[policy] ?? '');
        if (policy === 'default' || paths.length === 0) return false;
        // Templated with whose it is, or giving nothing that is anybody's own.
        return !paths.some(({ path }) => path.includes('identity.entity')) || paths.some((one) => isWide(one, kv));
      });
      if (wide.length === 0) continue;
      const address = about.jwtRole(mount?.path ?? '', name);
      yield {
        message: `any job may log in with role ${name} and gets the policies ${wide.join(', ')}`,
        about: address,
        subject: { object: address },
        origin: look.originOf(address),
        path: 'bound_claims',
        evidence: { policies: wide },
      };
    }
  },
});

interface PolicyPath {
  readonly path: string;
  readonly body: string;
}

/** The paths of a policy with what stands in their braces; those in comments are not in force. */
function pathsIn(text: string): readonly PolicyPath[] {
  const active = text.replaceAll(/^\s*(?:#|\/\/).*$/gm, '');
  return [...active.matchAll(/"?path"?\s*"([^"]+)"\s*\{([^}]*)\}/g)].map(([, path = '', body = '']) => ({
    path,
    body,
  }));
}

const changes = /\b(?:create|update|patch|delete|sudo|write)\b/;

/** Whether a path opens a whole engine, or what Vault itself is governed by. */
function isWide({ path, body }: PolicyPath, kv: readonly string[]): boolean {
  if (/\bdeny\b/.test(body)) return false;
  if (/^(?:sys|auth|identity)\/\*$/.test(path)) return changes.test(body);
  return (
    (path === '*' || kv.some((mount) => path === `${mount}/*` || path === `${mount}/data/*`)) &&
    (changes.test(body) || /\bread\b/.test(body))
  );
}
