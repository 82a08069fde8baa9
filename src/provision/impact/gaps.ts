import type { NotRead, World } from '../../model/world.ts';
import type { Chain } from '../../simulate/explain/explanation.ts';
import type { Effect } from './effects.ts';
import { standingOf } from './standing.ts';
import { loginOf } from './touched.ts';

/**
 * What of a world was not read and may decide about a workload, so that what seems to change for it is not sure.
 * What the plan itself read of its own objects fills many a gap.
 */
export function gapsFor(
  { notRead }: Pick<World, 'notRead'>,
  chains: readonly [Chain, Chain],
  effects: readonly Effect[],
): readonly string[] {
  const { product } = chains[0];
  return notRead
    .filter(({ part }) => part === `${product}/objects`)
    .filter((gap) => product === 'consul' || matters(gap, chains, effects))
    .map(({ what, reason }) => `${what}: ${reason}`);
}

function matters({ what }: NotRead, chains: readonly [Chain, Chain], effects: readonly Effect[]): boolean {
  const at = loginOf(chains[0]);
  if (at === undefined || !('mount' in at)) return true;
  const policy = what === 'policies' ? '' : /^policy (.+)$/.exec(what)?.[1];
  if (policy !== undefined) return missingIn(chains).some((name) => policy === '' || name === policy);
  const [, part = '', mount] = /^(.+) of the auth mount (.+)$/.exec(what) ?? [];
  if (mount === undefined) return true;
  if (mount !== at.mount) return false;
  const address = part === 'config' ? `vault/jwt-config/${mount}` : `vault/jwt-role/${mount}/${at.role}`;
  if (part.startsWith('role ') && part !== `role ${at.role}`) return false;
  const works = chains.every((chain) => standingOf(chain).login.works === true);
  return !works && !effects.some((effect) => effect.address === address);
}

/** Policies that a token names and that are not there, as far as was read. */
function missingIn(chains: readonly Chain[]): readonly string[] {
  const missing = chains.flatMap(({ links }) => links.flatMap((link) => (link.link === 'grant' ? link.missing : [])));
  return missing.map((one) => one.replace(/^policy /, ''));
}
