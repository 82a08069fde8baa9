import { kinds } from '../../kinds/index.ts';
import { addressOf, fromApi, type Identity, type KindId } from '../../kinds/kind.ts';
import type { ApiObject } from '../../model/api-object.ts';
import type { Origin } from '../../model/origin.ts';
import type { Job, NotRead, VaultWorld } from '../../model/world.ts';
import type { Source } from '../../syntax/source.ts';
import { isObject } from '../../validation/object.ts';
import type { KnownObject } from '../world-of-objects.ts';
import { jobOfSource } from './jobs.ts';
import { listOf, objectAt, readTerraform, type TerraformResource } from './terraform.ts';
import { attachedTo, isAttached, policiesOf } from './terraform-links.ts';
import { numbered } from './numbered.ts';

/** What resources of the providers for Consul, Vault and Nomad stand for. */
export interface TerraformObjects {
  readonly objects: readonly KnownObject[];
  readonly kv: VaultWorld['kv'];
  readonly jobs: readonly Job[];
  /** Where objects come from, by their addresses. */
  readonly origins: Readonly<Record<string, Origin>>;
  /** What is known only after the apply. */
  readonly notRead: readonly NotRead[];
  /** Addresses of objects of which something that decides is known only after the apply; with a slash at the end, of all of a kind. */
  readonly doubtful: readonly string[];
  /** Addresses of the objects that the plan takes away. */
  readonly deleted: readonly string[];
}

interface Made {
  readonly kind: KindId;
  readonly identity: Identity;
  readonly api: ApiObject;
  readonly accessor?: string;
}

/** Reads `terraform show -json` of a plan or a state. What is not known yet is told as not read, and never guessed. Throws `syntax`. */
export function terraformObjects(source: Source): TerraformObjects {
  const { resources, deleted } = readTerraform(source);
  const objects: KnownObject[] = [];
  const origins: Record<string, Origin> = {};
  const notRead: NotRead[] = [];
  const kv: Record<string, 1 | 2> = {};
  const jobs: Job[] = [];
  const doubtful: string[] = [];
  for (const resource of resources) {
    const origin: Origin = {
      from: 'file',
      file: source.name,
      places: { '': resource.place },
      address: resource.address,
    };
    const gaps = gapsOf(resource, resources);
    for (const name of gaps) notRead.push(gap(resource, name));
    const made = objectsOf(resource, resources);
    if (gaps.length > 0) doubtful.push(...doubtsAbout(resource.type, made));
    for (const { kind, identity, api, accessor } of made) {
      const body = fromApi(kinds[kind].fields, api);
      objects.push({ kind, identity, body, ...(accessor === undefined ? {} : { accessor }) });
      const address = addressOf(kind, identity);
      const own =
        kind === 'consul/binding-rule' ? numbered(address, (taken) => Object.hasOwn(origins, taken)) : address;
      origins[own] = origin;
    }
    if (resource.type === 'vault_mount') Object.assign(kv, engineOf(resource.values));
    if (resource.type === 'nomad_job') jobs.push(...jobsOf(resource, origin, notRead));
  }
  const gone = deleted.flatMap((one) => objectsOf(one, deleted)).map(({ kind, identity }) => addressOf(kind, identity));
  return { objects, kv, jobs, origins, notRead, doubtful, deleted: gone };
}

const kindsOfTypes: Readonly<Record<string, KindId>> = {
  consul_acl_auth_method: 'consul/auth-method',
  consul_acl_binding_rule: 'consul/binding-rule',
  consul_acl_role: 'consul/role',
  consul_acl_role_policy_attachment: 'consul/role',
  consul_acl_policy: 'consul/policy',
  vault_jwt_auth_backend: 'vault/jwt-config',
  vault_jwt_auth_backend_role: 'vault/jwt-role',
  vault_policy: 'vault/policy',
};

/** An object without a name yet may be any of its kind; of binding rules, those of a method count together. */
function doubtsAbout(type: string, made: readonly Made[]): readonly string[] {
  const kind = kindsOfTypes[type];
  if (made.length === 0) return kind === undefined ? [] : [`${kind}/`];
  return made
    .filter((one) => one.kind !== 'vault/auth-mount')
    .map((one) =>
      one.kind === 'consul/binding-rule'
        ? `${one.kind}/${one.identity.parent ?? ''}`
        : addressOf(one.kind, one.identity),
    );
}

