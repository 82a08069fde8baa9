import { randomUUID } from 'node:crypto';
import { goDuration } from '../go-duration.ts';
import { data, done, invalid, notFound, sentFields } from './answers.ts';
import type { Context, Paths } from './backend.ts';
import { systemTtl } from './state.ts';
import { requireRoot } from './tokens.ts';

type Data = Readonly<Record<string, unknown>>;

interface Version {
  readonly data: Data;
  readonly created: string;
  readonly deleted: string;
  readonly destroyed: boolean;
}

interface Secret {
  readonly created: string;
  readonly updated: string;
  readonly current: number;
  readonly versions: ReadonlyMap<number, Version>;
  readonly maxVersions: number;
  readonly casRequired: boolean;
  readonly customMetadata: Readonly<Record<string, string>> | null;
}

export interface KvStore {
  readonly version: 1 | 2;
  /** Version 2. */
  readonly secrets: Map<string, Secret>;
  /** Version 1. */
  readonly values: Map<string, Data>;
  config: { readonly max_versions: number; readonly cas_required: boolean; readonly delete_version_after: number };
}

export function newKvStore(version: 1 | 2): KvStore {
  return {
    version,
    secrets: new Map(),
    values: new Map(),
    config: { max_versions: 0, cas_required: false, delete_version_after: 0 },
  };
}

const keptByDefault = 10;
const notAPath =
  'Invalid path for a versioned K/V secrets engine. See the API docs for the appropriate API endpoints to use. ' +
  "If using the Vault CLI, use 'vault kv get' for this operation.";
const by = { actor: 'token', operation: 'update', client_id: randomUUID() };

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
          requireRoot(context);
          return listing(values.keys(), path);
        },
        read: ({ path = '' }) => {
          requireRoot(context);
          const found = values.get(path);
          if (found === undefined) throw notFound();
          return data(found, { mount: 'kv', leaseDuration: systemTtl });
        },
        update: ({ path = '' }) => {
          requireRoot(context);
          if (Object.keys(body).length === 0) throw invalid('missing data fields');
          values.set(path, body);
          return done;
        },
        delete: ({ path = '' }) => {
          requireRoot(context);
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
      requireRoot(context);
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
          requireRoot(context);
          return data(
            { ...store.config, delete_version_after: goDuration(store.config.delete_version_after) },
            { mount: 'kv' },
          );
        },
        update: () => {
          requireRoot(context);
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
          requireRoot(context);
          if (path === '') return data(null, { mount: '', status: 404, warnings: [notAPath] });
          const secret = secrets.get(path);
          const asked = Number(request.query.get('version') ?? '0');
          return readVersion(secret, asked === 0 ? (secret?.current ?? 0) : asked);
        },
        update: ({ path = '' }) => {
          requireRoot(context);
          const given = sentFields({ data: 'map', options: 'map' }, body);
          return data(write(context, store, path, given.options, given.data), {
            mount: 'kv',
          });
        },
        patch: ({ path = '' }) => {
          requireRoot(context);
          const secret = secrets.get(path);
          const current = secret?.versions.get(secret.current);
          if (current === undefined || current.deleted !== '' || current.destroyed) throw notFound();
          const given = sentFields({ data: 'map', options: 'map' }, body);
          return data(write(context, store, path, given.options, mergePatch(current.data, given.data)), {
            mount: 'kv',
          });
        },
        delete: ({ path = '' }) => {
          requireRoot(context);
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
          requireRoot(context);
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
          requireRoot(context);
          return listing(secrets.keys(), path);
        },
        read: ({ path = '' }) => {
          requireRoot(context);
          const secret = secrets.get(path);
          if (secret === undefined) throw notFound();
          return data(metadata(secret), { mount: 'kv' });
        },
        update: ({ path = '' }) => {
          requireRoot(context);
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
          requireRoot(context);
          secrets.delete(path);
          return done;
        },
      },
    },
  ];
}

function emptySecret(now: string): Secret {
  return {
    created: now,
    updated: now,
    current: 0,
    versions: new Map(),
    maxVersions: 0,
    casRequired: false,
    customMetadata: null,
  };
}

function write(context: Context, store: KvStore, path: string, options: unknown, content: Data | undefined): object {
  if (path === '') throw invalid("cannot write to a path ending in '/'");
  const now = new Date(context.state.now()).toISOString();
  const secret = store.secrets.get(path) ?? emptySecret(now);
  const expected = (options as Data | undefined)?.['cas'];
  if (content === undefined) throw invalid('no data provided');
  if (expected === undefined && (secret.casRequired || store.config.cas_required))
    throw invalid('check-and-set parameter required for this call');
  if (expected !== undefined && Number(expected) !== secret.current)
    throw invalid('check-and-set parameter did not match the current version');
  const number = secret.current + 1;
  const version: Version = { data: content, created: now, deleted: '', destroyed: false };
  const kept = secret.maxVersions || store.config.max_versions || keptByDefault;
  const versions = new Map([...secret.versions, [number, version] as const].filter(([each]) => each > number - kept));
  const next = { ...secret, versions, current: number, updated: now };
  store.secrets.set(path, next);
  return versionMetadata(next, number, version);
}

function changed(secret: Secret, wanted: readonly number[], change: (version: Version) => Version): Secret {
  return {
    ...secret,
    versions: new Map(
      [...secret.versions].map(([number, version]) => [number, wanted.includes(number) ? change(version) : version]),
    ),
  };
}

function versionMetadata({ customMetadata }: Secret, number: number, { created, deleted, destroyed }: Version): object {
  return { created_time: created, custom_metadata: customMetadata, deletion_time: deleted, destroyed, version: number };
}

function readVersion(secret: Secret | undefined, number: number): ReturnType<typeof data> {
  const version = secret?.versions.get(number);
  if (secret === undefined || version === undefined) throw notFound();
  const shown = versionMetadata(secret, number, version);
  if (version.deleted !== '' || version.destroyed)
    return data({ data: null, metadata: shown }, { mount: '', status: 404 });
  return data({ data: version.data, metadata: shown }, { mount: 'kv' });
}

function metadata(secret: Secret): object {
  const versions = [...secret.versions].map(([number, { created, deleted, destroyed }]) => [
    String(number),
    {
      created_by: { ...by, operation: number === 1 ? 'create' : 'update' },
      created_time: created,
      deleted_by: deleted === '' ? null : by,
      deletion_time: deleted,
      destroyed,
    },
  ]);
  const oldest = Math.min(...secret.versions.keys());
  return {
    cas_required: secret.casRequired, created_time: secret.created, current_version: secret.current, custom_metadata: secret.customMetadata,
    delete_version_after: '0s', last_updated_by: by, max_versions: secret.maxVersions, oldest_version: oldest === 1 || secret.current === 0 ? 0 : oldest,
    updated_time: secret.updated, versions: Object.fromEntries(versions) as object,
  }; // prettier-ignore
}

/** JSON merge patch (RFC 7396). */
function mergePatch(target: Data, patch: Data | undefined): Data {
  const merged: Record<string, unknown> = { ...target };
  for (const [key, value] of Object.entries(patch ?? {})) {
    if (value === null) delete merged[key];
    else if (isObject(value)) merged[key] = mergePatch(isObject(merged[key]) ? merged[key] : {}, value);
    else merged[key] = value;
  }
  return merged;
}

function keysOf(value: Data): object {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, isObject(item) ? keysOf(item) : null]));
}

function isObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
