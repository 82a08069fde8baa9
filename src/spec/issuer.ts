import type { Value } from '../kinds/field.ts';
import type { Spot } from './spot.ts';

/** An issuer with its CA read from its file. */
export interface Issuer {
  readonly name: string;
  readonly keys:
    | { readonly via: 'jwks' | 'discovery'; readonly url: string; readonly ca: string | undefined }
    | { readonly via: 'static'; readonly keys: readonly string[] };
  /** The `iss` claim to insist on. */
  readonly issuer: string | undefined;
  readonly audiences: readonly string[] | undefined;
  readonly spot: Spot;
}

type Given = Readonly<Record<string, Value>>;

/** The fields of a Consul auth method that check for the issuer's JWTs. */
export function consulFields({ keys, issuer, audiences }: Issuer): Given {
  return {
    ...(keys.via === 'jwks' ? { jwks_url: keys.url, ...ca('jwks_ca_cert', keys.ca) } : {}),
    ...(keys.via === 'discovery' ? { oidc_discovery_url: keys.url, ...ca('oidc_discovery_ca_cert', keys.ca) } : {}),
    ...(keys.via === 'static' ? { jwt_validation_pub_keys: keys.keys } : {}),
    ...(issuer === undefined ? {} : { bound_issuer: issuer }),
    ...(audiences === undefined ? {} : { bound_audiences: audiences.toSorted() }),
  };
}

/** The fields of a Vault JWT config that check for the issuer's JWTs. Audiences are a matter of its roles. */
export function vaultFields({ keys, issuer }: Issuer): Given {
  return {
    ...(keys.via === 'jwks' ? { jwks_url: keys.url, ...ca('jwks_ca_pem', keys.ca) } : {}),
    ...(keys.via === 'discovery' ? { oidc_discovery_url: keys.url, ...ca('oidc_discovery_ca_pem', keys.ca) } : {}),
    ...(keys.via === 'static' ? { jwt_validation_pubkeys: keys.keys } : {}),
    ...(issuer === undefined ? {} : { bound_issuer: issuer }),
  };
}

function ca(field: string, pem: string | undefined): Given {
  return pem === undefined ? {} : { [field]: pem };
}

/** The fields of either product that say where keys come from: an entry that names an issuer sets none of them itself. */
export const keyFields = [
  'jwks_url',
  'jwks_ca_cert',
  'jwks_ca_pem',
  'jwks_pairs',
  'oidc_discovery_url',
  'oidc_discovery_ca_cert',
  'oidc_discovery_ca_pem',
  'jwt_validation_pub_keys',
  'jwt_validation_pubkeys',
] as const;

export function audiencesOf(audience: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof audience === 'string' ? [audience] : audience;
}
