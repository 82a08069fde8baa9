import { randomUUID } from 'node:crypto';
import { contentHash } from '../../model/content-hash.ts';
import { formatGoDuration } from '../../syntax/go-duration.ts';
import type { LabRequest, Route } from '../router.ts';
import { badRequest, ConsulError, forbidden, json, notFound, refused } from './answers.ts';
import { hashedGrants, liveLinks, readGrants, readRoleLinks, some } from './links.ts';
import type { Token } from './objects.ts';
import {
  anonymousAccessor,
  authorize,
  findBySecret,
  isExpired,
  managementPolicyId,
  permits,
  secretOf,
} from './permission.ts';
import { decodeBody, isUuid, nanosecondsOf, notAUuid, textOf } from './request.ts';
import { indexes, lastIndex, touch, type ConsulState } from './state.ts';
import { scopeMembers, scopeOf, scopeOfObject, within } from './tenancy.ts';

const members = {
  AccessorID: 'string', SecretID: 'string', Description: 'string', Policies: '[]structs.ACLTokenPolicyLink', Roles: '[]structs.ACLTokenRoleLink',
  ServiceIdentities: '[]*structs.ACLServiceIdentity', NodeIdentities: '[]*structs.ACLNodeIdentity',
  TemplatedPolicies: '[]*structs.ACLTemplatedPolicy', Local: 'bool', AuthMethod: 'string', ExpirationTTL: 'any', ExpirationTime: 'any',
  CreateTime: 'any', Hash: 'string', CreateIndex: 'int', ModifyIndex: 'int', Type: 'string',
} as const; // prettier-ignore

/** The two tokens that a Consul has from the start: the anonymous one and, when a secret is configured, a management token. */
export function addFirstTokens(state: ConsulState, managementSecret: string | undefined): void {
  if (managementSecret !== undefined) addManagementToken(state, 'Initial Management Token', managementSecret);
  addToken(state, {
    AccessorID: anonymousAccessor,
    SecretID: 'anonymous',
    Description: 'Anonymous Token',
    Local: false,
  });
}

function addManagementToken(state: ConsulState, description: string, secret: string): Token {
  const Policies = [{ ID: managementPolicyId, Name: 'global-management' }];
  const token = addToken(state, {
    AccessorID: randomUUID(),
    SecretID: secret,
    Description: description,
    Policies,
    Local: false,
  });
  state.bootstrapIndex = token.CreateIndex;
  return token;
}

export type Contents = Omit<Token, 'Hash' | 'CreateIndex' | 'ModifyIndex' | 'CreateTime'>;

export function addToken(state: ConsulState, contents: Contents, previous?: Token): Token {
  const token: Token = {
    ...contents,
    CreateTime: previous?.CreateTime ?? new Date(state.now()).toISOString(),
    Hash: contentHash(contents.Description, contents.Local ? 'local' : 'global', ...hashedGrants(contents)),
    ...indexes(previous, touch(state, 'tokens')),
  };
  state.tokens.set(token.AccessorID, token);
  return token;
}

export function tokenRoutes(state: ConsulState): readonly Route[] {
  const put = (request: LabRequest): ReturnType<typeof json> => json(request, putToken(state, request));
  const find = (accessor: string): Token | undefined => {
    const found = state.tokens.get(accessor);
    return found === undefined || isExpired(found, state.now()) ? undefined : found;
  };
  return [
    {
      path: '/v1/acl/bootstrap',
      handlers: {
        PUT: (request) => {
          if (state.bootstrapIndex !== 0) {
            throw forbidden(
              `Permission denied: ACL bootstrap no longer allowed (reset index: ${String(state.bootstrapIndex)})`,
            );
          }
          const given =
            request.body.length === 0 ? {} : decodeBody(state, request, 'Request', { BootstrapSecret: 'string' });
          return json(
            request,
            addManagementToken(
              state,
              'Bootstrap Token (Global Management)',
              textOf(given, 'BootstrapSecret') || randomUUID(),
            ),
          );
        },
      },
    },
    {
      path: '/v1/acl/tokens',
      handlers: {
        GET: (request) => {
          const scope = scopeOf(state, request);
          authorize(state, request, 'acl', 'read');
          const { query } = request;
          const asked = (name: string, fits: (value: string) => boolean): boolean =>
            fits(query.get(name) ?? '') || (query.get(name) ?? '') === '';
          const found = [...state.tokens.values()].filter(
            (token) =>
              within(token, scope) && !isExpired(token, state.now()) && asked('authmethod', (name) => token.AuthMethod === name) &&
              asked('policy', (id) => (token.Policies ?? []).some(({ ID }) => ID === id)) &&
              asked('role', (id) => (token.Roles ?? []).some(({ ID }) => ID === id)),
          ); // prettier-ignore
          const show = readable(state, request);
          return json(request, found.map(show), lastIndex(state, 'tokens'));
        },
      },
    },
    { path: '/v1/acl/token', handlers: { PUT: put } },
    {
      path: '/v1/acl/token/self',
      handlers: {
        GET: (request) => {
          const found = findBySecret(state, secretOf(request));
          if (found === undefined) throw forbidden('token does not exist: ACL not found');
          return json(request, shown(state, found), lastIndex(state, 'tokens'));
        },
      },
    },
    {
      path: '/v1/acl/token/:id',
      handlers: {
        GET: (request) => {
          const id = request.params['id'] ?? '';
          if (id === '') throw badRequest('Missing token AccessorID');
          authorize(state, request, 'acl', 'read');
          if (!isUuid(id)) throw refused(`failed acl token lookup: ${notAUuid}`);
          const found = find(id);
          if (found === undefined) throw forbidden('token does not exist: ACL not found');
          return json(request, readable(state, request)(found), lastIndex(state, 'tokens'));
        },
        PUT: put,
        DELETE: (request) => {
          const id = request.params['id'] ?? '';
          if (id === '') throw badRequest('Missing token AccessorID');
          authorize(state, request, 'acl', 'write');
          if (id === anonymousAccessor) throw refused('Delete operation not permitted on the anonymous token');
          if (find(id) === undefined) throw notFound('Cannot find token to delete');
          state.tokens.delete(id);
          touch(state, 'tokens');
          return json(request, true);
        },
      },
    },
    {
      path: '/v1/acl/logout',
      handlers: {
        POST: (request) => {
          const secret = secretOf(request);
          if (secret === '') throw new ConsulError(401, 'Supplied token does not exist');
          const found = findBySecret(state, secret);
          if (found === undefined) throw forbidden('ACL not found');
          if (found.AuthMethod === undefined) throw forbidden("Permission denied: token wasn't created via login");
          state.tokens.delete(found.AccessorID);
          touch(state, 'tokens');
          return json(request, true);
        },
      },
    },
  ];
}

