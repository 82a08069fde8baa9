import { randomBytes, randomUUID } from 'node:crypto';
import type { Identity } from '../../simulate/vault-policy/template.ts';
import type { Entity, NamespaceState, Token } from './state.ts';

/** The entity that has an alias of this name at this mount. */
export function entityOf({ entities }: NamespaceState, accessor: string, name: string): Entity | undefined {
  return [...entities.values()].find(({ aliases }) =>
    aliases.some((one) => one.accessor === accessor && one.name === name),
  );
}

/**
 * Makes the entity of a login, or gives its alias the metadata of this login: what the last one said counts for all.
 * @param now milliseconds since the epoch
 */
export function noteLogin(
  namespace: NamespaceState,
  now: number,
  accessor: string,
  name: string,
  metadata: Readonly<Record<string, string>>,
): Entity {
  const known = entityOf(namespace, accessor, name);
  const entity: Entity =
    known === undefined
      ? {
          id: randomUUID(),
          name: `entity_${randomBytes(4).toString('hex')}`,
          metadata: {},
          aliases: [{ accessor, id: randomUUID(), name, metadata }],
          created: now,
          updated: now,
        }
      : {
          ...known,
          updated: now,
          aliases: known.aliases.map((alias) =>
            alias.accessor === accessor && alias.name === name ? { ...alias, metadata } : alias,
          ),
        };
  namespace.entities.set(entity.id, entity);
  return entity;
}

/** Whom a token stands for now; its policies' templates are filled from this. */
export function identityOf({ entities }: NamespaceState, { entityId }: Token): Identity | undefined {
  const entity = entities.get(entityId);
  return entity === undefined ? undefined : { ...entity, groups: [] };
}
