import { seesMount } from '../../simulate/vault-policy/mount-access.ts';
import { data, VaultError } from './answers.ts';
import type { Context, Paths } from './backend.ts';
import { shown } from './mount-answers.ts';
import { mountAt, slashed } from './mounts.ts';
import { aclOf } from './permission.ts';
import type { Mount } from './state.ts';
import { requireToken } from './tokens.ts';

/** What a token may see of the mounts: the CLI's first question before it touches a KV path. */
export function visibleMountPaths(context: Context): Paths {
  const { state, namespace, token } = context;
  const acl = token === undefined ? undefined : aclOf(state, namespace, token);
  const sees = (path: string): boolean => acl !== undefined && seesMount(acl, path);
  const all = (mounts: ReadonlyMap<string, Mount>, root: string): object => {
    const list = [...mounts.values()];
    if (token !== undefined) {
      const visible = list.filter(({ path }) => sees(`${root}${path}`));
      return Object.fromEntries(visible.map((mount) => [mount.path, shown(state, mount, true)]));
    }
    const open = list.filter((mount) => mount.config.listing_visibility === 'unauth');
    return Object.fromEntries(
      open.map(({ path, description, options, type }) => [path, { description, options, type }]),
    );
  };
  return [
    {
      path: 'internal/ui/mounts',
      handlers: {
        read: () => data({ auth: all(namespace.auth, 'auth/'), secret: all(namespace.secrets, '') }, { mount: '' }),
      },
    },
    {
      path: 'internal/ui/mounts/*path',
      handlers: {
        read: ({ path = '' }) => {
          requireToken(context);
          const found = path.startsWith('auth/')
            ? mountAt(namespace.auth, path.slice('auth/'.length))
            : mountAt(namespace.secrets, path);
          const at = path.startsWith('auth/') ? `auth/${found?.path ?? ''}` : (found?.path ?? '');
          if (found === undefined || !sees(at)) {
            const hint = `please ensure client's policies grant access to path "${slashed(path)}"`;
            throw new VaultError(403, `preflight capability check returned 403, ${hint}`);
          }
          return data({ ...shown(state, found, true), path: at }, { mount: '' });
        },
      },
    },
  ];
}
