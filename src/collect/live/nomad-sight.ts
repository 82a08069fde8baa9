import { z } from 'zod';
import { ApiError, type Api } from '../../clients/api.ts';
import type { Part } from '../../model/world.ts';
import { WidError } from '../../support/errors.ts';
import type { Gaps } from './gaps.ts';

const link = z.looseObject({ ID: z.string() });
const token = z.looseObject({
  AccessorID: z.string(),
  Type: z.string(),
  Policies: z.array(z.string()).nullish(),
  Roles: z.array(link).nullish(),
});
const role = z.looseObject({ Policies: z.array(z.looseObject({ Name: z.string() })).nullish() });
const block = z.looseObject({
  Name: z.string(),
  Policy: z.string().nullish(),
  Capabilities: z.array(z.string()).nullish(),
});
const policy = z.looseObject({ RulesJSON: z.looseObject({ Namespaces: z.array(block).nullish() }).nullish() });

/**
 * Nomad lists the jobs and allocations that a token may see and is silent about others. Whether there may be others is
 * told by the token's own policies: only one for every namespace shows all of them.
 */
export async function tellUnseenNamespaces(nomad: Api, parts: ReadonlySet<Part>, gaps: Gaps): Promise<void> {
  const unseen = lists.filter(({ part }) => parts.has(part));
  if (unseen.length === 0) return;
  const tell = (reason: string): void => {
    for (const list of unseen) gaps.add({ ...list, reason: `Nomad leaves them out, and ${reason}` });
  };
  try {
    if (!(await seesAll(nomad))) tell('no policy of the token is for all namespaces');
  } catch (error) {
    if (!(error instanceof WidError) || error.code === 'cancelled') throw error;
    tell(`whether there are any is not known: ${error.message}`);
  }
}

const lists = (
  [
    ['nomad/jobs', 'jobs', 'list-jobs and read-job'],
    ['nomad/allocations', 'allocations', 'read-job'],
  ] as const
).map(([part, what, capabilities]) => ({
  part,
  what: `${what} of namespaces that the token may not see`,
  permission: `${capabilities} in namespace "*"`,
}));

async function seesAll(nomad: Api): Promise<boolean> {
  const own = await nomad.get(['acl', 'token', 'self'], token).catch((error: unknown) => {
    if (error instanceof ApiError && error.serverText.includes('ACL support disabled')) return 'no ACLs' as const;
    throw error;
  });
  if (own === 'no ACLs') return true;
  if (own === undefined) return false;
  if (own.Type === 'management' || own.AccessorID === 'acls-disabled') return true;
  const roles = await Promise.all((own.Roles ?? []).map(({ ID }) => nomad.get(['acl', 'role', ID], role)));
  const names = [...(own.Policies ?? []), ...roles.flatMap((one) => (one?.Policies ?? []).map(({ Name }) => Name))];
  const policies = await Promise.all([...new Set(names)].map((name) => nomad.get(['acl', 'policy', name], policy)));
  const blocks = policies.flatMap((one) => one?.RulesJSON?.Namespaces ?? []);
  return blocks.some(
    ({ Name, Policy, Capabilities }) =>
      Name === '*' &&
      (Policy === 'read' ||
        Policy === 'write' ||
        ['list-jobs', 'read-job'].every((capability) => Capabilities?.includes(capability) === true)),
  );
}
