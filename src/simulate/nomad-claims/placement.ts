/** Where and when a token is signed. */
export interface Placement {
  readonly allocationId: string;
  /** The token's own id. */
  readonly jti: string;
  /** Seconds since 1970, with a fraction. */
  readonly now: number;
  readonly node?: { readonly id: string; readonly datacenter: string; readonly pool: string; readonly class: string };
  /** What the client made of the service's name, where that cannot be known before. */
  readonly serviceName?: string;
}

/** A claim whose value depends on when or where the token is signed. */
export interface UnknownClaim {
  /** Its name, or `extra_claims.KEY`. */
  readonly claim: string;
  readonly reason: string;
}
