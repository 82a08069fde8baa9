import { dirname, isAbsolute, join } from 'node:path';
import { describePlace } from '../syntax/source.ts';
import { mistake, type Context } from './context.ts';
import type { Draft } from './draft.ts';
import type { LoadedFile } from './load.ts';
import type { ManifestOptions } from './resource.ts';

/** The spec's name: whichever file gives it; `default` when none does. */
export function nameOf(context: Context, files: readonly LoadedFile[]): string {
  return onlyOne(context, files, 'name', ({ data }) => data.name)?.value ?? 'default';
}

/**
 * Where the manifest is kept: as the spec says; else in Consul KV, and for a spec that has nothing in Consul in Vault.
 * A file is sought beside the spec.
 */
export function manifestOf(
  context: Context,
  files: readonly LoadedFile[],
  name: string,
  drafts: readonly Draft[],
): ManifestOptions {
  const path = `wid/manifests/${name}`;
  const given = onlyOne(context, files, 'manifest', ({ data }) => data.manifest);
  if (given === undefined) {
    const onlyVault = drafts.length > 0 && drafts.every(({ kind }) => kind.startsWith('vault/'));
    return onlyVault ? { store: 'vault', mount: 'secret', path } : { store: 'consul', path };
  }
  const { value, file } = given;
  switch (value.store) {
    case 'consul':
      return { store: 'consul', path: value.path ?? path };
    case 'vault':
      return {
        store: 'vault',
        mount: value.mount ?? 'secret',
        path: value.path ?? path,
        ...(value.namespace === undefined ? {} : { namespace: value.namespace }),
      };
    case 'file': {
      const { name: base } = file.document.source;
      return {
        store: 'file',
        path: base === '<stdin>' || isAbsolute(value.path) ? value.path : join(dirname(base), value.path),
      };
    }
  }
}

function onlyOne<T>(
  context: Context,
  files: readonly LoadedFile[],
  field: string,
  read: (file: LoadedFile) => T | undefined,
): { value: T; file: LoadedFile } | undefined {
  let first: { value: T; file: LoadedFile } | undefined;
  for (const file of files) {
    const value = read(file);
    if (value === undefined) continue;
    if (first === undefined) first = { value, file };
    else if (JSON.stringify(value) !== JSON.stringify(first.value)) {
      const earlier = describePlace(first.file.document.keyAt([field]));
      mistake(
        context,
        `${field} is given twice: also at ${earlier}`,
        file.document.keyAt([field]),
        'keep one of the two',
      );
    }
  }
  return first;
}
