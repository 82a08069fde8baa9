import { WidError } from '../support/errors.ts';
import { isObject } from '../validation/object.ts';
import type { Lab } from './embedded.ts';
import { signIdentities, type SignedIdentity } from './nomad/identities.ts';

/** What a server answered: the status, and what it said. */
export interface Said {
  readonly status: number;
  /** The object of a success, the text of a failure. */
  readonly body: unknown;
}

/** A running job's side of the trust: what its Nomad client and its tasks send to Consul and Vault. */
export interface Workload {
  readonly identities: readonly SignedIdentity[];
  /** Logs in to Consul with an identity, through the auth method that the client is configured for. */
  loginToConsul(identity: SignedIdentity): Promise<Said>;
  loginToVault(identity: SignedIdentity): Promise<Said>;
  /** Reads a key as a template's `key` does; the body is the value. */
  readKey(key: string, token: string): Promise<Said>;
  /** Reads a secret of a KV engine, version 2, by the path of the API. */
  readSecret(path: string, token: string): Promise<Said>;
}

/** The newest allocation of a job, with the identities that the lab's Nomad signs for it. Throws when there is none. */
export async function workloadOf(lab: Lab, job: string): Promise<Workload> {
  const { state } = lab.nomad;
  const running = [...state.allocations.values()].filter(
    ({ JobID, DesiredStatus }) => JobID === job && DesiredStatus === 'run',
  );
  const allocation = running.at(-1);
  if (allocation === undefined) throw new WidError('usage', `the lab runs no job ${job}`);
  const post = (url: string, body: object): Promise<Said> => send(url, { method: 'POST', body: JSON.stringify(body) });
  return {
    identities: await signIdentities(state, allocation),
    loginToConsul: ({ service, task, jwt }) => {
      const Meta = { requested_by: service === undefined ? `nomad_task_${task ?? ''}` : `nomad_service_${service}` };
      const body = { AuthMethod: 'nomad-workloads', BearerToken: jwt.reveal(), Meta };
      return post(`${lab.consul.address}/v1/acl/login`, body);
    },
    loginToVault: ({ jwt }) => post(`${lab.vault.address}/v1/auth/jwt-nomad/login`, { role: '', jwt: jwt.reveal() }),
    readKey: (key, token) => send(`${lab.consul.address}/v1/kv/${key}?raw`, { headers: { 'X-Consul-Token': token } }),
    readSecret: (path, token) => send(`${lab.vault.address}/v1/${path}`, { headers: { 'X-Vault-Token': token } }),
  };
}

async function send(url: string, request: RequestInit): Promise<Said> {
  const answer = await fetch(url, request);
  const text = await answer.text();
  return { status: answer.status, body: answer.ok ? read(text) : errorOf(text) };
}

function read(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Vault's errors are lists in JSON; Consul's are the bare text. */
function errorOf(text: string): string {
  const body = read(text);
  const errors = isObject(body) ? body['errors'] : undefined;
  return Array.isArray(errors) ? errors.join('; ') : text;
}
