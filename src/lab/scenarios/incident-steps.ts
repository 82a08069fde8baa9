import type { Secret } from '../../support/secret.ts';
import { isObject } from '../../validation/object.ts';
import type { Lab } from '../embedded.ts';
import type { SignedIdentity } from '../nomad/identities.ts';
import { workloadOf, type Said, type Workload } from '../workload.ts';
import { database, foreign, password, passwordValue } from './incident.ts';

/** One thing that was tried, and what came of it. */
export interface Step {
  readonly what: string;
  readonly said: string;
  /** Whether it came out as the story has it. */
  readonly asTold: boolean;
}

/** What fails while the trust is as `incident` leaves it. */
export async function beforeMending(lab: Lab, agentToken: Secret): Promise<readonly Step[]> {
  const powerdns = await workloadOf(lab, 'powerdns');
  const read = await powerdns.readKey(password, agentToken.reveal());
  const service = await powerdns.loginToConsul(identity(powerdns, 'consul-service_'));
  const task = await powerdns.loginToVault(identity(powerdns, 'vault_default'));
  return [
    step(`reads ${password} with the token of Nomad's agent`, read, lacks(password)),
    step('logs its service in to Consul', service, {
      status: 500,
      text: 'aud claim does not match any bound audience',
    }),
    step('logs its task in to Vault', task, { status: 400, text: 'audience claim does not match' }),
  ];
}

/** What works once it is mended, and what still must not. */
export async function afterMending(lab: Lab): Promise<readonly Step[]> {
  const powerdns = await workloadOf(lab, 'powerdns');
  const service = await powerdns.loginToConsul(identity(powerdns, 'consul-service_'));
  const task = await powerdns.loginToConsul(identity(powerdns, 'consul_default'));
  const consul = tokenOf(task);
  const own = await powerdns.readKey(password, consul);
  const other = await powerdns.readKey(foreign, consul);
  const vault = await powerdns.loginToVault(identity(powerdns, 'vault_default'));
  const secret = await powerdns.readSecret(database, tokenOf(vault));
  return [
    step('logs its service in to Consul', service, { status: 200, text: 'service identity powerdns' }),
    step('logs its task in to Consul', task, { status: 200, text: 'role nomad_default_powerdns' }),
    step(`reads ${password} with that token`, own, { status: 200, text: passwordValue }),
    step(`reads ${foreign} with that token`, other, lacks(foreign)),
    step('logs its task in to Vault', vault, { status: 200, text: 'policies default, nomad-workloads' }),
    step(`reads ${database} with that token`, secret, { status: 200, text: '"user":"powerdns"' }),
  ];
}

interface Wanted {
  readonly status: number;
  /** Stands somewhere in what is said. */
  readonly text: string;
}

/** The denial of a token that somebody has; that of the anonymous one lacks the quote. */
function lacks(key: string): Wanted {
  return { status: 403, text: `' lacks permission 'key:read' on "${key}"` };
}

function step(what: string, { status, body }: Said, wanted: Wanted): Step {
  const said = typeof body === 'string' ? body : (granted(body) ?? JSON.stringify(dataOf(body)));
  return { what, said: `${String(status)} ${said}`, asTold: status === wanted.status && said.includes(wanted.text) };
}

/** What the token of a login stands for, in a few words; `undefined` for other answers. The token itself is not shown. */
function granted(body: unknown): string | undefined {
  if (!isObject(body)) return undefined;
  const auth = body['auth'];
  if (isObject(auth)) return `a token with the policies ${(auth['policies'] as readonly string[]).join(', ')}`;
  if (body['SecretID'] === undefined) return undefined;
  const services = (body['ServiceIdentities'] ?? []) as readonly { readonly ServiceName: string }[];
  const roles = (body['Roles'] ?? []) as readonly { readonly Name: string }[];
  const grants = [
    ...services.map(({ ServiceName }) => `service identity ${ServiceName}`),
    ...roles.map(({ Name }) => `role ${Name}`),
  ];
  return `a token with the ${grants.join(' and the ')}`;
}

/** The secret inside an answer of a KV engine, version 2. */
function dataOf(body: unknown): unknown {
  const data = isObject(body) ? body['data'] : undefined;
  return isObject(data) ? data['data'] : undefined;
}

function identity({ identities }: Workload, begins: string): SignedIdentity {
  const found = identities.find(({ name }) => name.startsWith(begins));
  if (found === undefined) throw new Error(`the job has no identity ${begins}`);
  return found;
}

/** Of a login's answer; empty, as nobody's, when it failed. */
function tokenOf({ body }: Said): string {
  if (!isObject(body)) return '';
  const auth = body['auth'];
  const token = isObject(auth) ? auth['client_token'] : body['SecretID'];
  return typeof token === 'string' ? token : '';
}
