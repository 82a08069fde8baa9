import pLimit from 'p-limit';
import { z } from 'zod';
import type { ApiObject } from '../../model/api-object.ts';
import { isObject } from '../../validation/object.ts';
import type { Gaps } from './gaps.ts';
import type { Region } from './wanted.ts';

const node = z.looseObject({ ID: z.string(), Name: z.string(), Status: z.string() });
const whole = z.looseObject({
  HTTPAddr: z.string().nullish(),
  Attributes: z.record(z.string(), z.unknown()).nullish(),
});

export type Node = ApiObject & { readonly ID: string; readonly Name: string; readonly Status: string };

const kept = [
  'ID',
  'Name',
  'Address',
  'Datacenter',
  'NodeClass',
  'NodePool',
  'SchedulingEligibility',
  'Status',
  'Version',
] as const;
const permission = 'node:read';
const atOnce = 16;

/** The clients of a region, as the list has them. */
export async function readNodes({ nomad, query }: Region, gaps: Gaps): Promise<readonly Node[] | undefined> {
  return gaps.attempt({ part: 'nomad/nodes', what: 'nodes', permission }, async () => {
    const listed = (await nomad.list(['nodes'], z.array(node), { query })) ?? [];
    return listed.map((one) => ({
      ...Object.fromEntries(kept.flatMap((name) => (one[name] === undefined ? [] : [[name, one[name]]]))),
      ID: one.ID,
      Name: one.Name,
      Status: one.Status,
    }));
  });
}

/** The same with what only a node's own page has: where its API is, and what it found of Consul and Vault. */
export async function withAttributes(
  { nomad, query }: Region,
  nodes: readonly Node[],
  gaps: Gaps,
): Promise<readonly Node[]> {
  const limit = pLimit(atOnce);
  return Promise.all(
    nodes.map((one) =>
      limit(async () => {
        const found = await gaps.attempt({ part: 'nomad/nodes', what: `node ${one.Name}`, permission }, () =>
          nomad.get(['node', one.ID], whole, { query }),
        );
        if (found === undefined) return one;
        const { HTTPAddr, Attributes } = found;
        const telling = Object.entries(isObject(Attributes) ? Attributes : {}).filter(([name]) =>
          /^(?:consul|vault|nomad)\./.test(name),
        );
        return { ...one, HTTPAddr: HTTPAddr ?? '', Attributes: Object.fromEntries(telling) };
      }),
    ),
  );
}
