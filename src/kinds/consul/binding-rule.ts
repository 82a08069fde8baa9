import { z } from 'zod';
import { choice, field, isObject, text } from '../field.ts';
import { fromApi, toApi, type Identity, type Kind, type Live } from '../kind.ts';
import { byScope, sameName, scopeOf } from '../scope.ts';
import { pairRules } from './pair-rules.ts';
import { everyNamespace, withScope } from './scope.ts';

const selector = text(['Selector'], 'Which logins the rule is for, over `value` and `list`; all when empty.');

export const fields = {
  description: text(['Description'], 'What the rule is for.'),
  bind_type: choice(
    ['BindType'],
    'What a matching login is bound to.',
    ['service', 'node', 'role', 'policy', 'templated-policy'],
    'service',
  ),
  bind_name: text(['BindName'], 'Name of that, with `${value.<name>}` filled in from mapped claims.'),
  selector: { ...selector, same: (a: string, b: string) => a.trim() === b.trim() },
  bind_vars: field<{ readonly name?: string }>({
    api: ['BindVars'],
    doc: 'Variables of a templated policy: `{name}`, filled in like the bind name.',
    schema: z
      .strictObject({ name: z.string() })
      .partial()
      .transform(({ name }) => variables(name)),
    unset: {},
    // Consul refuses the member, even an empty one, with the other bind types.
    toApi: ({ name }) => (name === undefined ? undefined : { Name: name }),
    fromApi: (value) => variables(isObject(value) ? (value.Name ?? value.name) : undefined),
  }),
};

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

function variables(name: unknown): { readonly name?: string } {
  return typeof name === 'string' && name !== '' ? { name } : {};
}
