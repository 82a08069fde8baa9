import { sameName } from '../../kinds/scope.ts';
import type { ApiObject } from '../../model/api-object.ts';
import type { ConsulWorld, VaultWorld, World } from '../../model/world.ts';
import { isObject } from '../../validation/object.ts';
import type { Effect } from './effects.ts';
import type { TokenImpact } from './impact.ts';

/** The tokens that go with what the plan deletes or replaces. */
export function tokensOf(effects: readonly Effect[], { consul, vault }: World): readonly TokenImpact[] {
  return effects.flatMap((effect): readonly TokenImpact[] => {
    if (!effect.removes || effect.before === undefined) return [];
    const { name } = effect.before.identity;
    switch (effect.kind) {
      case 'consul/auth-method':
        return atConsul(effect, 'revoked', consul, ({ AuthMethod }) => named(AuthMethod, name));
      case 'consul/role':
        return atConsul(effect, 'narrowed', consul, ({ Roles }) => links(Roles, name));
      case 'consul/policy': {
        const roles = (consul?.roles ?? []).filter(({ Policies }) => links(Policies, name));
        return atConsul(
          effect,
          'narrowed',
          consul,
          ({ Policies, Roles }) =>
            links(Policies, name) ||
            roles.some((role) => typeof role['Name'] === 'string' && links(Roles, role['Name'])),
        );
      }
      case 'vault/auth-mount':
        return atVault(effect, vault);
      default:
        return [];
    }
  });
}

function atConsul(
  { address }: Effect,
  change: TokenImpact['change'],
  consul: ConsulWorld | undefined,
  holds: (token: ApiObject) => boolean,
): readonly TokenImpact[] {
  const held = consul?.tokens?.filter(holds);
  if (held?.length === 0) return [];
  const accessors = new Set(held?.map(({ AccessorID }) => AccessorID));
  const agents = Object.entries(consul?.tokensOfAgents ?? {}).flatMap(([agent, id]) =>
    accessors.has(id) ? [agent] : [],
  );
  return [{ product: 'consul', address, change, tokens: held?.length ?? null, agents }];
}

/** Vault does not list the tokens of a mount; those who logged in there are known by their aliases. */
function atVault({ address, before }: Effect, vault: VaultWorld | undefined): readonly TokenImpact[] {
  const aliases = vault?.aliases?.filter(({ accessor }) => accessor === before?.id).length;
  if (aliases === 0) return [];
  const known = aliases === undefined ? {} : { aliases };
  return [{ product: 'vault', address, change: 'revoked', tokens: null, ...known, agents: [] }];
}

function links(all: unknown, name: string): boolean {
  return Array.isArray(all) && all.some((link) => isObject(link) && named(link['Name'], name));
}

function named(value: unknown, name: string): boolean {
  return typeof value === 'string' && sameName(value, name);
}
