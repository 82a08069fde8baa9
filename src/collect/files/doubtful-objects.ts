import type { NotRead, Part } from '../../model/world.ts';
import type { KnownObject } from '../world-of-objects.ts';

type Told = Pick<KnownObject, 'kind' | 'identity'>;

/**
 * Addresses of what files leave open, for whoever keeps policies beside jobs keeps the rest elsewhere: logins,
 * when nothing but policies is told of, and configs of mounts that others made.
 */
export function leftOpen(objects: readonly Told[]): readonly string[] {
  const has = (...kinds: readonly string[]): boolean => objects.some(({ kind }) => kinds.includes(kind));
  const roles = objects.filter(({ kind }) => kind === 'vault/jwt-role');
  const whole = new Set(
    objects.flatMap(({ kind, identity }) =>
      kind === 'vault/auth-mount' || kind === 'vault/jwt-config' ? [identity.name] : [],
    ),
  );
  const foreign = new Set(roles.map(({ identity }) => identity.parent ?? '').filter((mount) => !whole.has(mount)));
  return [
    ...(has('consul/auth-method', 'consul/binding-rule', 'consul/role')
      ? []
      : ['consul/auth-method/', 'consul/binding-rule/', 'consul/role/', 'nomad/agent-login/consul']),
    ...(has('vault/auth-mount', 'vault/jwt-config', 'vault/jwt-role')
      ? []
      : ['vault/auth-mount/', 'vault/jwt-config/', 'vault/jwt-role/', 'nomad/agent-login/vault']),
    ...[...foreign].map((mount) => `vault/jwt-config/${mount}`),
  ];
}

/** Who knows what stands in what could not be read. */
export function behindRefusals(notRead: readonly NotRead[]): readonly string[] {
  const refused = (part: Part): boolean => notRead.some((one) => one.part === part);
  return [
    ...(refused('consul/objects') ? ['consul/', 'vault/'] : []),
    ...(refused('vault/objects') ? ['vault/'] : []),
    ...(refused('nomad/agents') ? ['nomad/agent-identity/', 'nomad/agent-login/'] : []),
  ];
}
