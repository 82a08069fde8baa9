import type { Call } from '../../clients/api.ts';
import type { Identity } from '../kind.ts';

/** The Enterprise scope of a request; empty on the community edition, where no object has one. */
export function scopeOf({ namespace, partition }: Identity): Call {
  return {
    ...(namespace === undefined ? {} : { namespace }),
    ...(partition === undefined ? {} : { partition }),
  };
}

/** The identity of an object that Consul returned; the default scope is the same as none. */
export function withScope(name: string, answer: Readonly<Record<string, unknown>>): Identity {
  const { Namespace: namespace, Partition: partition } = answer;
  return {
    name,
    ...(typeof namespace === 'string' && namespace !== 'default' && namespace !== '' ? { namespace } : {}),
    ...(typeof partition === 'string' && partition !== 'default' && partition !== '' ? { partition } : {}),
  };
}
