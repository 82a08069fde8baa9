import { randomUUID } from 'node:crypto';
import { bindingRuleError } from '../../validation/consul/binding-rule.ts';
import { decodeMethodConfig } from '../../validation/consul/method-config.ts';
import type { LabRequest, Route } from '../router.ts';
import { badRequest, json, notFound, refused, throwRefusal } from './answers.ts';
import { findAuthMethod } from './auth-methods.ts';
import type { BindingRule } from './objects.ts';
import { authorize } from './permission.ts';
import { decodeBody, isUuid, notAUuid, textOf, withoutTenancy } from './request.ts';
import { indexes, lastIndex, touch, type ConsulState } from './state.ts';
import { scopeMembers, scopeOf, scopeOfObject, within } from './tenancy.ts';

const members = {
  ID: 'string', Description: 'string', AuthMethod: 'string', Selector: 'string', BindType: 'string', BindName: 'string',
  BindVars: 'structs.ACLTemplatedPolicyVariables', CreateIndex: 'int', ModifyIndex: 'int',
} as const; // prettier-ignore

export function bindingRuleRoutes(state: ConsulState): readonly Route[] {
  const put = (request: LabRequest): ReturnType<typeof json> => json(request, putBindingRule(state, request));
  return [
    {
      path: '/v1/acl/binding-rules',
      handlers: {
        GET: (request) => {
          const scope = scopeOf(state, request);
          authorize(state, request, 'acl', 'read');
          const method = request.query.get('authmethod') ?? '';
          const found = [...state.bindingRules.values()].filter(
            (rule) => within(rule, scope) && (method === '' || rule.AuthMethod.toLowerCase() === method.toLowerCase()),
          );
          return json(
            request,
            found.toSorted((a, b) => (a.ID < b.ID ? -1 : 1)),
            lastIndex(state, 'binding-rules'),
          );
        },
      },
    },
    { path: '/v1/acl/binding-rule', handlers: { PUT: put } },
    {
      path: '/v1/acl/binding-rule/:id',
      handlers: {
        GET: (request) => {
          const id = request.params['id'] ?? '';
          if (id === '') throw badRequest('Missing binding rule ID');
          const scope = scopeOf(state, request);
          authorize(state, request, 'acl', 'read');
          if (!isUuid(id)) throw refused(`failed acl binding rule lookup: ${notAUuid}`);
          const found = state.bindingRules.get(id);
          if (found === undefined || !within(found, scope))
            throw notFound('Requested binding rule does not exist: ACL not found');
          return json(request, found, lastIndex(state, 'binding-rules'));
        },
        PUT: put,
        DELETE: (request) => {
          const id = request.params['id'] ?? '';
          if (id === '') throw badRequest('Missing binding rule ID');
          const scope = scopeOf(state, request);
          authorize(state, request, 'acl', 'write');
          if (!isUuid(id)) throw refused(`failed acl binding rule lookup: ${notAUuid}`);
          const found = state.bindingRules.get(id);
          if (found === undefined || !within(found, scope)) throw notFound('Cannot find binding rule to delete');
          state.bindingRules.delete(id);
          touch(state, 'binding-rules');
          return json(request, true);
        },
      },
    },
  ];
}

function putBindingRule(state: ConsulState, request: LabRequest): BindingRule {
  const object = decodeBody(state, request, 'BindingRule', members, 'ACLBindingRule');
  const id = request.params['id'] ?? '';
  const given = textOf(object, 'ID');
  if (given !== '' && given !== id) throw badRequest('BindingRule ID in URL and payload do not match');
  const asked = scopeOf(state, request, object);
  authorize(state, request, 'acl', 'write');
  if (id !== '' && !isUuid(id)) throw refused('Binding Rule ID invalid UUID');
  const previous = id === '' ? undefined : state.bindingRules.get(id);
  if (id !== '' && previous === undefined) throw refused(`cannot find binding rule ${id}`);
  const scope = previous === undefined ? asked : scopeOfObject(previous);
  const named = textOf(object, 'AuthMethod');
  const methodName = named === '' ? (previous?.AuthMethod ?? '') : named;
  const mappedClaims = (method: string): readonly string[] | undefined => {
    const found = findAuthMethod(state, scope, method);
    if (found === undefined) return undefined;
    const { config } = decodeMethodConfig(found.Config as Readonly<Record<string, unknown>>);
    return Object.values(config.ClaimMappings);
  };
  const context = previous === undefined ? { mappedClaims } : { mappedClaims, existing: previous };
  throwRefusal(bindingRuleError(withoutTenancy(object), context));
  const variables = object['BindVars'] as Record<string, unknown> | undefined;
  const variable = variables?.['Name'] ?? variables?.['name'];
  const rule: BindingRule = {
    ID: previous?.ID ?? randomUUID(),
    Description: textOf(object, 'Description'),
    AuthMethod: methodName,
    Selector: textOf(object, 'Selector'),
    BindType: textOf(object, 'BindType'),
    BindName: textOf(object, 'BindName'),
    ...(variable === undefined ? {} : { BindVars: { name: String(variable) } }),
    ...indexes(previous, touch(state, 'binding-rules')),
    ...scopeMembers(state, scope),
  };
  state.bindingRules.set(rule.ID, rule);
  return rule;
}
