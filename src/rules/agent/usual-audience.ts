import { readAuthMethod } from '../../validation/consul/auth-method.ts';
import type { AgentIdentity } from '../about.ts';
import type { Surroundings } from '../look.ts';

/**
 * The audience that an identity has to have: the one that its method or role is bound to, where exactly one is known;
 * otherwise that of Nomad's guides.
 */
export function audienceFor(look: Surroundings, which: AgentIdentity): string {
  const bound = which === 'vault-default' ? boundAtVault(look) : boundAtConsul(look, which);
  const [only, ...others] = new Set(bound);
  if (only !== undefined && others.length === 0) return only;
  return which === 'vault-default' ? 'vault.io' : 'consul.io';
}

function boundAtConsul(look: Surroundings, which: AgentIdentity): readonly string[] {
  const { serviceAuthMethod, taskAuthMethod } = look.settings.logins;
  const method = look.authMethod(which === 'consul-service' ? serviceAuthMethod : taskAuthMethod);
  return method === undefined ? [] : readAuthMethod(method).config.BoundAudiences;
}

function boundAtVault(look: Surroundings): readonly string[] {
  const { vaultMount, vaultRole } = look.settings.logins;
  const mount = look.mount(vaultMount);
  const role = vaultRole === '' ? mount?.config?.['default_role'] : vaultRole;
  const bound = typeof role === 'string' ? mount?.roles[role]?.['bound_audiences'] : undefined;
  return Array.isArray(bound) ? bound.map(String) : [];
}
