import type { ApiObject } from '../model/api-object.ts';
import type { KeySet } from '../model/world.ts';
import { isObject, textsOf } from '../validation/object.ts';
import { about } from './about.ts';
import type { Look } from './look.ts';

/** An auth method of Consul or a JWT mount of Vault: who takes Nomad's JWTs, and with which keys. */
export interface RelyingParty {
  /** As in a sentence: `Consul's auth method nomad-workloads`. */
  readonly name: string;
  readonly product: 'consul' | 'vault';
  /** Address of what holds the configuration. */
  readonly about: string;
  readonly jwksUrl: string;
  readonly discoveryUrl: string;
  /** PEM of the CA for its address; empty for the system's. */
  readonly ca: string;
  readonly publicKeys: readonly string[];
  readonly issuer: string;
  readonly algorithms: readonly string[];
  /** How the fields are called there. */
  readonly fields: {
    readonly jwks: string;
    readonly discovery: string;
    readonly ca: string;
    readonly keys: string;
    readonly issuer: string;
  };
}

const consulFields = {
  jwks: 'JWKSURL',
  discovery: 'OIDCDiscoveryURL',
  ca: 'JWKSCACert',
  keys: 'JWTValidationPubKeys',
  issuer: 'BoundIssuer',
};
const vaultFields = {
  jwks: 'jwks_url',
  discovery: 'oidc_discovery_url',
  ca: 'jwks_ca_pem',
  keys: 'jwt_validation_pubkeys',
  issuer: 'bound_issuer',
};

/** Those that Nomad's clients log in at. Others may trust other issuers, of which nothing is known here. */
export function relyingParties(look: Look): readonly RelyingParty[] {
  const { serviceAuthMethod, taskAuthMethod, vaultMount } = look.settings.logins;
  const methods = [...new Set([serviceAuthMethod, taskAuthMethod])].flatMap((name): readonly RelyingParty[] => {
    const method = look.authMethod(name);
    if (method === undefined || method['Type'] !== 'jwt' || !isObject(method['Config'])) return [];
    const config = method['Config'];
    return [
      {
        name: `Consul's auth method ${name}`,
        product: 'consul',
        about: about.authMethod(name),
        jwksUrl: text(config['JWKSURL']),
        discoveryUrl: text(config['OIDCDiscoveryURL']),
        ca: text(config['JWKSCACert']) || text(config['OIDCDiscoveryCACert']),
        publicKeys: textsOf(config['JWTValidationPubKeys']),
        issuer: text(config['BoundIssuer']),
        algorithms: textsOf(config['JWTSupportedAlgs']),
        fields: consulFields,
      },
    ];
  });
  const mount = look.mount(vaultMount);
  return [...methods, ...(mount?.config ? [atVault(look, mount.path, mount.config)] : [])];
}

function atVault(look: Look, mount: string, config: ApiObject): RelyingParty {
  const pair = pairFor(look, config);
  return {
    name: `Vault's mount auth/${mount}`,
    product: 'vault',
    about: about.jwtConfig(mount),
    jwksUrl: text(config['jwks_url']) || text(pair?.['jwks_url']),
    discoveryUrl: text(config['oidc_discovery_url']),
    ca: text(config['jwks_ca_pem']) || text(pair?.['jwks_ca_pem']) || text(config['oidc_discovery_ca_pem']),
    publicKeys: textsOf(config['jwt_validation_pubkeys']),
    issuer: text(config['bound_issuer']),
    algorithms: textsOf(config['jwt_supported_algs']),
    fields: vaultFields,
  };
}

/** Of several key sets the one with keys of this Nomad; the first when none has any. Others may be of other regions. */
function pairFor(look: Look, { jwks_pairs: pairs }: ApiObject): ApiObject | undefined {
  if (!Array.isArray(pairs)) return undefined;
  const all = (pairs as readonly unknown[]).filter(isObject);
  const own = new Set(ownKeySets(look).flatMap(kidsOf));
  const isOwn = ({ jwks_url: url }: ApiObject): boolean =>
    look.world.keySets.some((set) => set.url === url && kidsOf(set).some((kid) => own.has(kid)));
  return all.find(isOwn) ?? all[0];
}

/** What the party's address gave when it was asked from here. */
export function keySetOf(look: Look, party: RelyingParty): KeySet | undefined {
  const url = party.jwksUrl || party.discoveryUrl;
  return look.world.keySets.find(
    ({ url: one, usedBy }) => one === url && (usedBy.includes(party.about) || usedBy.length === 0),
  );
}

/** The keys of Nomad itself: of the addresses of its agents. */
export function ownKeySets(look: Look): readonly KeySet[] {
  return look.world.keySets.filter(({ usedBy }) => usedBy.some((one) => one.startsWith('nomad/')));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function kidsOf({ keys }: KeySet): readonly string[] {
  return (keys?.keys ?? []).map(({ kid }) => kid).filter((kid): kid is string => typeof kid === 'string');
}
