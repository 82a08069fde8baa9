import { z } from 'zod';
import { isObject } from '../../validation/object.ts';
import { objects, strings, text, type Value } from '../field.ts';
import { fromApi, toApi, type Kind } from '../kind.ts';
import { byScope, sameName, scopeOf } from '../scope.ts';
import { links } from './links.ts';
import { everyNamespace, withScope } from './scope.ts';

const datacenters = z
  .array(z.string())
  .default([])
  .transform((all) => all.toSorted());

const serviceIdentities = objects(
  ['ServiceIdentities'],
  'Services that it may register and discover for, as `{service_name, datacenters}`; all datacenters when empty.',
  {
    schema: z.strictObject({ service_name: z.string(), datacenters }),
    toApi: (one) => ({ ServiceName: one.service_name, Datacenters: one.datacenters }),
    fromApi: (one) => ({ service_name: nameIn(one, 'ServiceName'), datacenters: datacentersOf(one) }),
    toSpec: short,
  },
);

const nodeIdentities = objects(['NodeIdentities'], 'Nodes that it may register, as `{node_name, datacenter}`.', {
  schema: z.strictObject({ node_name: z.string(), datacenter: z.string() }),
  toApi: (one) => ({ NodeName: one.node_name, Datacenter: one.datacenter }),
  fromApi: (one) => ({ node_name: nameIn(one, 'NodeName'), datacenter: nameIn(one, 'Datacenter') }),
});

const templatedPolicies = objects(
  ['TemplatedPolicies'],
  'Built-in policies with a name filled in, as `{template_name, variables: {name}, datacenters}`.',
  {
    schema: z.strictObject({
      template_name: z.string(),
      variables: z
        .strictObject({ name: z.string() })
        .partial()
        .default({})
        .transform(({ name }) => variablesOf(name)),
      datacenters,
    }),
    toApi: ({ template_name, variables, datacenters: within }) => ({
      TemplateName: template_name,
      // Templates without variables refuse an empty object.
      ...(variables.name === undefined ? {} : { TemplateVariables: { Name: variables.name } }),
      Datacenters: within,
    }),
    fromApi: (one) => ({
      template_name: nameIn(one, 'TemplateName'),
      variables: variablesOf(nameIn(isObject(one) ? one.TemplateVariables : undefined, 'name') || undefined),
      datacenters: datacentersOf(one),
    }),
    toSpec: short,
  },
);

const fields = {
  description: text(['Description'], 'What the role is for.'),
  policies: links(['Policies'], 'Names of the policies that it grants.'),
  service_identities: serviceIdentities,
  node_identities: nodeIdentities,
  templated_policies: templatedPolicies,
};

const whole = z.looseObject({ ID: z.string(), Name: z.string() });

export const role: Kind<typeof fields> = {
  id: 'consul/role',
  title: 'Consul ACL role',
  fields,

  async read({ clients: { consul } }, wanted) {
    const found = byScope(wanted).map(async ({ scope, members }) => {
      const listed = (await consul.get(['acl', 'roles'], z.array(whole), scope)) ?? [];
      return members.flatMap(({ identity }) => {
        const one = listed.find(({ Name }) => sameName(Name, identity.name));
        return one === undefined ? [] : [{ identity, id: one.ID, body: fromApi(fields, one) }];
      });
    });
    return (await Promise.all(found)).flat();
  },

  async list({ clients: { consul } }) {
    const scopes = await everyNamespace(consul);
    const found = await Promise.all(scopes.map((scope) => consul.get(['acl', 'roles'], z.array(whole), scope)));
    return found
      .flatMap((all) => all ?? [])
      .map((one) => ({ identity: withScope(one.Name, one), id: one.ID, body: fromApi(fields, one) }));
  },

  async create({ clients: { consul } }, { identity, body }) {
    const request = { Name: identity.name, ...toApi(fields, body) };
    return (await consul.put(['acl', 'role'], request, whole, scopeOf(identity))).ID;
  },

  async update({ clients: { consul } }, { identity, body }, { id }) {
    const request = { ID: id, Name: identity.name, ...toApi(fields, body) };
    await consul.put(['acl', 'role', id], request, whole, { ...scopeOf(identity), idempotent: true });
  },

  async remove({ clients: { consul } }, { identity, id }) {
    await consul.delete(['acl', 'role', id], scopeOf(identity));
  },
};

/** Consul renames `Name` to `name` in some answers, so the case does not count. */
function nameIn(object: unknown, member: string): string {
  const found = isObject(object) ? Object.entries(object).find(([name]) => sameName(name, member)) : undefined;
  return typeof found?.[1] === 'string' ? found[1] : '';
}

function datacentersOf(object: unknown): string[] {
  return strings(isObject(object) ? object.Datacenters : undefined).toSorted();
}

function variablesOf(name: string | undefined): { name?: string } {
  return name === undefined ? {} : { name };
}

/** Without the members that say nothing. */
function short(one: Readonly<Record<string, Value>>): Value {
  return Object.fromEntries(
    Object.entries(one).filter(([, value]) => typeof value !== 'object' || Object.keys(value ?? {}).length > 0),
  );
}
