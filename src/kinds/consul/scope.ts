import { z } from 'zod';
import type { Api, Call } from '../../clients/api.ts';
import type { Identity } from '../kind.ts';

/** The identity of an object that Consul returned; the default scope is the same as none. */
export function withScope(name: string, answer: Readonly<Record<string, unknown>>): Identity {
  const { Namespace: namespace, Partition: partition } = answer;
  return {
    name,
    ...(typeof namespace === 'string' && namespace !== 'default' && namespace !== '' ? { namespace } : {}),
    ...(typeof partition === 'string' && partition !== 'default' && partition !== '' ? { partition } : {}),
  };
}

/**
 * Every namespace of the partition that the client speaks to, to list what is in all of them.
 * The community edition has no such endpoint, and one namespace.
 */
export async function everyNamespace(consul: Api): Promise<readonly Call[]> {
  const namespaces = await consul.get(['namespaces'], z.array(z.looseObject({ Name: z.string() })));
  return namespaces?.map(({ Name }) => ({ namespace: Name })) ?? [{}];
}
