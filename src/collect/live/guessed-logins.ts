import type { World } from '../../model/world.ts';
import { defaultLogins } from '../agent.ts';

/**
 * Where agents log in that may not be asked is not known. What has the usual name is taken for it; when nothing has it,
 * and something else takes JWTs, nobody can say that it is missing.
 * @returns addresses, as `doubtful` of a world has them
 */
export function guessedLogins({ nomad, consul, vault }: Pick<World, 'nomad' | 'consul' | 'vault'>): readonly string[] {
  if (nomad === undefined || nomad.agents.length > 0) return [];
  const methods = (consul?.authMethods ?? []).filter(({ Type }) => Type === 'jwt').map(({ Name }) => String(Name));
  const mounts = (vault?.mounts ?? []).map(({ path }) => path);
  const { serviceAuthMethod: method, vaultMount: mount } = defaultLogins;
  return [
    ...(methods.length > 0 && !methods.includes(method) ? [`consul/auth-method/${method}`] : []),
    ...(mounts.length > 0 && !mounts.includes(mount) ? [`vault/auth-mount/${mount}`] : []),
  ];
}
