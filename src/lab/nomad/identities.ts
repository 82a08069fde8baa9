import { randomUUID } from 'node:crypto';
import { CompactSign } from 'jose';
import { claimsOf, type ClaimValue } from '../../simulate/nomad-claims/claims.ts';
import { registerJob, type Registration } from '../../simulate/nomad-claims/register.ts';
import { readServer, type NomadServer } from '../../simulate/nomad-claims/server.ts';
import { signingsOf } from '../../simulate/nomad-claims/signing.ts';
import { Secret } from '../../support/secret.ts';
import { wellFormed } from '../../syntax/go-string.ts';
import type { Allocation } from './objects.ts';
import type { NomadState } from './state.ts';

/** A JWT that the servers signed for one identity of an allocation. */
export interface SignedIdentity {
  /** `consul_default`, `vault_default`, `default` and so on. */
  readonly name: string;
  readonly task: string | undefined;
  /** Of identities of services. */
  readonly service: string | undefined;
  readonly jwt: Secret;
}

/** The servers as the engine of the claims knows them. */
function serverOf({ version, region, oidcIssuer, integration }: NomadState): NomadServer {
  const { serviceIdentity, taskIdentity, vaultIdentity, vaultAddress } = integration;
  return readServer({
    version,
    region,
    oidcIssuer: oidcIssuer(),
    consul: { serviceIdentity, taskIdentity },
    vault: { enabled: vaultAddress !== undefined, defaultIdentity: vaultIdentity },
  });
}

/** What the servers say to a job, in the form of the API. */
export function judgeJob(state: NomadState, job: unknown): Registration {
  return registerJob(job, serverOf(state));
}

/** Signs what an allocation's identities claim, now and for this allocation, as its client asks the servers to. */
export async function signIdentities(state: NomadState, allocation: Allocation): Promise<readonly SignedIdentity[]> {
  const registered = judgeJob(state, allocation.Job);
  if (!registered.accepted) return [];
  const { id, name } = state.node;
  const placement = {
    allocationId: allocation.ID,
    now: state.now() / 1000,
    node: { id, datacenter: state.datacenter, pool: 'default', class: '', name },
  };
  const ofGroup = signingsOf(registered.job, serverOf(state)).filter(
    ({ group }) => group.name === allocation.TaskGroup,
  );
  return Promise.all(
    ofGroup.map(async (signing) => {
      const { claims } = claimsOf(signing, { ...placement, jti: randomUUID() });
      const { identity, task, service } = signing;
      return { name: identity.name, task: task?.name, service: service?.name, jwt: await sign(state, claims) };
    }),
  );
}

async function sign({ keyring }: NomadState, claims: Readonly<Record<string, ClaimValue>>): Promise<Secret> {
  const signer = new CompactSign(Buffer.from(goJson(claims)));
  signer.setProtectedHeader({ alg: 'RS256', kid: keyring.id, typ: 'JWT' });
  return new Secret(await signer.sign(keyring.privateKey));
}

/** JSON as Go writes it: it hides what means something to HTML, and has no short forms for two control characters. */
function goJson(value: unknown): string {
  const unicode = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return wellFormed(JSON.stringify(value))
    .replaceAll(/[<>&\u2028\u2029]/g, unicode)
    .replaceAll(/\\[\\bf]/g, (escape) => (escape === '\\b' ? '\\u0008' : escape === '\\f' ? '\\u000c' : escape));
}
