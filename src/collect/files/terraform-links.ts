import { textsOf } from '../../validation/object.ts';
import { indexOf, withoutIndexes, type TerraformResource } from './terraform.ts';

/** The names of a role's policies: of a state by their ids, of a plan by what the role refers to; undefined when it cannot be told. */
export function policiesOf(role: TerraformResource, all: readonly TerraformResource[]): readonly string[] | undefined {
  const policies = all.filter(({ type }) => type === 'consul_acl_policy');
  if (!role.unknown.has('policies')) {
    const ids = textsOf(role.values['policies']);
    return ids.map((id) => text(policies.find(({ values }) => values['id'] === id)?.values['name']) || id);
  }
  return referred(role, 'policies', 'consul_acl_policy', all)?.map(({ values }) => text(values['name']));
}

export function attachedTo(role: TerraformResource, all: readonly TerraformResource[]): readonly string[] {
  return all
    .filter(({ type }) => type === 'consul_acl_role_policy_attachment')
    .filter(({ values, ...one }) =>
      one.unknown.has('role_id')
        ? referred({ values, ...one }, 'role_id', 'consul_acl_role', all)?.includes(role)
        : values['role_id'] === role.values['id'],
    )
    .map(({ values }) => text(values['policy']))
    .filter((name) => name !== '');
}

/** The resources of a type that an attribute refers to; of those that are made several times, the one with the same key. */
function referred(
  { address, references }: TerraformResource,
  attribute: string,
  type: string,
  all: readonly TerraformResource[],
): readonly TerraformResource[] | undefined {
  const named = references[attribute] ?? [];
  const targets = all.filter((one) => one.type === type && named.includes(withoutIndexes(one.address)));
  const bases = new Set(targets.map((one) => withoutIndexes(one.address)));
  const chosen = [...bases].flatMap((base) => {
    const same = targets.filter((one) => withoutIndexes(one.address) === base);
    return same.length === 1 ? same : same.filter((one) => indexOf(one.address) === indexOf(address));
  });
  return chosen.length > 0 && chosen.length === bases.size ? chosen : undefined;
}

export function isAttached(resource: TerraformResource, all: readonly TerraformResource[]): boolean {
  return referred(resource, 'role_id', 'consul_acl_role', all) !== undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
