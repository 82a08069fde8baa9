import type { Identity } from '../kinds/kind.ts';

/** A Vault namespace by its whole path: `team/prod` is the namespace `prod` within `team`. */
export function vaultNamespaceIdentity(path: string): Identity {
  const parts = path.split('/').filter((part) => part !== '');
  const parent = parts.slice(0, -1).join('/');
  return { name: parts.at(-1) ?? path, ...(parent === '' ? {} : { namespace: parent }) };
}
