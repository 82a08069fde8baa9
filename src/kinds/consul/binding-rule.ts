import { z } from 'zod';
import { fromApi, toApi, type Identity, type Kind, type Live } from '../kind.ts';
import { byScope, sameName, scopeOf } from '../scope.ts';
import { fields } from './binding-rule-fields.ts';
import { pairRules } from './pair-rules.ts';
import { everyNamespace, withScope } from './scope.ts';

const whole = z.looseObject({ ID: z.string(), AuthMethod: z.string(), BindType: z.string(), BindName: z.string() });

export const bindingRule: Kind<typeof fields> = {
  id: 'consul/binding-rule',
  title: 'Consul binding rule',
  fields,
  parentField: 'auth_method',

  /** All rules of the methods concerned: which of them is meant is decided by {@link pairRules}. */
  async read({ clients: { consul } }, wanted) {
    const found = byScope(wanted).map(async ({ scope, members }) => {
      const listed = (await consul.get(['acl', 'binding-rules'], z.array(whole), scope)) ?? [];
      return listed.flatMap((rule) => {
        const of = members.find(({ identity }) => sameName(identity.parent ?? '', rule.AuthMethod))?.identity;
        return of === undefined ? [] : [liveOf(rule, { ...of, name: nameOf(rule) })];
      });
    });
    return (await Promise.all(found)).flat();
  },

  async list({ clients: { consul } }) {
    const scopes = await everyNamespace(consul);
    const found = await Promise.all(scopes.map((scope) => consul.get(['acl', 'binding-rules'], z.array(whole), scope)));
    const all = found.flatMap((some) => some ?? []);
    return all.map((rule) => liveOf(rule, { ...withScope(nameOf(rule), rule), parent: rule.AuthMethod }));
  },

  async within({ clients: { consul } }, { name: parent, ...scope }) {
    const listed = (await consul.get(['acl', 'binding-rules'], z.array(whole), scopeOf(scope))) ?? [];
    return listed
      .filter(({ AuthMethod }) => sameName(AuthMethod, parent))
      .map((rule) => ({ identity: { name: nameOf(rule), parent, ...scope }, id: rule.ID }));
  },

  async create({ clients: { consul } }, { identity, body }) {
    const request = { AuthMethod: identity.parent, ...toApi(fields, body) };
    return (await consul.put(['acl', 'binding-rule'], request, whole, scopeOf(identity))).ID;
  },

  async update({ clients: { consul } }, { identity, body }, { id }) {
    const request = { ID: id, AuthMethod: identity.parent, ...toApi(fields, body) };
    await consul.put(['acl', 'binding-rule', id], request, whole, { ...scopeOf(identity), idempotent: true });
  },

  async remove({ clients: { consul } }, { identity, id }) {
    await consul.delete(['acl', 'binding-rule', id], scopeOf(identity));
  },

  pair: pairRules,
};

function liveOf(rule: z.infer<typeof whole>, identity: Identity): Live<typeof fields> {
  return { identity, id: rule.ID, body: fromApi(fields, rule) };
}

function nameOf(rule: z.infer<typeof whole>): string {
  return `${rule.BindType}/${rule.BindName}`;
}
