import { extraClaims, hasChildren } from './extra-claims.ts';
import { interpolated } from './interpolate.ts';
import type { Placement, UnknownClaim } from './placement.ts';
import type { Signing } from './signing.ts';

export type ClaimValue = string | number | readonly string[] | Readonly<Record<string, string>>;

/** The claims of a JWT in the order of its payload. */
export interface PredictedClaims {
  readonly claims: Readonly<Record<string, ClaimValue>>;
  readonly unknown: readonly UnknownClaim[];
}

/** The claims of an identity: without a placement those that can be known before, with one all that it says. */
export function claimsOf(signing: Signing, placement?: Placement): PredictedClaims {
  const claims: Record<string, ClaimValue> = {};
  const unknown: UnknownClaim[] = [];
  const put = (name: string, value: ClaimValue | undefined, reason = ''): void => {
    if (value !== undefined) claims[name] = value;
    else unknown.push({ claim: name, reason });
  };
  const { job, identity, service, task, consul, asVault, server } = signing;
  const { audience, ttl } = identity;
  const vault = asVault ? task?.vault : undefined;
  const clock = 'is the time of signing';
  const now = placement && Math.floor(placement.now);
  // In the order of their names, so that nothing need be sorted for each of thousands of tokens.
  const [only] = audience;
  if (only !== undefined) put('aud', audience.length === 1 ? only : audience);
  if (consul !== undefined && consul.namespace !== '') put('consul_namespace', consul.namespace);
  if (server.behaviour.negativeTtlIsNone ? ttl > 0 : ttl !== 0)
    put('exp', placement && Math.floor(placement.now + ttl / 1e9), `${clock} and ${String(ttl / 1e9)} s`);
  const extra = extraClaims(signing, placement);
  if (Object.keys(extra.known).length > 0) put('extra_claims', sorted(extra.known));
  unknown.push(...extra.unknown.toSorted((one, other) => byBytes(one.claim, other.claim)));
  put('iat', now, clock);
  if (server.oidcIssuer !== '') put('iss', server.oidcIssuer);
  put('jti', placement?.jti, 'is random');
  put('nbf', now, clock);
  put('nomad_allocation_id', placement?.allocationId, 'is made up for each allocation');
  put('nomad_job_id', job.parentId || job.id);
  put('nomad_namespace', job.namespace);
  if (service !== undefined) putService(signing, placement, put);
  else if (task !== undefined) put('nomad_task', task.randomName ? undefined : task.name, 'ends in random digits');
  put('sub', subject(signing), 'holds a part that is made up later');
  if (vault !== undefined && vault.namespace !== '') put('vault_namespace', vault.namespace);
  if (vault !== undefined && vault.role !== '' && server.behaviour.vaultRole) put('vault_role', vault.role);
  return { claims, unknown };
}

type Put = (name: string, value: ClaimValue | undefined, reason?: string) => void;

function putService({ service, environment, server }: Signing, placement: Placement | undefined, put: Put): void {
  const written = service?.name ?? '';
  const name = server.behaviour.interpolatesService
    ? (placement?.serviceName ?? interpolated(written, environment))
    : written;
  // A name that comes to nothing is replaced by what is written; no name at all leaves the claim out.
  if (name !== undefined && (name || written) === '') return;
  put('nomad_service', name === undefined ? undefined : name || written, 'is interpolated by the client');
}

function subject(signing: Signing): string | undefined {
  const { job, group, task, service, identity, server } = signing;
  if (service === undefined && task?.randomName === true) return undefined;
  const { childInSubject } = server.behaviour;
  if (childInSubject && hasChildren(signing)) return undefined;
  const id = childInSubject ? job.id : job.parentId || job.id;
  const workload = service?.name ?? task?.name ?? '';
  return [job.region, job.namespace, id, group.name, workload, identity.name].join(':');
}

export function sorted<T>(members: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(members).sort(([one], [other]) => byBytes(one, other)));
}

/** The order of Go's strings, which is that of their UTF-8 bytes. */
export function byBytes(one: string, other: string): number {
  // That of UTF-16 is another one only beyond the surrogates.
  if (beyond.test(one) || beyond.test(other)) return Buffer.compare(Buffer.from(one), Buffer.from(other));
  return one < other ? -1 : one > other ? 1 : 0;
}

const beyond = /[\uD800-\uFFFF]/;
