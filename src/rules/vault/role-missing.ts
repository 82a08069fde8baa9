import { about } from '../about.ts';
import type { Look } from '../look.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { behind, severityOf, vaultLogins, type VaultLogin } from './vault-logins.ts';
import { missingAt, type WrittenAt } from '../written-at.ts';

export default defineRule({
  id: 'vault/role-missing',
  title: 'a role that tasks log in with does not exist',
  cases: ['NC-03', 'VR-11'],
  severity: 'error',
  reads: ['vault/objects'],
  why: 'Vault answers `role "…" could not be found`. The name comes from the task\'s `vault` block, else from `create_from_role` of the client (which names a token role in configurations from before 1.7), else from `default_role` of the mount. Tokens that were made with a role that is gone cannot be renewed either.',
  fix: 'Make the role, or name one that exists.',
  references: ['https://developer.hashicorp.com/vault/api-docs/auth/jwt'],
  examples: {
    bad: {
      says: 'The role nomad-workloads is gone.',
      world: (healthy) => change.mount(healthy, (mount) => ({ ...mount, roles: {} })),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const login of vaultLogins(look)) {
      const { mount, role, error } = login;
      const found = look.mount(mount);
      if (error === null || role === '' || found?.config == null || Object.hasOwn(found.roles, role)) continue;
      const address = about.jwtRole(mount, role);
      yield {
        message: `auth/${mount} has no role ${role}, with which ${whoLogsIn(login)} (${whoNames(login, look)})`,
        about: address,
        blames: [...behind(login), address],
        subject: { object: address },
        ...missingAt(look, address, namers(login, look)),
        severity: severityOf(look, login),
        evidence: { error, roles: Object.keys(found.roles) },
      };
    }
  },
});

/** Where the name of the role comes from, which is what is wrong when another one was meant. */
function whoNames({ tasks: [first] }: VaultLogin, look: Look): string {
  if (first?.task?.vault?.role) return 'named by the job';
  return look.settings.logins.vaultRole ? 'create_from_role of the clients' : 'default_role of the mount';
}

/** The first of the tasks by name, and how many others there are. */
function whoLogsIn({ tasks: [first, ...others] }: VaultLogin): string {
  if (first === undefined) return 'tasks log in';
  const name = `task ${first.task?.name ?? ''} of job ${first.of.job.id}`;
  return others.length === 0 ? `${name} logs in` : `${name} and ${String(others.length)} more log in`;
}

/** The job that names it, the clients, or the mount whose default it is. */
function namers({ tasks, mount }: VaultLogin, look: Look): readonly WrittenAt[] {
  const naming = tasks.filter(({ task }) => task?.vault?.role);
  const clients = look.settings.logins.vaultRole === '' ? [] : look.clients;
  return [
    ...naming.map(({ of, path }) => ({ origin: of.reading.origin, path: `${path}/Vault/Role` })),
    ...clients.map(({ origin }) => ({ origin, path: 'Vaults/0/Role' })),
    { origin: look.originOf(about.jwtConfig(mount)), path: 'default_role' },
  ];
}