/** Tokens as the request may see them: their secrets are for those who may write tokens. */
function readable(state: ConsulState, request: LabRequest): (token: Token) => object {
  const secrets = permits(state, request)('acl', 'write');
  return (token) => shown(state, secrets ? token : { ...token, SecretID: '<hidden>' });
}

export function shown(state: ConsulState, token: Token): object {
  const { AccessorID, SecretID, Description, Policies: _, Roles: __, ...rest } = token;
  return {
    AccessorID, SecretID, Description,
    ...some('Policies', liveLinks(token.Policies, state.policies)), ...some('Roles', liveLinks(token.Roles, state.roles)), ...rest,
  }; // prettier-ignore
}

function putToken(state: ConsulState, request: LabRequest): object {
  const object = decodeBody(state, request, 'Token', members);
  const id = request.params['id'] ?? '';
  const given = textOf(object, 'AccessorID');
  if (id !== '' && given !== '' && given !== id) throw badRequest('Token Accessor ID in URL and payload do not match');
  const asked = scopeOf(state, request, object);
  authorize(state, request, 'acl', 'write');
  const previous = id === '' ? undefined : state.tokens.get(id);
  if (id !== '' && previous === undefined) throw refused(`Cannot find token "${id}"`);
  if (id === '' && state.tokens.has(given)) throw refused('Invalid Token: AccessorID is already in use');
  const secret = textOf(object, 'SecretID');
  if (previous === undefined && secret !== '' && findBySecret(state, secret) !== undefined)
    throw refused('Invalid Token: SecretID is already in use');
  const scope = previous === undefined ? asked : scopeOfObject(previous);
  const expires =
    previous === undefined
      ? expiration(nanosecondsOf(object, 'ExpirationTTL', 'Token'), state.now())
      : previous.ExpirationTime;
  const token = addToken(
    state,
    {
      AccessorID: previous?.AccessorID ?? (given === '' ? randomUUID() : given),
      SecretID: previous?.SecretID ?? (secret === '' ? randomUUID() : secret),
      Description: textOf(object, 'Description'),
      ...readGrants(state, scope, object, 'token'),
      ...readRoleLinks(state, scope, object),
      Local: previous?.Local ?? object['Local'] === true,
      ...(previous?.AuthMethod === undefined ? {} : { AuthMethod: previous.AuthMethod }),
      ...(expires === undefined ? {} : { ExpirationTime: expires }),
      ...scopeMembers(state, scope),
    },
    previous,
  );
  return shown(state, token);
}

const minute = 60_000_000_000n;
const day = 1440n * minute;

/** When a token with this TTL ends. Consul takes one minute to one day. */
function expiration(span: bigint, now: number): string | undefined {
  if (span === 0n) return undefined;
  const was = `in the future (was ${formatGoDuration(span)})`;
  if (span < minute) throw refused(`ExpirationTime cannot be less than 1m0s ${was}`);
  if (span > day) throw refused(`ExpirationTime cannot be more than 24h0m0s ${was}`);
  return new Date(now + Number(span) / 1e6).toISOString();
}
