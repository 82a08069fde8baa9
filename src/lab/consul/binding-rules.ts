import { randomUUID } from 'node:crypto';
import { sortedBy } from '../../support/sorted-by.ts';
import { bindingRuleError } from '../../validation/consul/binding-rule.ts';
import { decodeMethodConfig } from '../../validation/consul/method-config.ts';
import type { LabRequest, Route } from '../router.ts';
import { json, throwRefusal } from './answers.ts';
import { findAuthMethod } from './auth-methods.ts';
import { deleteById, readById, writtenById, type ById } from './by-id.ts';
import type { BindingRule } from './objects.ts';
import { authorize } from './permission.ts';
import { decodeBody, textOf, withoutTenancy } from './request.ts';
import { indexes, lastIndex, touch, type ConsulState } from './state.ts';
import { scopeMembers, scopeOf, within } from './tenancy.ts';

const members = {
  ID: 'string', Description: 'string', AuthMethod: 'string', Selector: 'string', BindType: 'string', BindName: 'string',
  BindVars: 'structs.ACLTemplatedPolicyVariables', CreateIndex: 'int', ModifyIndex: 'int',
} as const; // prettier-ignore

const rules = (state: ConsulState): ById<BindingRule> => ({
  noun: 'binding rule',
  table: 'binding-rules',
  objects: state.bindingRules,
});

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
            sortedBy(found, ({ ID }) => ID),
            lastIndex(state, 'binding-rules'),
          );
        },
      },
    },
    { path: '/v1/acl/binding-rule', handlers: { PUT: put } },
    {
      path: '/v1/acl/binding-rule/:id',
      handlers: {
        GET: (request) => json(request, readById(state, request, rules(state)), lastIndex(state, 'binding-rules')),
        PUT: put,
        DELETE: (request) => deleteById(state, request, rules(state)),
      },
    },
  ];
}

function putBindingRule(state: ConsulState, request: LabRequest): BindingRule {
  const object = decodeBody(state, request, 'BindingRule', members, 'ACLBindingRule');
  const { previous, scope } = writtenById(state, request, rules(state), object);
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
