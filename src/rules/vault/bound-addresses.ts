import type { ApiObject } from '../../model/api-object.ts';
import { addressCovers } from '../../validation/vault/address.ts';
import { about } from '../about.ts';
import type { Look } from '../look.ts';
import { defineRule } from '../rule.ts';
import { change } from '../change.ts';
import { rolesInUse } from './roles-in-use.ts';
import { severityOf, vaultLogins } from './vault-logins.ts';

export default defineRule({
  id: 'vault/bound-addresses',
  title: 'a role is for some networks only',
  cases: ['VR-09'],
  severity: 'info',
  reads: ['vault/objects'],
  why: 'With `token_bound_cidrs` a login from any other address fails with `permission denied` and nothing more. It is the address of the Nomad client that counts.',
  fix: 'Let the networks hold all clients, or take `token_bound_cidrs` out.',
  references: ['https://developer.hashicorp.com/vault/api-docs/auth/jwt'],
  examples: {
    bad: {
      says: 'The role is for 10.0.0.0/8.',
      world: (healthy) => change.jwtRole(healthy, { token_bound_cidrs: ['10.0.0.0/8'] }),
    },
    good: { says: 'A mount and a role as the preset makes them.', world: (healthy) => healthy },
  },

  *check(look) {
    for (const { mount, name, role } of rolesInUse(look)) {
      const networks = role['token_bound_cidrs'];
      if (!Array.isArray(networks) || networks.length === 0) continue;
      const address = about.jwtRole(mount, name);
      const outside = clientAddresses(look).filter(
        (one) => !networks.some((network) => addressCovers(String(network), one)),
      );
      const none = outside.length > 0 && outside.length === clientAddresses(look).length;
      const login = vaultLogins(look).find((one) => one.mount === mount && one.role === name);
      yield {
        message: `role ${name} of auth/${mount} lets in ${networks.join(', ')} only${outside.length === 0 ? '' : `, and ${none ? 'no client is there' : 'some clients are elsewhere'} (${outside.slice(0, 3).join(', ')})`}`,
        about: address,
        subject: { object: address },
        origin: look.originOf(address),
        path: 'token_bound_cidrs',
        ...(outside.length > 0 && login && { severity: none ? severityOf(look, login) : ('warning' as const) }),
        evidence: { networks, outside },
      };
    }
  },
});

/** From where the clients ask Vault, as far as Nomad knows: one that asks on its own machine does so from there. */
function clientAddresses(look: Look): readonly string[] {
  const asksItself = look.clients.some(({ config }) => {
    const [first] = Array.isArray(config['Vaults']) ? (config['Vaults'] as readonly ApiObject[]) : [];
    return /^\w+:\/\/(?:127\.|localhost|\[::1\])/.test(String(first?.['Addr']));
  });
  if (asksItself) return ['127.0.0.1'];
  const ready = (look.world.nomad?.nodes ?? []).filter(({ Status }) => Status === 'ready');
  return [...new Set(ready.flatMap(({ Address }) => (typeof Address === 'string' && Address !== '' ? [Address] : [])))];
}
