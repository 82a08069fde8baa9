import { formatGoSeconds } from '../../syntax/go-duration.ts';
import { data, done, invalid, notFound, sentFields } from './answers.ts';
import type { Context, Paths } from './backend.ts';
import type { KvStore, Version } from './kv-store.ts';
import {
  changed,
  emptySecret,
  keysOf,
  mergePatch,
  metadata,
  readVersion,
  versionMetadata,
  write,
} from './kv-versions.ts';
import { systemTtl } from './state.ts';

const notAPath =
  'Invalid path for a versioned K/V secrets engine. See the API docs for the appropriate API endpoints to use. ' +
  "If using the Vault CLI, use 'vault kv get' for this operation.";
export function kvPaths(context: Context, store: KvStore): Paths {
  return store.version === 1 ? version1(context, store) : version2(context, store);
}

/** The names under a prefix, folders with a slash. Nothing there is a 404. */
function listing(names: Iterable<string>, prefix: string): ReturnType<typeof data> {
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  const below = [...names].filter((name) => name.startsWith(folder)).map((name) => name.slice(folder.length));
  const keys = [
    ...new Set(below.map((name) => (name.includes('/') ? name.slice(0, name.indexOf('/') + 1) : name))),
  ].toSorted();
  if (keys.length === 0) throw notFound();
  return data({ keys }, { mount: 'kv' });
}

function version1(context: Context, { values }: KvStore): Paths {
  const { body } = context;
  return [
    {
      path: '*path',
      handlers: {
        list: ({ path = '' }) => {
          return listing(values.keys(), path);
        },
        read: ({ path = '' }) => {
          const found = values.get(path);
          if (found === undefined) throw notFound();
          return data(found, { mount: 'kv', leaseDuration: systemTtl });
        },
        update: ({ path = '' }) => {
          if (Object.keys(body).length === 0) throw invalid('missing data fields');
          values.set(path, body);
          return done;
        },
        delete: ({ path = '' }) => {
          values.delete(path);
          return done;
        },
      },
    },
  ];
}

function version2(context: Context, store: KvStore): Paths {
  const { body, request, state } = context;
  const { secrets } = store;
  const now = (): string => new Date(state.now()).toISOString();
  const mark =
    (change: (version: Version) => Version) =>
    ({ path = '' }: Readonly<Record<string, string>>) => {
      const wanted = (Array.isArray(body['versions']) ? body['versions'] : [body['versions']]).map(Number);
      const secret = secrets.get(path);
      if (secret !== undefined) secrets.set(path, changed(secret, wanted, change));
      return done;
    };
  return [
    {
      path: 'config',
      handlers: {
        read: () => {
          return data(
            { ...store.config, delete_version_after: formatGoSeconds(store.config.delete_version_after) },
            { mount: 'kv' },
          );
        },
        update: () => {
          store.config = {
            ...store.config,
            ...sentFields({ max_versions: 'integer', cas_required: 'flag', delete_version_after: 'duration' }, body),
          };
          return done;
        },
      },
    },
    {
      path: 'data/*path',
      handlers: {
        read: ({ path = '' }) => {
          if (path === '') return data(null, { mount: '', status: 404, warnings: [notAPath] });
          const secret = secrets.get(path);
          const asked = Number(request.query.get('version') ?? '0');
          return readVersion(secret, asked === 0 ? (secret?.current ?? 0) : asked);
        },
        update: ({ path = '' }) => {
          const given = sentFields({ data: 'map', options: 'map' }, body);
          return data(write(context, store, path, given.options, given.data), {
            mount: 'kv',
          });
        },
        patch: ({ path = '' }) => {
          const secret = secrets.get(path);
          const current = secret?.versions.get(secret.current);
          if (current === undefined || current.deleted !== '' || current.destroyed) throw notFound();
          const given = sentFields({ data: 'map', options: 'map' }, body);
          return data(write(context, store, path, given.options, mergePatch(current.data, given.data)), {
            mount: 'kv',
          });
        },
        delete: ({ path = '' }) => {
          const secret = secrets.get(path);
          if (secret !== undefined)
            secrets.set(
              path,
              changed(secret, [secret.current], (version) => ({ ...version, deleted: version.deleted || now() })),
            );
          return done;
        },
      },
    },
    {
      path: 'delete/*path',
      handlers: { update: mark((version) => ({ ...version, deleted: version.deleted || now() })) },
    },
    { path: 'undelete/*path', handlers: { update: mark((version) => ({ ...version, deleted: '' })) } },
    { path: 'destroy/*path', handlers: { update: mark((version) => ({ ...version, data: {}, destroyed: true })) } },
    {
      path: 'subkeys/*path',
      handlers: {
        read: ({ path = '' }) => {
          const secret = secrets.get(path);
          const current = secret?.versions.get(secret.current);
          if (secret === undefined || current === undefined) throw notFound();
          return data(
            { metadata: versionMetadata(secret, secret.current, current), subkeys: keysOf(current.data) },
            { mount: 'kv' },
          );
        },
      },
    },
    {
      path: 'metadata/*path',
      handlers: {
        list: ({ path = '' }) => {
          return listing(secrets.keys(), path);
        },
        read: ({ path = '' }) => {
          const secret = secrets.get(path);
          if (secret === undefined) throw notFound();
          return data(metadata(secret), { mount: 'kv' });
        },
        update: ({ path = '' }) => {
          const given = sentFields({ max_versions: 'integer', cas_required: 'flag', custom_metadata: 'pairs' }, body);
          const secret = secrets.get(path) ?? emptySecret(now());
          secrets.set(path, {
            ...secret,
            maxVersions: given.max_versions ?? secret.maxVersions,
            casRequired: given.cas_required ?? secret.casRequired,
            customMetadata: given.custom_metadata ?? secret.customMetadata,
          });
          return done;
        },
        delete: ({ path = '' }) => {
          secrets.delete(path);
          return done;
        },
      },
    },
  ];
}
