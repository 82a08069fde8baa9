import { data, notFound } from './answers.ts';
import type { Context, Paths } from './backend.ts';
import type { Entity } from './state.ts';

/** `identity/`, as far as an audit reads it: whom logins made, and by which aliases. There are no groups. */
export function identityPaths({ namespace }: Context): Paths {
  const time = (at: number): string => new Date(at).toISOString();
  const times = ({ created, updated }: Entity): object => ({
    creation_time: time(created),
    last_update_time: time(updated),
  });
  // Aliases go with their mount.
  const aliasesOf = (entity: Entity) =>
    entity.aliases.flatMap(({ accessor, id, name, metadata }) => {
      const mount = [...namespace.auth.values()].find((one) => one.accessor === accessor);
      if (mount === undefined) return [];
      const brief = { name, mount_accessor: accessor, mount_path: `auth/${mount.path}`, mount_type: mount.type };
      const kept = { canonical_id: entity.id, custom_metadata: null, local: false, metadata };
      const whole = { ...brief, ...kept, ...times(entity), id, merged_from_canonical_ids: null };
      return [{ id, brief, listed: { ...brief, ...kept }, whole }];
    });
  const entities = [...namespace.entities.values()];
  const aliases = entities.flatMap(aliasesOf);

  return [
    {
      path: 'entity-alias/id',
      handlers: { list: () => listing(aliases.map(({ id, listed }) => [id, listed])) },
    },
    {
      path: 'entity-alias/id/:id',
      handlers: {
        read: ({ id }) => {
          const alias = aliases.find((one) => one.id === id);
          return answer(alias && { ...alias.whole, namespace_id: namespace.id });
        },
      },
    },
    {
      path: 'entity/id',
      handlers: {
        list: () =>
          listing(
            entities.map((entity) => [
              entity.id,
              { name: entity.name, aliases: aliasesOf(entity).map(({ id, brief }) => ({ id, ...brief })) },
            ]),
          ),
      },
    },
    {
      path: 'entity/id/:id',
      handlers: {
        read: ({ id = '' }) => {
          const entity = namespace.entities.get(id);
          return answer(
            entity && {
              ...times(entity),
              id,
              name: entity.name,
              aliases: aliasesOf(entity).map(({ whole }) => whole),
              direct_group_ids: [],
              disabled: false,
              group_ids: [],
              inherited_group_ids: [],
              merged_entity_ids: null,
              metadata: Object.keys(entity.metadata).length === 0 ? null : entity.metadata,
              namespace_id: namespace.id,
              policies: [],
            },
          );
        },
      },
    },
    { path: 'group/id', handlers: { list: () => listing([]) } },
    { path: 'group/id/:id', handlers: { read: () => answer(undefined) } },
  ];

  function listing(found: readonly (readonly [id: string, info: object])[]): ReturnType<typeof data> {
    if (found.length === 0) throw notFound();
    return data({ keys: found.map(([id]) => id), key_info: Object.fromEntries(found) }, { mount: 'identity' });
  }
  function answer(found: object | undefined): ReturnType<typeof data> {
    if (found === undefined) throw notFound();
    return data(found, { mount: 'identity' });
  }
}
