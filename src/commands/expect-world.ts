import type { Product } from '../clients/api.ts';
import type { Part, World } from '../model/world.ts';
import { WidError } from '../support/errors.ts';

/** Nothing at all is no world: all three addresses or tokens are wrong, or nothing runs there. */
export function expectSomething({ nomad, consul, vault, notRead }: World): void {
  if (nomad !== undefined || consul !== undefined || vault !== undefined) return;
  const reasons = new Set(notRead.map(({ reason }) => reason));
  throw new WidError('network', `nothing could be read: ${[...reasons].join('; ')}`, {
    hint: notRead.some(({ permission }) => permission !== undefined)
      ? 'the tokens are those of NOMAD_TOKEN, CONSUL_HTTP_TOKEN and VAULT_TOKEN, and may not read what is needed'
      : 'NOMAD_ADDR, CONSUL_HTTP_ADDR and VAULT_ADDR say where the servers are',
  });
}

/** That without which nothing of a product can be judged. */
const essential: Readonly<Record<Product, Part>> = {
  nomad: 'nomad/jobs',
  consul: 'consul/objects',
  vault: 'vault/objects',
};

/** Throws `api` when a product that is required answered, and told nothing that could be judged. */
export function expectRequired(world: World, required: readonly Product[]): void {
  for (const product of required) {
    const gap = world.notRead.find(({ part }) => part === essential[product]);
    const isRead = product === 'nomad' ? (world.nomad?.jobs ?? []).length > 0 : world[product] !== undefined;
    if (gap === undefined || isRead) continue;
    throw new WidError('api', `${gap.what} could not be read: ${gap.reason}`, {
      ...(gap.permission !== undefined && { hint: `the token needs ${gap.permission}` }),
    });
  }
}

/** Throws `usage` when there is no namespace of a name that was asked for, or none that the token may see. */
export function expectNamespace({ nomad }: World, namespace: string): void {
  const known = nomad?.namespaces?.map(({ Name }) => String(Name)) ?? [];
  if (namespace === '*' || known.length === 0 || known.includes(namespace)) return;
  throw new WidError('usage', `Nomad has no namespace ${namespace}, or this token may not see it`, {
    hint: `it has ${known.join(', ')}`,
  });
}
