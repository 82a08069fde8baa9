import { randomUUID } from 'node:crypto';
import { isObject } from '../../validation/object.ts';
import { data, invalid, notFound } from './answers.ts';
import type { Context } from './backend.ts';
import type { Data, KvStore, Secret, Version } from './kv-store.ts';

const keptByDefault = 10;
const by = { actor: 'token', operation: 'update', client_id: randomUUID() };

export function emptySecret(now: string): Secret {
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

/** A new version, if the check-and-set parameter allows it. Gives its metadata. */
export function write(
  context: Context,
  store: KvStore,
  path: string,
  options: unknown,
  content: Data | undefined,
): object {
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

/** The secret with some of its versions changed; numbers that it does not have mean nothing. */
export function changed(secret: Secret, wanted: readonly number[], change: (version: Version) => Version): Secret {
  return {
    ...secret,
    versions: new Map(
      [...secret.versions].map(([number, version]) => [number, wanted.includes(number) ? change(version) : version]),
    ),
  };
}

export function versionMetadata(
  { customMetadata }: Secret,
  number: number,
  { created, deleted, destroyed }: Version,
): object {
  return { created_time: created, custom_metadata: customMetadata, deletion_time: deleted, destroyed, version: number };
}

export function readVersion(secret: Secret | undefined, number: number): ReturnType<typeof data> {
  const version = secret?.versions.get(number);
  if (secret === undefined || version === undefined) throw notFound();
  const shown = versionMetadata(secret, number, version);
  if (version.deleted !== '' || version.destroyed)
    return data({ data: null, metadata: shown }, { mount: '', status: 404 });
  return data({ data: version.data, metadata: shown }, { mount: 'kv' });
}

export function metadata(secret: Secret): object {
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
export function mergePatch(target: Data, patch: Data | undefined): Data {
  const merged: Record<string, unknown> = { ...target };
  for (const [key, value] of Object.entries(patch ?? {})) {
    if (value === null) delete merged[key];
    else if (isObject(value)) merged[key] = mergePatch(isObject(merged[key]) ? merged[key] : {}, value);
    else merged[key] = value;
  }
  return merged;
}

/** The names of the data without its values. */
export function keysOf(value: Data): object {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, isObject(item) ? keysOf(item) : null]));
}
