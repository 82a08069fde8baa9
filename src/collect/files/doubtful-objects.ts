import type { NotRead, Part } from '../../model/world.ts';
import type { KnownObject } from '../world-of-objects.ts';

type Told = Pick<KnownObject, 'kind' | 'identity'>;

interface LeftOpen {
  readonly doubtful: readonly string[];
  /** The same for people. */
  readonly gaps: readonly NotRead[];
}

/**
 * What files leave open, for whoever keeps policies beside jobs keeps the rest elsewhere: logins, when nothing but policies
 * is told of, and configs of mounts that others made.
 */
export function leftOpen(objects: readonly Told[]): LeftOpen {
  const has = (...kinds: readonly string[]): boolean => objects.some(({ kind }) => kinds.includes(kind));
  const roles = objects.filter(({ kind }) => kind === 'vault/jwt-role');
  const whole = new Set(
    objects.flatMap(({ kind, identity }) =>
      kind === 'vault/auth-mount' || kind === 'vault/jwt-config' ? [identity.name] : [],
    ),
  );
  const foreign = new Set(roles.map(({ identity }) => identity.parent ?? '').filter((mount) => !whole.has(mount)));
  const noConsul = !has('consul/auth-method', 'consul/binding-rule', 'consul/role');
  const noVault = !has('vault/auth-mount', 'vault/jwt-config', 'vault/jwt-role');
  return {
    doubtful: [
      ...(noConsul ? ['consul/auth-method/', 'consul/binding-rule/', 'consul/role/', 'nomad/agent-login/consul'] : []),
      ...(noVault ? ['vault/auth-mount/', 'vault/jwt-config/', 'vault/jwt-role/', 'nomad/agent-login/vault'] : []),
      ...[...foreign].map((mount) => `vault/jwt-config/${mount}`),
    ],
    gaps: [
      ...(noConsul && has('consul/policy')
        ? [unjudged('consul/objects', 'auth methods, binding rules and roles')]
        : []),
      ...(noVault && has('vault/policy') ? [unjudged('vault/objects', 'JWT mounts and roles')] : []),
    ],
  };
}

function unjudged(part: Part, what: string): NotRead {
  return { part, what, reason: 'no file tells of them, so who may log in and what for is not judged' };
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
