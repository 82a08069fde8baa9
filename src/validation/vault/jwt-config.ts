import { goQuote } from '../../syntax/go-string.ts';
import { isObject } from '../object.ts';
import { hasCertificate, publicKeyFault, trailsPem } from '../public-key.ts';
import { anyRefusal, prefixed, refusal, type KeyFetch, type Refusal } from '../refusal.ts';
import { readFields, type Sent } from './fields.ts';
import type { Dialect } from './policy-path.ts';

const schema = {
  oidc_discovery_url: 'text',
  oidc_discovery_ca_pem: 'text',
  oidc_client_id: 'text',
  oidc_client_secret: 'text',
  oidc_response_mode: 'text',
  oidc_response_types: 'texts',
  jwks_url: 'text',
  jwks_ca_pem: 'text',
  jwks_pairs: 'list',
  default_role: 'lower',
  jwt_validation_pubkeys: 'texts',
  jwt_supported_algs: 'texts',
  bound_issuer: 'text',
  provider_config: 'map',
  namespace_in_state: 'flag',
  unsupported_critical_cert_extensions: 'texts',
  skip_jwks_validation: 'flag',
} as const;

export type JwtConfig = Required<Sent<typeof schema>>;

export interface JwtConfigContext {
  readonly dialect?: Dialect;
  /** What came of fetching from the key source. */
  readonly fetched?: KeyFetch;
}

/** A config as the plugin keeps it: every write replaces the whole, so that what is not sent is empty. */
export function decodeJwtConfig(
  config: unknown,
  dialect: Dialect = 'vault',
): { readonly config: JwtConfig; readonly refused: Refusal | undefined } {
  const { sent, faults } = readFields(schema, config);
  const empty: JwtConfig = {
    oidc_discovery_url: '',
    oidc_discovery_ca_pem: '',
    oidc_client_id: '',
    oidc_client_secret: '',
    oidc_response_mode: '',
    oidc_response_types: [],
    jwks_url: '',
    jwks_ca_pem: '',
    jwks_pairs: [],
    default_role: '',
    jwt_validation_pubkeys: [],
    jwt_supported_algs: [],
    bound_issuer: '',
    provider_config: {},
    namespace_in_state: true,
    unsupported_critical_cert_extensions: [],
    skip_jwks_validation: false,
  };
  const fault = anyRefusal(400, faults);
  const own = dialect === 'vault' ? { skip_jwks_validation: false } : { jwks_pairs: [] };
  return {
    config: { ...empty, ...sent, ...own },
    refused: fault && prefixed('Field validation failed: ', fault),
  };
}

/** What Vault 1.21 (or OpenBao 2.6) answers to a `config` of a JWT mount that it refuses, in the order of its checks. */
export function jwtConfigError(config: unknown, context: JwtConfigContext = {}): Refusal | undefined {
  const { dialect = 'vault', fetched } = context;
  const { config: read, refused } = decodeJwtConfig(config, dialect);
  if (refused !== undefined) return refused;
  return (
    sourceError(read, dialect, fetched) ??
    algorithmsError(read.jwt_supported_algs) ??
    responseError(read) ??
    providerError(read.provider_config)
  );
}

function refuse(text: string, ...member: readonly string[]): Refusal {
  return refusal(400, text, member);
}

function sourceError(config: JwtConfig, dialect: Dialect, fetched: KeyFetch | undefined): Refusal | undefined {
  const { oidc_client_id: id, oidc_client_secret: secret, jwks_pairs: pairs } = config;
  const { oidc_discovery_url: discovery, jwks_url: jwks, jwt_validation_pubkeys: keys } = config;
  const byProvider = dialect === 'openbao' && config.provider_config.provider === 'kubernetes';
  const sources = [discovery !== '', keys.length > 0, jwks !== '', pairs.length > 0, byProvider].filter(Boolean).length;
  if (sources !== 1) return refuse(exactlyOne[dialect]);
  if ((id === '') !== (secret === ''))
    return refuse(
      "both 'oidc_client_id' and 'oidc_client_secret' must be set for OIDC",
      id === '' ? 'oidc_client_id' : 'oidc_client_secret',
    );
  if (discovery !== '') return discoveryError(config, dialect, fetched);
  if (id !== '') return refuse("'oidc_discovery_url' must be set for OIDC", 'oidc_discovery_url');
  if (jwks !== '') return jwksError(jwks, config.jwks_ca_pem, config.skip_jwks_validation, dialect, fetched, []);
  if (pairs.length > 0) return pairsError(config, fetched);
  return keysError(keys);
}

const exactlyOne: Readonly<Record<Dialect, string>> = {
  vault: "exactly one of 'jwt_validation_pubkeys', 'jwks_url', 'jwks_pairs' or 'oidc_discovery_url' must be set",
  openbao:
    "exactly one of 'jwt_validation_pubkeys', 'jwks_url', 'jwks_pairs', 'oidc_discovery_url', or 'provider_config' must be set",
};

