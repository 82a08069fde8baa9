/** A public key as JWKS documents hold it (RFC 7517). Members of other sorts are kept and not looked at. */
export interface Jwk {
  readonly kty?: unknown;
  readonly kid?: unknown;
  readonly [member: string]: unknown;
}

export interface Jwks {
  readonly keys?: readonly Jwk[];
  readonly [member: string]: unknown;
}
