import type { ClaimValue } from './claims.ts';
import { nomadAudience } from './canonicalize.ts';
import { sorted } from './claims.ts';

/** When a token of a node is signed and for how long it is good. */
export interface NodeSigning {
  readonly region: string;
  readonly oidcIssuer: string;
  readonly jti: string;
  /** Seconds since 1970. */
  readonly now: number;
  /** Seconds: that of the node pool, 86,400 where it says nothing; for an introduction 300 unless it is asked for otherwise. */
  readonly ttl: number;
}

/** A client node's own identity, since Nomad 1.11; signed with the same keys as those of workloads. */
export function nodeClaims(
  node: { readonly id: string; readonly pool: string; readonly class: string; readonly datacenter: string },
  signing: NodeSigning,
): Readonly<Record<string, ClaimValue>> {
  const { id, pool, datacenter } = node;
  const named = {
    nomad_node_id: id,
    nomad_node_pool: pool,
    nomad_node_class: node.class,
    nomad_node_datacenter: datacenter,
  };
  const told = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== ''));
  return sorted({ ...told, ...common(signing), sub: `node:${signing.region}:${pool}:${id}:default` });
}

/** What a node shows that joins, since Nomad 1.11; its name is there even when it is empty. */
export function nodeIntroductionClaims(
  { name, pool }: { readonly name: string; readonly pool: string },
  signing: NodeSigning,
): Readonly<Record<string, ClaimValue>> {
  return sorted({
    ...(pool === '' ? {} : { nomad_node_pool: pool }),
    nomad_node_name: name,
    ...common(signing),
    sub: `node-introduction:${signing.region}:${pool}:${name}:default`,
  });
}

function common({ oidcIssuer, jti, now, ttl }: NodeSigning): Readonly<Record<string, ClaimValue>> {
  const time = Math.floor(now);
  return {
    aud: nomadAudience,
    exp: Math.floor(now + ttl),
    iat: time,
    ...(oidcIssuer === '' ? {} : { iss: oidcIssuer }),
    jti,
    nbf: time,
  };
}
