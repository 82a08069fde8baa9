import type { Chain } from '../../simulate/explain/explanation.ts';
import { linkOf } from '../link-of.ts';

/** By what name the mount that a workload logs in at knows it; `undefined` when the login does not come to that. */
export function aliasOf(chain: Chain | undefined): { readonly mount: string; readonly alias: string } | undefined {
  const login = linkOf(chain, 'login');
  const alias = login?.mapped.find(({ target }) => target === 'alias')?.value;
  return login !== undefined && 'mount' in login.at && typeof alias === 'string'
    ? { mount: login.at.mount, alias }
    : undefined;
}
