import { formatGoDuration, parseGoDuration } from '../../syntax/go-duration.ts';
import { prefixed, refusal, type KeyFetch, type Refusal } from '../refusal.ts';
import { isObject } from '../object.ts';
import { decodeBody, members, storedMembers, text, textOf, type Shape } from './body.ts';
import { decodeMethodConfig, methodConfigError, type MethodConfig } from './method-config.ts';
import { isMethodName, methodNameRule } from './names.ts';
import { otherMethodConfigError } from './other-method-config.ts';

const shape: Extract<Shape, { kind: 'object' }> = {
  kind: 'object',
  go: 'struct { MaxTokenTTL interface {}; *structs.Alias }',
  struct: '',
  members: {
    ...members(
      {
        Name: text,
        Type: text,
        DisplayName: text,
        Description: text,
        TokenLocality: text,
        Config: { kind: 'map', go: 'map[string]interface {}' },
      },
      'Alias',
    ),
    ...storedMembers('Alias'),
    MaxTokenTTL: { shape: { kind: 'anything' }, path: 'MaxTokenTTL' },
  },
};

export interface AuthMethodContext {
  /** The stored method of that name, if there is one. */
  readonly existing?: { readonly Type: string };
  /** Whether this datacenter is the primary one; it is when left out. */
  readonly primary?: boolean;
  /** What came of fetching from the method's key source. */
  readonly fetched?: KeyFetch;
}

/** What the community edition knows. Methods of the other two types are checked up to the names in their `Config` only. */
const types: readonly string[] = ['aws-iam', 'jwt', 'kubernetes'];

const shortestTTL = 60_000_000_000n;

/** What Consul 1.22 answers to an auth method that it refuses, in the order of its checks. */
export function authMethodError(method: unknown, context: AuthMethodContext = {}): Refusal | undefined {
  const { body, refused } = decodeBody('AuthMethod', shape, method);
  if (refused !== undefined) return refused;
  const ttl = tokenTTL(body.MaxTokenTTL);
  if (typeof ttl === 'string') return refusal(400, `AuthMethod decoding failed: ${ttl}`, ['MaxTokenTTL']);
  const name = textOf(body, 'Name');
  if (name === '') return invalid('no Name is set', 'Name');
  if (!isMethodName(name)) return invalid(`invalid Name. ${methodNameRule}`, 'Name');
  const { existing, primary = true, fetched } = context;
  const type = textOf(body, 'Type') || (existing?.Type ?? '');
  if (existing !== undefined && existing.Type !== type)
    return refusal(500, 'the Type field of an Auth Method is immutable', ['Type']);
  if (!types.includes(type)) return invalid(`Type should be one of: [${types.join(' ')}]`, 'Type');
  if (ttl !== 0n && ttl < shortestTTL)
    return refusal(500, `MaxTokenTTL ${formatGoDuration(ttl)} cannot be less than 1m0s`, ['MaxTokenTTL']);
  const locality = textOf(body, 'TokenLocality');
  if (locality === 'global' && !primary)
    return invalid("TokenLocality 'global' can only be used in the primary datacenter", 'TokenLocality');
  if (!['', 'local', 'global'].includes(locality))
    return invalid("TokenLocality should be one of 'local' or 'global'", 'TokenLocality');
  const config = isObject(body.Config) ? body.Config : {};
  if (type !== 'jwt') {
    const misfit = otherMethodConfigError(type, config);
    return misfit && prefixed('Invalid Auth Method: ', misfit);
  }
  const decoded = decodeMethodConfig(config);
  const fault = decoded.refused ?? methodConfigError(decoded.config, fetched);
  return fault && prefixed('Invalid Auth Method: ', fault);
}

/** A method as Consul stores it. */
export interface AuthMethod {
  readonly name: string;
  readonly type: string;
  readonly tokenLocality: string;
  /** Nanoseconds; 0 for tokens that never expire. */
  readonly maxTokenTTL: bigint;
  readonly config: MethodConfig;
}

/** Reads a method, whether or not {@link authMethodError} has something to say about it. */
export function readAuthMethod(method: unknown): AuthMethod {
  const { body } = decodeBody('AuthMethod', shape, method);
  const ttl = tokenTTL(body.MaxTokenTTL);
  return {
    name: textOf(body, 'Name'),
    type: textOf(body, 'Type'),
    tokenLocality: textOf(body, 'TokenLocality'),
    maxTokenTTL: typeof ttl === 'string' ? 0n : ttl,
    config: decodeMethodConfig(isObject(body.Config) ? body.Config : {}).config,
  };
}

function invalid(what: string, member: string): Refusal {
  return refusal(500, `Invalid Auth Method: ${what}`, [member]);
}

/** Nanoseconds, or the decoder's error. A number counts nanoseconds; anything but text and numbers is passed over. */
function tokenTTL(value: unknown): bigint | string {
  if (typeof value === 'number') return BigInt.asIntN(64, BigInt(Math.trunc(value)));
  if (typeof value !== 'string') return 0n;
  const parsed = parseGoDuration(value);
  return parsed.ok ? parsed.nanoseconds : parsed.error;
}
