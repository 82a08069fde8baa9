import type { Group, Job, Service, Task } from '../nomad-claims/job.ts';
import type { AskedWith } from './need.ts';

/** What decides whose token the client of Nomad uses, where a workload has no identity for it. */
export interface ClientSettings {
  /** Of Nomad: `1.11.1`. */
  readonly version: string;
  /** `client.template.use_client_consul_token`. */
  readonly useClientConsulToken?: boolean | undefined;
  /** Whether Vault is enabled on the clients; taken as so when it is not said. */
  readonly vaultEnabled?: boolean | undefined;
}

/** With which token a task's templates ask Consul. Source: reference on Nomad's template hook, by version. */
export function consulTokenOf(task: Task, group: Group, settings: ClientSettings): AskedWith {
  const block = task.consul ?? group.consul;
  const wanted = `consul_${block?.cluster ?? 'default'}`;
  if (task.identities.some(({ name }) => name === wanted)) return { token: 'consul identity', identity: wanted };
  const because = `the task has no identity called ${wanted}`;
  switch (fallbackOf(settings.version)) {
    case 'agent':
      return { token: 'agent', because };
    case 'environment':
      return { token: 'environment of the agent', because };
    case 'none':
      return settings.useClientConsulToken === true ? { token: 'agent', because } : { token: 'invalid-token', because };
    case undefined:
      return { token: 'unknown', because: `Nomad ${settings.version} is not known here` };
  }
}

type Fallback = 'agent' | 'environment' | 'none';

/** Since 2.0.4, 1.11.8 and 1.10.14 there is none; from 1.10 on the environment of the agent; before, the agent's token. */
function fallbackOf(version: string): Fallback | undefined {
  const [, major = '', minor = '', patch] = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  // A minor version without a patch stands for the newest of them.
  const newest = patch === undefined ? Number.POSITIVE_INFINITY : Number(patch);
  switch (`${major}.${minor}`) {
    case '1.7':
    case '1.8':
    case '1.9':
      return 'agent';
    case '1.10':
      return newest >= 14 ? 'none' : 'environment';
    case '1.11':
      return newest >= 8 ? 'none' : 'environment';
    case '2.0':
      return newest >= 4 ? 'none' : 'environment';
    default:
      return undefined;
  }
}

/** With which token a task's templates ask Vault. */
export function vaultTokenOf(task: Task, { vaultEnabled = true }: ClientSettings): AskedWith {
  if (task.vault === undefined) return { token: 'none', because: 'the task has no vault block' };
  if (!vaultEnabled) return { token: 'none', because: 'Vault is not enabled on the clients' };
  const wanted = `vault_${task.vault.cluster}`;
  if (task.identities.some(({ name }) => name === wanted)) return { token: 'vault identity', identity: wanted };
  return { token: 'none', because: `the task has no identity called ${wanted}, and waits for one without end` };
}

/**
 * With which token a service is registered in Consul. A name or port that is interpolated on the client has a token
 * too, but it is not found, and the agent's takes its place without a word.
 */
export function serviceTokenOf(service: Service): AskedWith {
  const { identity } = service;
  if (identity === undefined) return { token: 'agent', because: 'the service has no identity' };
  if (service.name.includes('${') || service.portLabel.includes('${')) {
    return { token: 'agent', because: 'its name or port is interpolated, and the token that it has is not found' };
  }
  return { token: 'service identity', identity: identity.name };
}

/** The job as its identities name it. */
export function parentOf({ id, parentId }: Job): string {
  return parentId === '' ? id : parentId;
}
