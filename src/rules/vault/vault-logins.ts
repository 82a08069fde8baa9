import { explain } from '../../simulate/explain.ts';
import type { Chain } from '../../simulate/explain/explanation.ts';
import type { Refusal } from '../../validation/refusal.ts';
import { jwtRoleError } from '../../validation/vault/jwt-role.ts';
import { about } from '../about.ts';
import { isForOthers } from '../consul/methods-in-use.ts';
import { linkOf } from '../link-of.ts';
import { jobWorldWith } from '../seen-job.ts';
import type { Look, WorkloadLook } from '../look.ts';
import type { WrittenAt } from '../written-at.ts';

/** A login at Vault that tasks make: all those with the same mount, role and outcome. */
export interface VaultLogin {
  readonly mount: string;
  /** Empty when neither the job, the client nor the mount names one. */
  readonly role: string;
  /** The server's text; `null` when the login goes well or cannot be told. */
  readonly error: string | null;
  readonly reason: string | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
  /** The tasks that meet it, of a login that goes well samples of them (see `tasksOf`); none for the plain task that is tried when no job uses Vault. */
  readonly tasks: readonly WorkloadLook[];
}

const known = new WeakMap<Look, readonly VaultLogin[]>();

/** The logins at Vault of all tasks; without any, that of a plain task. */
export function vaultLogins(look: Look): readonly VaultLogin[] {
  let made = known.get(look);
  if (made === undefined) known.set(look, (made = collect(look)));
  return made;
}

function collect(look: Look): readonly VaultLogin[] {
  const found = new Map<string, VaultLogin & { readonly tasks: WorkloadLook[] }>();
  for (const one of look.sampledWorkloads) {
    const login = loginOfTask(one);
    if (login === undefined) continue;
    const key = keyOf(login);
    const other = found.get(key);
    if (other === undefined) found.set(key, { ...login, tasks: [one] });
    else other.tasks.push(one);
  }
  if (found.size > 0) return [...found.values()];
  if (isForOthers(look, look.world.vault?.mounts ?? [])) return [];
  const plain = loginOf(plainTask(look));
  return plain === undefined ? [] : [plain];
}

/** All tasks that meet a login. */
export function tasksOf(look: Look, login: VaultLogin): readonly WorkloadLook[] {
  // Those with which something is wrong are all among the samples.
  if (login.error !== null || login.tasks.length === 0) return login.tasks;
  const key = keyOf(login);
  return look.workloads.filter((one) => {
    const own = loginOfTask(one);
    return own !== undefined && keyOf(own) === key;
  });
}

function keyOf({ mount, role, error }: VaultLogin): string {
  return JSON.stringify([mount, role, error]);
}

function loginOfTask(one: WorkloadLook): VaultLogin | undefined {
  return one.task === undefined || one.service !== undefined ? undefined : loginOf(one.chain('vault'));
}

function loginOf(chain: Chain | undefined): VaultLogin | undefined {
  const login = linkOf(chain, 'login');
  if (login === undefined || !('mount' in login.at)) return undefined;
  const { mount, role } = login.at;
  const error = login.state === 'broken' ? (login.error ?? '') : null;
  return { mount, role, error, reason: login.reason, claims: linkOf(chain, 'claims')?.claims ?? {}, tasks: [] };
}

function plainTask(look: Look): Chain | undefined {
  const task = { Name: 'probe', Driver: 'raw_exec', Config: { command: 'true' }, Vault: {} };
  const job = {
    ID: 'probe',
    Name: 'probe',
    Namespace: 'default',
    Region: look.settings.region,
    Type: 'service',
    Datacenters: ['*'],
    TaskGroups: [{ Name: 'probe', Count: 1, Tasks: [task] }],
  };
  const origin = { from: 'server', request: '' } as const;
  const reading = { job, stored: false, id: 'probe', namespace: 'default', modifyIndex: 0, origin };
  return explain(jobWorldWith(reading, look.world, look.settings), { now: look.now, product: 'vault' }).chains[0];
}

/** Why Vault would not take a role that is only asked for; one that a server has was taken. */
export function roleRefusal(look: Look, mount: string, role: string): Refusal | undefined {
  if (look.world.vault?.stored !== false) return undefined;
  const asked = look.mount(mount)?.roles[role];
  return asked === undefined ? undefined : jwtRoleError(asked);
}

/** What nobody uses breaks nothing yet. */
export function severityOf(look: Look, { tasks }: VaultLogin): 'error' | 'warning' | 'info' {
  if (tasks.length > 0) return 'error';
  return look.jobs.length === 0 ? 'warning' : 'info';
}

/** What may be behind a refused login besides the role. */
export function behind({ mount }: VaultLogin): readonly string[] {
  return [
    about.agentLogin('vault'),
    about.agentIdentity('vault-default'),
    about.issuer,
    about.keyring,
    about.authMount(mount),
    about.jwtConfig(mount),
  ];
}

/** Where the clients that log in at a mount say so, or the servers where no client is known. */
export function loginPathAt(look: Look, mount: string): readonly WrittenAt[] {
  const agents = look.clients.length > 0 ? look.clients : look.servers;
  return agents
    .filter((agent) => look.settingsOf(agent).logins.vaultMount === mount)
    .map(({ origin }) => ({ origin, path: 'Vaults/0/JWTAuthBackendPath' }));
}
