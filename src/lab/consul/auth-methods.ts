import { sortedBy } from '../../support/sorted-by.ts';
import { formatGoDuration } from '../../syntax/go-duration.ts';
import { authMethodError } from '../../validation/consul/auth-method.ts';
import { checkFetching } from '../key-source.ts';
import type { LabRequest, Route } from '../router.ts';
import { badRequest, json, notFound, throwRefusal } from './answers.ts';
import type { AuthMethod, Scope, Scoped } from './objects.ts';
import { authorize } from './permission.ts';
import { decodeBody, nanosecondsOf, textOf, withoutTenancy } from './request.ts';
import { indexes, lastIndex, touch, type ConsulState } from './state.ts';
import { scoped, scopeMembers, scopeOf, within } from './tenancy.ts';

const members = {
  Name: 'string', Type: 'string', DisplayName: 'string', Description: 'string', MaxTokenTTL: 'any', TokenLocality: 'string',
  Config: 'map[string]interface {}', CreateIndex: 'int', ModifyIndex: 'int',
} as const; // prettier-ignore

/** Method names are unique without regard to case. */
export function findAuthMethod(state: ConsulState, scope: Scope, name: string): AuthMethod | undefined {
  return state.authMethods.get(scoped(scope, name.toLowerCase()));
}

export function authMethodRoutes(state: ConsulState): readonly Route[] {
  const put = async (request: LabRequest): Promise<ReturnType<typeof json>> =>
    json(request, await putAuthMethod(state, request));
  return [
    {
      path: '/v1/acl/auth-methods',
      handlers: {
        GET: (request) => {
          const scope = scopeOf(state, request);
          authorize(state, request, 'acl', 'read');
          const found = [...state.authMethods.values()].filter((method) => within(method, scope));
          const listed = sortedBy(found, ({ Name }) => Name).map(({ Config: _, NamespaceRules: __, ...rest }) => rest);
          return json(request, listed, lastIndex(state, 'auth-methods'));
        },
      },
    },
    { path: '/v1/acl/auth-method', handlers: { PUT: put } },
    {
      path: '/v1/acl/auth-method/*name',
      handlers: {
        GET: (request) => {
          const name = request.params['name'] ?? '';
          if (name === '') throw badRequest('Missing auth method name');
          const scope = scopeOf(state, request);
          authorize(state, request, 'acl', 'read');
          const found = findAuthMethod(state, scope, name);
          if (found === undefined) throw notFound('Requested auth method does not exist: ACL not found');
          return json(request, found, lastIndex(state, 'auth-methods'));
        },
        PUT: put,
        DELETE: (request) => {
          const name = request.params['name'] ?? '';
          if (name === '') throw badRequest('Missing auth method name');
          const scope = scopeOf(state, request);
          authorize(state, request, 'acl', 'write');
          const found = findAuthMethod(state, scope, name);
          if (found === undefined) throw notFound('Cannot find auth method to delete');
          removeAuthMethod(state, scope, found);
          return json(request, true);
        },
      },
    },
  ];
}

/** A method takes its binding rules and the tokens made through it along. */
function removeAuthMethod(state: ConsulState, scope: Scope, { Name }: AuthMethod): void {
  const ofMethod = (object: Scoped & { readonly AuthMethod?: string }): boolean =>
    within(object, scope) && object.AuthMethod?.toLowerCase() === Name.toLowerCase();
  for (const [id, rule] of state.bindingRules) if (ofMethod(rule)) state.bindingRules.delete(id);
  for (const [id, token] of state.tokens) if (ofMethod(token)) state.tokens.delete(id);
  state.authMethods.delete(scoped(scope, Name.toLowerCase()));
  touch(state, 'auth-methods', 'binding-rules', 'tokens');
}

async function putAuthMethod(state: ConsulState, request: LabRequest): Promise<AuthMethod> {
  const known = state.enterprise
    ? { ...members, NamespaceRules: '[]*structs.ACLAuthMethodNamespaceRule' as const }
    : members;
  const object = decodeBody(state, request, 'AuthMethod', known);
  const inPath = request.params['name'] ?? '';
  if (inPath !== '' && textOf(object, 'Name') !== '' && textOf(object, 'Name') !== inPath) {
    throw badRequest('AuthMethod Name in URL and payload do not match');
  }
  const name = textOf(object, 'Name') === '' ? inPath : textOf(object, 'Name');
  const ttl = nanosecondsOf(object, 'MaxTokenTTL', 'AuthMethod');
  const scope = scopeOf(state, request, object);
  authorize(state, request, 'acl', 'write');
  const previous = findAuthMethod(state, scope, name);
  const type = textOf(object, 'Type') === '' ? (previous?.Type ?? '') : textOf(object, 'Type');
  const given = { ...withoutTenancy(object), Name: name };
  const context = previous === undefined ? {} : { existing: previous };
  throwRefusal(await checkFetching((fetched) => authMethodError(given, { ...context, fetched })));
  const config = (object['Config'] ?? {}) as Readonly<Record<string, unknown>>;
  const method: AuthMethod = {
    ...(ttl === 0n ? {} : { MaxTokenTTL: formatGoDuration(ttl) }),
    Name: previous?.Name ?? name,
    Type: type,
    ...present('DisplayName', textOf(object, 'DisplayName')),
    ...present('Description', textOf(object, 'Description')),
    ...present('TokenLocality', textOf(object, 'TokenLocality')),
    Config: config,
    ...(object['NamespaceRules'] === undefined ? {} : { NamespaceRules: object['NamespaceRules'] }),
    ...indexes(previous, touch(state, 'auth-methods')),
    ...scopeMembers(state, scope),
  };
  state.authMethods.set(scoped(scope, name.toLowerCase()), method);
  return method;
}

function present(name: string, text: string): Record<string, string> {
  return text === '' ? {} : { [name]: text };
}