/** Attributes that decide nothing about logins and rights, or that every object has only once it is there. */
const indifferent =
  /^(?:id|accessor|description|display_name|job_id|.*_id|modify_index|allocation_ids|task_groups|deployment_.*|status|uuid)$/;
const known =
  /^(?:consul_acl_(?:auth_method|binding_rule|role|policy|role_policy_attachment)|vault_(?:jwt_auth_backend|jwt_auth_backend_role|policy|mount|auth_backend)|nomad_job)$/;

function gapsOf(resource: TerraformResource, all: readonly TerraformResource[]): readonly string[] {
  if (!known.test(resource.type)) return [];
  return [...resource.unknown].filter((name) => {
    if (indifferent.test(name))
      return resource.type === 'consul_acl_role_policy_attachment' && !isAttached(resource, all);
    // Which policies a role has can be told from what it refers to.
    return !(name === 'policies' && resource.type === 'consul_acl_role' && policiesOf(resource, all) !== undefined);
  });
}

function gap({ address, type }: TerraformResource, name: string): NotRead {
  const part = type.startsWith('consul') ? 'consul/objects' : type.startsWith('vault') ? 'vault/objects' : 'nomad/jobs';
  return { part, what: `${name} of ${address}`, reason: 'Terraform knows it only after the apply' };
}

function objectsOf(resource: TerraformResource, all: readonly TerraformResource[]): readonly Made[] {
  const { values } = resource;
  switch (resource.type) {
    case 'consul_acl_auth_method':
      return consul('consul/auth-method', values, values['name'], {
        Name: values['name'],
        Type: values['type'],
        DisplayName: values['display_name'],
        Description: values['description'],
        MaxTokenTTL: values['max_token_ttl'],
        TokenLocality: values['token_locality'],
        NamespaceRules: listOf(values['namespace_rule']).map((rule) => ({
          Selector: rule['selector'],
          BindNamespace: rule['bind_namespace'],
        })),
        Config: configOf(values),
      });
    case 'consul_acl_binding_rule': {
      const { auth_method: method, bind_type: type, bind_name: name } = values;
      const variables = isObject(values['bind_vars']) ? values['bind_vars'] : listOf(values['bind_vars'])[0];
      return consul(
        'consul/binding-rule',
        values,
        `${text(type)}/${text(name)}`,
        {
          AuthMethod: method,
          Description: values['description'],
          Selector: values['selector'],
          BindType: type,
          BindName: name,
          ...(variables === undefined ? {} : { BindVars: { Name: variables['name'] } }),
        },
        text(method),
      );
    }
    case 'consul_acl_role':
      return consul('consul/role', values, values['name'], {
        Name: values['name'],
        Description: values['description'],
        Policies: [...(policiesOf(resource, all) ?? []), ...attachedTo(resource, all)].map((Name) => ({ Name })),
        ServiceIdentities: listOf(values['service_identities']).map((one) => ({
          ServiceName: one['service_name'],
          Datacenters: one['datacenters'],
        })),
        NodeIdentities: listOf(values['node_identities']).map((one) => ({
          NodeName: one['node_name'],
          Datacenter: one['datacenter'],
        })),
        TemplatedPolicies: listOf(values['templated_policies']).map((one) => ({
          TemplateName: one['template_name'],
          TemplateVariables: { Name: listOf(one['template_variables'])[0]?.['name'] },
          Datacenters: one['datacenters'],
        })),
      });
    case 'consul_acl_policy':
      return consul('consul/policy', values, values['name'], {
        Name: values['name'],
        Description: values['description'],
        Rules: values['rules'],
        Datacenters: values['datacenters'],
      });
    default:
      return vaultObjectsOf(resource);
  }
}

