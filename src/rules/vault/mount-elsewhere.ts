import { defaultLogins } from '../../collect/agent.ts';
import type { VaultMountWorld } from '../../model/world.ts';
import { readAuthMethod } from '../../validation/consul/auth-method.ts';
import { about } from '../about.ts';
import { methodsInUse } from '../consul/methods-in-use.ts';
import { spec } from '../healthy/spec.ts';
import type { Look } from '../look.ts';
import { defineRule, type Sighting } from '../rule.ts';
import { loginPathAt, vaultLogins } from './vault-logins.ts';

export default defineRule({
  id: 'vault/mount-elsewhere',
  title: 'a mount or its roles are written for a path at which Nomad does not log in',
  cases: ['NC-02', 'VM-01'],
  severity: 'error',
  reads: ['vault/objects'],
  why: 'Clients log in at `auth/<jwt_auth_backend_path>` (by default `jwt-nomad`), and Vault looks for the role below that very path. A mount at another path is used by nobody, and roles below a path where nothing is mounted cannot even be written (`no handler for route "auth/…"`). At the path where nothing is, logins are answered with `permission denied`.',
  fix: 'Write one path in all places: of the mount, its config and its roles in the spec or in Terraform (`backend`), and as `jwt_auth_backend_path` in the `vault` block of the clients.',
  references: [
    'https://developer.hashicorp.com/nomad/docs/configuration/vault',
    'https://developer.hashicorp.com/vault/api-docs/auth/jwt',
  ],
  examples: {
    bad: {
      files: { 'wid.yaml': spec.replace('nomad-vault, issuer: nomad', 'nomad-vault, issuer: nomad, mount: jwt-nomda') },
    },
    good: { files: { 'wid.yaml': spec } },
  },

  *check(look) {
    const used = loginMounts(look);
    for (const mount of look.world.vault?.mounts ?? []) {
      if (used.has(mount.path) || !isForNomad(look, mount)) continue;
      const written = writtenParts(look, mount)[0];
      if (written === undefined) continue;
      const seen = sightingOf(look, mount, [...used]);
      if (seen === undefined) continue;
      const place = { origin: look.originOf(written) };
      yield {
        ...seen,
        subject: { object: written },
        // Beside a mount with the usual path, it is the agent that has another one.
        ...(mount.path === defaultLogins.vaultMount
          ? (loginPathAt(look, [...used][0] ?? '').find(({ origin }) => origin.from === 'file') ?? place)
          : place),
        evidence: { path: mount.path, logins: [...used], roles: Object.keys(mount.roles) },
      };
    }
  },
});

function sightingOf(
  look: Look,
  { path, roles, config }: VaultMountWorld,
  used: readonly string[],
): Pick<Sighting, 'message' | 'about' | 'alsoAbout' | 'severity'> | undefined {
  const names = Object.keys(roles);
  const where = used.map((one) => `auth/${one}`).join(' and ');
  const isRead = look.clients.length + look.servers.length > 0;
  const there = used.filter((one) => look.mount(one) !== undefined);
  const severity = look.sampledWorkloads.some(({ task, service }) => service === undefined && task?.vault !== undefined)
    ? 'error'
    : 'warning';
  if (there.length === 0)
    return {
      message: `auth/${path} is written for Nomad's tasks, and clients log in at ${where}${isRead ? '' : ', unless they are told otherwise'}`,
      about: about.authMount(path),
      alsoAbout: used.map(about.authMount),
      severity,
    };
  if (names.length > 0 && !isMounted(look, path) && there.some((one) => isMounted(look, one)))
    return {
      message: `${names.length === 1 ? 'role' : 'roles'} ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} written for auth/${path}, where nothing is mounted; clients log in at ${where}`,
      about: about.authMount(path),
      alsoAbout: used.flatMap((one) => names.map((name) => about.jwtRole(one, name))),
      severity: 'error',
    };
  // Several clusters may share a Vault: only what takes the keys of this one is meant for it.
  const keys = keysOf(config);
  if (keys === undefined || !there.some((one) => keysOf(look.mount(one)?.config ?? null) === keys)) return undefined;
  return {
    message: `auth/${path} takes the keys of this Nomad, whose clients log in at ${where}: nobody uses it`,
    about: about.authMount(path),
    severity: 'warning',
  };
}

/** Where the clients log in, or jobs say that they do. */
function loginMounts(look: Look): ReadonlySet<string> {
  const settings = look.clients.length === 0 ? [look.settings] : look.clients.map((one) => look.settingsOf(one));
  return new Set([...settings.map(({ logins }) => logins.vaultMount), ...vaultLogins(look).map(({ mount }) => mount)]);
}

/** Whether its roles look at claims that only Nomad writes, or its keys are those that Consul trusts for Nomad. */
function isForNomad(look: Look, { roles, config }: VaultMountWorld): boolean {
  if (/\bnomad_(?:job_id|task|namespace|group)\b/.test(JSON.stringify(roles))) return true;
  const keys = keysOf(config);
  return keys !== undefined && methodsInUse(look).some(({ object }) => readAuthMethod(object).config.JWKSURL === keys);
}

function keysOf(config: VaultMountWorld['config']): string | undefined {
  const url = config?.['jwks_url'] ?? config?.['oidc_discovery_url'];
  return typeof url === 'string' && url !== '' ? url : undefined;
}

/** The addresses of what files say of a mount, itself before its config and roles. */
function writtenParts(look: Look, { path, roles }: VaultMountWorld): readonly string[] {
  const all = [
    about.authMount(path),
    about.jwtConfig(path),
    ...Object.keys(roles).map((one) => about.jwtRole(path, one)),
  ];
  return all.filter((one) => look.originOf(one).from === 'file');
}

/** Whether somebody mounts it: a file says so, or the server has it. */
function isMounted(look: Look, path: string): boolean {
  return (
    look.originOf(about.authMount(path)).from === 'file' ||
    look.world.vault?.authMounts?.[path] !== undefined ||
    (look.world.vault?.authMounts === undefined && look.world.vault?.stored === true)
  );
}
