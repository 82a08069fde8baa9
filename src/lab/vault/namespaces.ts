import { randomBytes } from 'node:crypto';
import { packageText } from '../../spec/package-text.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import { data, done, invalid, notFound, VaultError } from './answers.ts';
import type { Context, Paths } from './backend.ts';
import { newKvStore } from './kv-store.ts';
import { newMount, type NamespaceState, type VaultState } from './state.ts';

/** A namespace with what Vault mounts in each by itself. `dev` adds the KV v2 at `secret/` that `vault server -dev` has. */
export function newNamespace(
  path: string,
  dev: boolean,
  customMetadata: Readonly<Record<string, string>> = {},
): NamespaceState {
  const ttls = { default_lease_ttl: 0, max_lease_ttl: 0, force_no_cache: false };
  const passing = (header: string) => ({ config: { ...ttls, passthrough_request_headers: [header] } });
  const system = [
    newMount(
      { path: 'cubbyhole/', type: 'cubbyhole', description: 'per-token private secret storage', local: true },
      'secret',
    ),
    newMount(
      { path: 'identity/', type: 'identity', description: 'identity store', ...passing('Authorization') },
      'secret',
    ),
    newMount(
      {
        path: 'sys/',
        type: 'system',
        description: 'system endpoints used for control, policy and debugging',
        sealWrap: true,
        ...passing('Accept'),
      },
      'secret',
    ),
  ];
  const kv = {
    path: 'secret/',
    type: 'kv',
    description: 'key/value secret storage',
    options: { version: '2' },
    kv: newKvStore(2),
  };
  const secrets = dev ? [...system, newMount(kv, 'secret')] : system;
  const token = newMount({ path: 'token/', type: 'token', description: 'token based credentials' }, 'auth');
  return {
    path,
    id: path === '' ? 'root' : randomBytes(3).toString('hex').slice(0, 5),
    customMetadata,
    auth: new Map([[token.path, token]]),
    secrets: new Map(secrets.map((mount) => [mount.path, mount])),
    policies: new Map([['default', packageText('policies/lab/vault-default.hcl')]]),
    mayHold: new Map(),
    entities: new Map(),
  };
}

/** The namespace that the request's header names; the community edition does not look at it. */
export function namespaceOf(state: VaultState, header: string | undefined): NamespaceState {
  const path = (header ?? '').replace(/^\/+|\/+$/g, '');
  const found = state.namespaces.get(!state.enterprise || path === '' || path === 'root' ? '' : `${path}/`);
  if (found === undefined) throw new VaultError(404, `no handler for route "". route entry not found.`);
  return found;
}

/** `sys/namespaces`, an Enterprise feature. */
export function namespacePaths(context: Context): Paths {
  const { state, namespace, body } = context;
  const below = (path: string): string => `${namespace.path}${path.replace(/\/$/, '')}/`;
  const metadata = (): Readonly<Record<string, string>> =>
    (body['custom_metadata'] ?? {}) as Readonly<Record<string, string>>;
  const shown = (found: NamespaceState): object => ({
    custom_metadata: found.customMetadata,
    id: found.id,
    path: found.path.slice(namespace.path.length),
  });
  const allowed = (): void => {
    if (!state.enterprise) throw new VaultError(404, 'enterprise-only feature');
  };
  const at = (path: string): NamespaceState => {
    const found = state.namespaces.get(below(path));
    if (found === undefined) throw notFound();
    return found;
  };
  return [
    {
      path: 'namespaces',
      handlers: {
        list: () => {
          allowed();
          const isChild = (path: string): boolean =>
            path.startsWith(namespace.path) && /^[^/]+\/$/.test(path.slice(namespace.path.length));
          const below = [...state.namespaces.values()].filter(({ path }) => isChild(path));
          const children = sortedBy(below, ({ path }) => path);
          if (children.length === 0) throw notFound();
          const name = ({ path }: NamespaceState): string => path.slice(namespace.path.length);
          return data(
            {
              key_info: Object.fromEntries(children.map((child) => [name(child), shown(child)])),
              keys: children.map(name),
            },
            { mount: 'system' },
          );
        },
      },
    },
    {
      path: 'namespaces/*path',
      handlers: {
        read: ({ path = '' }) => {
          allowed();
          return data(shown(at(path)), { mount: 'system' });
        },
        update: ({ path = '' }) => {
          allowed();
          if (path.replace(/\/$/, '').includes('/')) throw invalid('namespace path cannot contain "/"');
          const key = below(path);
          const created = state.namespaces.get(key) ?? newNamespace(key, false, metadata());
          state.namespaces.set(key, created);
          return data(shown(created), { mount: 'system' });
        },
        patch: ({ path = '' }) => {
          allowed();
          const found = at(path);
          const merged = Object.entries({
            ...found.customMetadata,
            ...(metadata() as Readonly<Record<string, string | null>>),
          });
          const kept = Object.fromEntries(merged.filter((entry): entry is [string, string] => entry[1] !== null));
          state.namespaces.set(found.path, { ...found, customMetadata: kept });
          return data(shown({ ...found, customMetadata: kept }), { mount: 'system' });
        },
        delete: ({ path = '' }) => {
          allowed();
          const key = below(path);
          if ([...state.namespaces.keys()].some((other) => other !== key && other.startsWith(key)))
            throw invalid('cannot delete a namespace that contains child namespaces');
          state.namespaces.delete(key);
          return done;
        },
      },
    },
  ];
}
