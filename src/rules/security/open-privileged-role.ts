import type { ApiObject } from '../../model/api-object.ts';
import { readPolicy } from '../../simulate/vault-policy/policy.ts';
import { about } from '../about.ts';
import type { Look } from '../look.ts';
import { defineRule } from '../rule.ts';
import { usualRole } from '../vault/roles-in-use.ts';
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
    const usual = usualRole(look, look.settings.logins.vaultMount);
    const usualIsMissing = typeof usual === 'string' && !Object.hasOwn(mount?.roles ?? {}, usual);
    // The config that was not read may name any of them.
    const usualIsUnknown = typeof usual !== 'string' && mount?.config == null;
    const kv = Object.keys(look.world.vault?.kv ?? {});
    for (const [name, role] of Object.entries(mount?.roles ?? {})) {
      if (isBound(role) || role['bound_subject'] || role['role_type'] === 'oidc') continue;
      const wide = textsOf(role['token_policies']).filter((policy) => {
        const paths = pathsIn(look.world.vault?.policies[policy] ?? '');
        if (policy === 'default' || paths.length === 0) return false;
        if (paths.some((one) => isWide(one, kv))) return true;
        // Templated with whose it is, or of the role that is for everybody and giving nothing that is anybody's own.
        return (
          !usualIsUnknown &&
          !paths.some(({ path }) => path.includes('identity.entity')) &&
          !(name === usual && isForEverybody(look, paths, kv))
        );
      });
      if (wide.length === 0) continue;
      const address = about.jwtRole(mount?.path ?? '', name);
      yield {
        message: `any job may log in with role ${name} and gets the policies ${wide.join(', ')}`,
        about: address,
        // A role that lacks its name is not the one that is for everybody, and would be again.
        blames: usualIsMissing ? [about.jwtRole(mount?.path ?? '', String(usual))] : [],
        subject: { object: address },
        origin: look.originOf(address),
        path: 'bound_claims',
        evidence: { policies: wide },
      };
    }
  },
});

/** Whether some claim must have a value of its own: a glob of stars alone lets in whoever has the claim, and all jobs do. */
function isBound(role: ApiObject): boolean {
  const claims = role['bound_claims'];
  if (!isObject(claims)) return false;
  const globs = role['bound_claims_type'] === 'glob';
  return Object.values(claims).some((value) => !globs || ![value].flat().every((one) => /^\*+$/.test(String(one))));
}

interface PolicyPath {
  readonly path: string;
  readonly capabilities: string;
}

function pathsIn(text: string): readonly PolicyPath[] {
  return (readPolicy('', text, 'vault')?.paths ?? []).map(({ label, capabilities }) => ({
    path: label.replace(/^\//, ''),
    capabilities: capabilities.join(' '),
  }));
}

const changes = /\b(?:create|update|patch|delete|sudo|write)\b/;

/** What rights are made of: policies, auth mounts with their roles, engines, entities, tokens with other rights. */
const governing =
  /^(?:sys\/(?:policy|policies|auth|mounts|remount|raw)(?:[/*]|$)|auth\/[^/]+\/(?:role|roles|config)(?:[/*]|$)|auth\/token\/create(?:-orphan|\/)|identity\/(?:entity|entity-alias|group|group-alias)(?:[/*]|$))/;

/** What the default policy of Vault lets every token do with itself. */
const ofItsOwn =
  /^(?:auth\/token\/(?:lookup|renew|revoke)-self|sys\/(?:capabilities-self|renew|leases\/(?:renew|lookup)|wrapping\/\w+|tools\/.*)|cubbyhole\/.*)$/;

/** To read some secrets that are no job's own, and what Vault says of itself. */
function isForEverybody(look: Look, paths: readonly PolicyPath[], kv: readonly string[]): boolean {
  return paths.every(({ path, capabilities }) => {
    if (/\bdeny\b/.test(capabilities) || ofItsOwn.test(path)) return true;
    if (/^sys\/[^*]*$/.test(path)) return !changes.test(capabilities);
    const engine = kv.find((mount) => path.startsWith(`${mount}/`));
    // Nothing to be read where no engine is, as long as the path says that it is about one of KV.
    if (engine === undefined) return /^[^/]+\/(?:data|metadata)\//.test(path);
    if (changes.test(capabilities)) return false;
    if (!/\bread\b/.test(capabilities)) return true;
    const below = path.slice(engine.length + 1).replace(/^(?:data|metadata)\//, '');
    // A job's own folder is called by its id, below that of its namespace or not.
    return !look.jobs.some(({ reading: { namespace, id } }) =>
      [`${namespace}/${id}/`, `${id}/`].some((folder) => opens(below, folder)),
    );
  });
}

/** Whether a path with a star at its end, or with segments left open, is about all or a part of a folder. */
function opens(path: string, folder: string): boolean {
  const fixed = path.replace(/\*$/, '').split('/');
  const wanted = folder.split('/');
  if (!path.endsWith('*') && fixed.length < wanted.length) return false;
  return fixed
    .slice(0, wanted.length - 1)
    .every((one, index) =>
      one === '+' || one === wanted[index] ? true : index === fixed.length - 1 && wanted[index]?.startsWith(one),
    );
}

/** Whether a path opens a whole engine, or what Vault itself is governed by. */
function isWide({ path, capabilities }: PolicyPath, kv: readonly string[]): boolean {
  if (/\bdeny\b/.test(capabilities)) return false;
  if (/^(?:sys|auth|identity)\/\*$/.test(path) || governing.test(path)) return changes.test(capabilities);
  return (
    (path === '*' || kv.some((mount) => path === `${mount}/*` || path === `${mount}/data/*`)) &&
    (changes.test(capabilities) || /\bread\b/.test(capabilities))
  );
}
