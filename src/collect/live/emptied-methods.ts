import { z } from 'zod';
import type { Api } from '../../clients/api.ts';
import type { ApiObject } from '../../model/api-object.ts';

const instances = z.array(
  z.looseObject({ CreateIndex: z.number(), ServiceMeta: z.record(z.string(), z.string()).nullish() }),
);

/** What agents register of themselves, with their own tokens. */
const ofAgents: ReadonlySet<string> = new Set(['consul', 'nomad', 'nomad-client', 'vault']);
/** One that is found is enough, and most are of workloads. */
const most = 5;

/**
 * Auth methods that have no tokens, although a service that Nomad registered is younger than they are: somebody logged in
 * there, and the token was deleted since. One that is made anew is younger than what its tokens registered.
 * @param madeAt the index at which each method was made, by its name
 */
export async function emptiedMethods(
  consul: Api,
  madeAt: ReadonlyMap<string, number>,
  tokens: readonly ApiObject[],
  services: readonly string[],
): Promise<readonly string[]> {
  const used = new Set(tokens.map(({ AuthMethod }) => String(AuthMethod).toLowerCase()));
  const empty = [...madeAt].filter(([name]) => !used.has(name.toLowerCase()));
  if (empty.length === 0) return [];
  let youngest = 0;
  for (const name of services.filter((one) => !ofAgents.has(one)).slice(0, most)) {
    const found = (await consul.get(['catalog', 'service', name], instances).catch(() => undefined)) ?? [];
    for (const { CreateIndex, ServiceMeta } of found)
      if (ServiceMeta?.['external-source'] === 'nomad') youngest = Math.max(youngest, CreateIndex);
  }
  return empty.filter(([, index]) => index < youngest).map(([name]) => name);
}
