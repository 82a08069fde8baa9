import { goQuote } from '../../syntax/go-string.ts';
import { hasCertificate, publicKeyFault } from '../public-key.ts';
import { anyRefusal, refusal, type KeyFetch, type KeySource, type Refusal } from '../refusal.ts';
import { weakInteger, weakMap, weakText, weakTexts, type Faults } from './weak.ts';

/** The `Config` of an auth method of type `jwt`, decoded. Leeways are nanoseconds. */
export interface MethodConfig {
  readonly JWTSupportedAlgs: readonly string[];
  readonly BoundAudiences: readonly string[];
  readonly ClaimMappings: Readonly<Record<string, string>>;
  readonly ListClaimMappings: Readonly<Record<string, string>>;
  readonly OIDCDiscoveryURL: string;
  readonly OIDCDiscoveryCACert: string;
  readonly JWKSURL: string;
  readonly JWKSCACert: string;
  readonly JWTValidationPubKeys: readonly string[];
  readonly BoundIssuer: string;
  readonly ExpirationLeeway: number;
  readonly NotBeforeLeeway: number;
  readonly ClockSkewLeeway: number;
}

const leeway = (name: string, value: unknown, faults: Faults): number =>
  weakInteger(name, 'time.Duration', value, faults);

/** In Consul's own order, which is the order of the errors. */
const decoders: {
  readonly [K in keyof MethodConfig]: (name: string, value: unknown, faults: Faults) => MethodConfig[K];
} = {
  JWTSupportedAlgs: weakTexts,
  BoundAudiences: weakTexts,
  ClaimMappings: weakMap,
  ListClaimMappings: weakMap,
  OIDCDiscoveryURL: weakText,
  OIDCDiscoveryCACert: weakText,
  JWKSURL: weakText,
  JWKSCACert: weakText,
  JWTValidationPubKeys: weakTexts,
  BoundIssuer: weakText,
  ExpirationLeeway: leeway,
  NotBeforeLeeway: leeway,
  ClockSkewLeeway: leeway,
};

/** Reads a `Config` as Consul's community edition does: names in any case, unknown ones refused. */
export function decodeMethodConfig(config: Readonly<Record<string, unknown>>): {
  readonly config: MethodConfig;
  readonly refused: Refusal | undefined;
} {
  const faults: Faults = [];
  const unused = new Set(Object.keys(config));
  const decoded = Object.entries(decoders).map(([name, decode]) => {
    const key = unused.has(name) ? name : [...unused].find((given) => given.toLowerCase() === name.toLowerCase());
    if (key === undefined) return [name, decode(name, undefined, faults)];
    unused.delete(key);
    return [name, decode(name, config[key], faults)];
  });
  const invalid = [...unused].toSorted();
  if (invalid.length > 0)
    faults.push({ text: `'' has invalid keys: ${invalid.join(', ')}`, member: [invalid[0] ?? ''] });
  const [first] = faults;
  const texts = faults.map(({ text }) => text).join('\n');
  const text = `error decoding config: decoding failed due to the following error(s):\n\n${texts}`;
  return {
    config: Object.fromEntries(decoded) as MethodConfig,
    refused: first && refusal(500, text, ['Config', ...first.member]),
  };
}

const algorithms = new Set(['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512']);

/** What Consul finds wrong with a decoded `Config`, in the order of its checks. */
export function methodConfigError(config: MethodConfig, fetched: KeyFetch | undefined): Refusal | undefined {
  const { JWKSURL, JWTValidationPubKeys: keys, OIDCDiscoveryURL } = config;
  const sources = [OIDCDiscoveryURL !== '', keys.length > 0, JWKSURL !== ''].filter(Boolean).length;
  if (sources !== 1)
    return refuse(`exactly one of 'JWTValidationPubKeys', 'JWKSURL', or 'OIDCDiscoveryURL' must be set for type "jwt"`);
  return (
    remote('JWKSURL', 'JWKSCACert', { via: 'jwks', url: JWKSURL, ca: config.JWKSCACert }, fetched) ??
    keysError(keys) ??
    remote(
      'OIDCDiscoveryURL',
      'OIDCDiscoveryCACert',
      { via: 'discovery', url: OIDCDiscoveryURL, ca: config.OIDCDiscoveryCACert },
      fetched,
    ) ??
    algorithmsError(config.JWTSupportedAlgs) ??
    mappingsError('ClaimMappings', config.ClaimMappings) ??
    mappingsError('ListClaimMappings', config.ListClaimMappings)
  );
}

function refuse(text: string, ...member: readonly string[]): Refusal {
  return refusal(500, text, ['Config', ...member]);
}

function remote(url: string, ca: string, source: KeySource, fetched: KeyFetch | undefined): Refusal | undefined {
  if (source.url === '')
    return source.ca === '' ? undefined : refuse(`'${ca}' should not be set unless '${url}' is set`, ca);
  if (source.ca !== '' && !hasCertificate(source.ca))
    return refuse(`error checking ${ca}: could not parse CA PEM value successfully`, ca);
  const failure = fetched?.(source);
  return failure === undefined ? undefined : refuse(`error checking ${url}: ${failure}`, url);
}

function keysError(keys: readonly string[]): Refusal | undefined {
  for (const [index, pem] of keys.entries()) {
    const fault = publicKeyFault(pem);
    if (fault === undefined) continue;
    const why = fault === 'none' ? 'data does not contain any valid RSA, ECDSA, or ED25519 public keys' : fault;
    const text = `error parsing public key JWTValidationPubKeys[${String(index)}]: ${why}`;
    return refuse(text, 'JWTValidationPubKeys', String(index));
  }
  return undefined;
}

function algorithmsError(names: readonly string[]): Refusal | undefined {
  const index = names.findIndex((name) => !algorithms.has(name));
  const name = names[index];
  return name === undefined
    ? undefined
    : refuse(`Invalid supported algorithm: ${name}`, 'JWTSupportedAlgs', String(index));
}

function mappingsError(name: string, mappings: Readonly<Record<string, string>>): Refusal | undefined {
  const seen = new Set<string>();
  const doubled = Object.entries(mappings).flatMap(([claim, target]) => {
    const text = `${name} contains multiple mappings for key ${goQuote(target)}`;
    const faults = seen.has(target) ? [{ text, member: ['Config', name, claim] }] : [];
    seen.add(target);
    return faults;
  });
  return anyRefusal(500, doubled);
}