function discoveryError(config: JwtConfig, dialect: Dialect, fetched: KeyFetch | undefined): Refusal | undefined {
  const { oidc_discovery_url: url, oidc_discovery_ca_pem: ca } = config;
  if (dialect === 'openbao' && url.includes('.well-known'))
    return refuse("'oidc_discovery_url' contains '.well-known' component", 'oidc_discovery_url');
  if (config.skip_jwks_validation) return undefined;
  const text = 'error checking oidc discovery URL';
  if (ca !== '' && !hasCertificate(ca)) return refuse(text, 'oidc_discovery_ca_pem');
  const failure = browserError(config) ?? fetched?.({ via: 'discovery', url, ca });
  if (failure === undefined) return undefined;
  return refuse(dialect === 'openbao' ? `${text}: ${failure}` : text, 'oidc_discovery_url');
}

/** A mount for logins by browser is made ready before anything is fetched, and before other checks see the algorithms. */
function browserError({ oidc_client_id: id, jwt_supported_algs: names }: JwtConfig): string | undefined {
  const bad = id === '' ? undefined : names.find((name) => !algorithms.has(name));
  if (bad === undefined) return undefined;
  const why = `NewConfig: invalid provider config: Config.Validate: unsupported algorithm ${bad}: invalid parameter`;
  return `error creating provider: ${why}`;
}

function jwksError(
  url: string,
  ca: string,
  skip: boolean,
  dialect: Dialect,
  fetched: KeyFetch | undefined,
  within: readonly string[],
): Refusal | undefined {
  if (url === '' || (ca !== '' && !hasCertificate(ca)))
    return refuse('error checking jwks_ca_pem', ...within, url === '' ? 'jwks_url' : 'jwks_ca_pem');
  if (skip || fetched?.({ via: 'jwks', url, ca }) === undefined) return undefined;
  // Why it failed stands in the server's log only.
  return refuse(`error checking jwks URL${dialect === 'vault' ? ` ${url}` : ''}`, ...within, 'jwks_url');
}

function pairsError(config: JwtConfig, fetched: KeyFetch | undefined): Refusal | undefined {
  if (config.jwks_ca_pem !== '')
    return refuse("CA PEMs must be provided as part of the 'jwks_pairs' when using multiple JWKS URLs", 'jwks_ca_pem');
  if (config.bound_issuer !== '')
    return refuse("Bound issuer is not supported for use with 'jwks_pairs'", 'bound_issuer');
  const pairs = config.jwks_pairs.map((pair) => (isObject(pair) ? pair : undefined));
  const wrong = pairs.indexOf(undefined);
  if (wrong !== -1) {
    const what = 'jwks_pairs must be provided as a list of json objects with the fields jwks_url and jwks_ca_pem';
    return refuse(`invalid jwks_pairs: ${what}`, 'jwks_pairs', String(wrong));
  }
  for (const [index, pair] of pairs.entries()) {
    const member = (name: string): string => {
      const value = pair?.[name];
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    };
    const within = ['jwks_pairs', String(index)];
    const fault = jwksError(member('jwks_url'), member('jwks_ca_pem'), false, 'vault', fetched, within);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function keysError(keys: readonly string[]): Refusal | undefined {
  for (const [index, pem] of keys.entries()) {
    const fault = trailsPem(pem) ? 'unexpected trailing data after parsed PEM block' : publicKeyFault(pem);
    if (fault === undefined) continue;
    const why = fault === 'none' ? 'data does not contain any valid public keys' : fault;
    return refuse(`error parsing public key: ${why}`, 'jwt_validation_pubkeys', String(index));
  }
  return undefined;
}

const algorithms = new Set(['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'EdDSA']);

function algorithmsError(names: readonly string[]): Refusal | undefined {
  const index = names.findIndex((name) => !algorithms.has(name));
  if (index === -1) return undefined;
  const shown = goQuote(names[index] ?? '');
  const text = `invalid jwt_supported_algs: unsupported signing algorithm ${shown}`;
  return refuse(text, 'jwt_supported_algs', String(index));
}

/** Only browser logins use these, but they are checked for every mount. */
function responseError({ oidc_response_types: types, oidc_response_mode: mode }: JwtConfig): Refusal | undefined {
  if (!types.every((type) => type === 'code' || type === 'id_token'))
    return refuse(
      `invalid response_types [${types.join(' ')}]. 'code' and 'id_token' are allowed`,
      'oidc_response_types',
    );
  if (mode === '' || mode === 'query')
    return types.includes('id_token')
      ? refuse('query response_mode may not be used with an id_token response_type', 'oidc_response_mode')
      : undefined;
  return mode === 'form_post' ? undefined : refuse(`invalid response_mode: ${goQuote(mode)}`, 'oidc_response_mode');
}

const providers: readonly string[] = ['azure', 'gsuite', 'secureauth', 'ibmisam', 'kubernetes'];

/** What the providers themselves make of their settings is not checked. */
function providerError(config: JwtConfig['provider_config']): Refusal | undefined {
  if (Object.keys(config).length === 0) return undefined;
  const { provider } = config;
  const member = ['provider_config', 'provider'];
  if (typeof provider !== 'string')
    return refuse("invalid provider_config: 'provider' field not found in provider_config", ...member);
  if (providers.includes(provider)) return undefined;
  return refuse(`invalid provider_config: provider ${goQuote(provider)} not found in custom providers`, ...member);
}
