import { z } from 'zod';
import { ApiError, type Api, type Clients } from '../clients/api.ts';
import type { KindId, Reach } from '../kinds/kind.ts';
import type { AgentSettings } from '../model/agent.ts';
import type { ConsulWorld, VaultWorld } from '../model/world.ts';
import { WidError } from '../support/errors.ts';
import { agentOf } from './agent.ts';
import { readInventory } from './inventory.ts';
import { consulObjects, vaultObjects, type KnownObject } from './world-of-objects.ts';

const anything = z.looseObject({});

/** A part of the world, and what had to be taken for given. */
export interface Collected<T> {
  readonly value: T;
  readonly assumed: readonly string[];
}

/** What the agent that is asked says of itself. */
export async function readAgent(nomad: Api): Promise<Collected<AgentSettings>> {
  const self = await nomad.get(['agent', 'self'], anything);
  return agentOf(self ?? {});
}

/** A job that Nomad has, as it is stored. */
export async function readStoredJob(nomad: Api, id: string): Promise<unknown> {
  const job = await nomad.get(['job', id], anything);
  if (job === undefined)
    throw new WidError('usage', `Nomad has no job ${id} in this namespace`, {
      hint: 'set NOMAD_NAMESPACE if it is in another namespace; for a file, give its path with the ending',
    });
  return job;
}

const consulKinds: readonly KindId[] = ['consul/auth-method', 'consul/binding-rule', 'consul/role', 'consul/policy'];
const vaultKinds: readonly KindId[] = ['vault/auth-mount', 'vault/jwt-config', 'vault/jwt-role', 'vault/policy'];

/** What Consul has, as far as logins and what comes of them are concerned. Reads nothing secret. */
export async function readConsulWorld(reach: Reach): Promise<Collected<ConsulWorld>> {
  const objects = await readObjects(reach, consulKinds);
  const agent = await consulAgent(reach.clients);
  return { value: { ...consulObjects(objects), ...agent.value, stored: true }, assumed: agent.assumed };
}

async function consulAgent({ consul }: Clients): Promise<Collected<Pick<ConsulWorld, 'datacenter' | 'defaultPolicy'>>> {
  const shape = z.looseObject({
    Config: z.looseObject({ Datacenter: z.string() }),
    DebugConfig: z
      .looseObject({ ACLResolverSettings: z.looseObject({ ACLDefaultPolicy: z.string() }).optional() })
      .optional(),
  });
  const self = await allowed(() => consul.get(['agent', 'self'], shape));
  if (self === undefined)
    return {
      value: { datacenter: 'dc1', defaultPolicy: 'deny' },
      assumed: ["Consul's datacenter is dc1 and its default policy deny, for the agent may not be asked"],
    };
  const policy = self.DebugConfig?.ACLResolverSettings?.ACLDefaultPolicy === 'allow' ? 'allow' : 'deny';
  return { value: { datacenter: self.Config.Datacenter, defaultPolicy: policy }, assumed: [] };
}

/** What Vault has, as far as logins and what comes of them are concerned. Reads no secret. */
export async function readVaultWorld(reach: Reach): Promise<Collected<VaultWorld>> {
  const objects = await readObjects(reach, vaultKinds);
  const kv = await kvVersions(reach.clients.vault);
  return { value: { ...vaultObjects(objects), kv: kv.value }, assumed: kv.assumed };
}

async function kvVersions(vault: Api): Promise<Collected<VaultWorld['kv']>> {
  const mount = z.looseObject({
    type: z.string(),
    options: z.looseObject({ version: z.string().optional() }).nullish(),
  });
  const shape = z.looseObject({ data: z.looseObject({ secret: z.record(z.string(), mount) }) });
  const answer = await allowed(() => vault.get(['sys', 'internal', 'ui', 'mounts'], shape));
  if (answer === undefined)
    return { value: {}, assumed: ['the versions of KV engines are not known: paths are taken as they are written'] };
  const kv = Object.entries(answer.data.secret).filter(([, { type }]) => type === 'kv' || type === 'generic');
  const versions = kv.map(
    ([path, { options }]) => [path.replace(/\/$/, ''), options?.version === '2' ? 2 : 1] as const,
  );
  return { value: Object.fromEntries(versions), assumed: [] };
}

async function readObjects(reach: Reach, wanted: readonly KindId[]): Promise<readonly KnownObject[]> {
  const found = await readInventory(reach, wanted);
  return [...found].flatMap(([kind, all]) =>
    all.map(({ identity, body, id }) => ({
      kind,
      identity,
      body,
      ...(kind === 'vault/auth-mount' ? { accessor: id } : {}),
    })),
  );
}

/** `undefined` when the token may not ask. */
async function allowed<T>(ask: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return undefined;
    throw error;
  }
}