function vaultObjectsOf({ type, values }: TerraformResource): readonly Made[] {
  switch (type) {
    case 'vault_jwt_auth_backend': {
      const path = trimmed(values['path']) || 'jwt';
      return [
        ...mount(path, values, values['type'] ?? 'jwt'),
        ...vault('vault/jwt-config', values, path, { ...values, default_role: values['default_role'] ?? '' }),
      ];
    }
    case 'vault_auth_backend':
      return ['jwt', 'oidc'].includes(text(values['type']))
        ? mount(trimmed(values['path']) || text(values['type']), values, values['type'])
        : [];
    case 'vault_jwt_auth_backend_role':
      return vault(
        'vault/jwt-role',
        values,
        text(values['role_name']),
        { ...values, bound_claims: boundClaims(values) },
        trimmed(values['backend']) || 'jwt',
      );
    case 'vault_policy':
      return vault('vault/policy', values, text(values['name']), { policy: values['policy'] });
    default:
      return [];
  }
}

function mount(path: string, values: ApiObject, type: unknown): readonly Made[] {
  const tune = listOf(values['tune'])[0] ?? {};
  const { accessor } = values;
  const api = { type, description: values['description'], config: tune };
  return vault('vault/auth-mount', values, path, api).map((one) => ({
    ...one,
    ...(typeof accessor === 'string' && accessor !== '' ? { accessor } : {}),
  }));
}

/** The provider takes a list of values as one text with commas, unless it is told not to. */
function boundClaims({ bound_claims: claims, disable_bound_claims_parsing: asIs }: ApiObject): unknown {
  if (!isObject(claims) || asIs === true) return claims;
  const parsed = (value: unknown): unknown =>
    typeof value === 'string' && value.includes(',') ? value.split(',').map((one) => one.trim()) : value;
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, parsed(value)]));
}

function consul(kind: KindId, values: ApiObject, name: unknown, api: ApiObject, parent?: string): readonly Made[] {
  const partition = text(values['partition']);
  return made(kind, { name: text(name), ...(partition && { partition }) }, values, api, parent);
}

function vault(kind: KindId, values: ApiObject, name: string, api: ApiObject, parent?: string): readonly Made[] {
  return made(kind, { name }, values, api, parent);
}

/** Nothing of an object whose name is not known. */
function made(kind: KindId, identity: Identity, values: ApiObject, api: ApiObject, parent?: string): readonly Made[] {
  if (identity.name === '' || parent === '') return [];
  const namespace = trimmed(values['namespace']);
  const given = Object.entries(api).filter(([, value]) => value !== null && value !== undefined);
  return [
    {
      kind,
      identity: { ...identity, ...(parent === undefined ? {} : { parent }), ...(namespace && { namespace }) },
      api: Object.fromEntries(given),
    },
  ];
}

function configOf({ config_json: json, config }: ApiObject): unknown {
  if (typeof json !== 'string' || json === '') return config;
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return config;
  }
}

function engineOf(values: ApiObject): VaultWorld['kv'] {
  const { type } = values;
  if (type !== 'kv' && type !== 'kv-v2' && type !== 'generic') return {};
  const two = type === 'kv-v2' || String(objectAt(values, 'options')['version'] ?? '') === '2';
  return { [trimmed(values['path'])]: two ? 2 : 1 };
}

/** A job whose text is not known yet is not read; its mistakes are told as what could not be read. */
function jobsOf(resource: TerraformResource, origin: Origin, notRead: NotRead[]): readonly Job[] {
  const { jobspec, json, hcl2 } = resource.values;
  if (typeof jobspec !== 'string' || resource.unknown.has('jobspec')) return [];
  const variables = objectAt(listOf(hcl2)[0], 'vars');
  const given = Object.entries(variables).map(([name, value]) => [name, text(value)] as const);
  const name = json === true ? `${resource.address}.json` : resource.address;
  try {
    const { job } = jobOfSource({ name, text: jobspec }, { variables: Object.fromEntries(given) });
    return [{ ...job, origin }];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    notRead.push({ part: 'nomad/jobs', what: `the job of ${resource.address}`, reason: error.message });
    return [];
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function trimmed(value: unknown): string {
  return text(value).replaceAll(/^\/+|\/+$/g, '');
}
