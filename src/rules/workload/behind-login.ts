import type { Chain } from '../../simulate/explain/explanation.ts';
import { about } from '../about.ts';
import { isAboutAudience } from '../consul/refused-at-login.ts';
import { linkOf } from '../link-of.ts';
import { aliasOf } from '../vault/alias-of.ts';

/** Everything between the identity and the token: what may be why a login fails. */
export function behindLogin(product: 'consul' | 'vault', chain: Chain | undefined): readonly string[] {
  const common = [about.agentLogin(product), about.issuer, about.keyring];
  const login = linkOf(chain, 'login');
  if (login === undefined) return common;
  if ('authMethod' in login.at) {
    const { authMethod } = login.at;
    const named = (linkOf(chain, 'rules')?.tried ?? []).filter(({ exists }) => exists === false);
    return [
      ...common,
      about.datacenter,
      ...(isAboutAudience(login.error ?? '')
        ? [about.agentIdentity('consul-service'), about.agentIdentity('consul-task')]
        : []),
      about.authMethod(authMethod),
      about.bindingRules(authMethod),
      ...named.map(({ bindType, name = '' }) => (bindType === 'policy' ? about.consulPolicy : about.consulRole)(name)),
    ];
  }
  const { mount, role } = login.at;
  const known = aliasOf(chain);
  return [
    ...common,
    ...(/audience/.test(login.error ?? '') ? [about.agentIdentity('vault-default')] : []),
    about.authMount(mount),
    about.jwtConfig(mount),
    about.jwtRole(mount, role),
    ...(known === undefined ? [] : [about.vaultEntity(known.mount, known.alias)]),
  ];
}
