import type { Chain } from '../../simulate/explain/explanation.ts';
import { about } from '../about.ts';
import { linkOf, needsOf } from '../link-of.ts';
import type { Look, WorkloadLook } from '../look.ts';

export type Need = ReturnType<typeof needsOf>[number];

/** Something that a workload asks for with a good token, and that it is not given. */
export interface DeniedNeed {
  readonly workload: WorkloadLook;
  readonly product: Chain['product'];
  readonly chain: Chain;
  readonly need: Need;
}

const known = new WeakMap<Look, readonly DeniedNeed[]>();

export function deniedNeeds(look: Look): readonly DeniedNeed[] {
  let found = known.get(look);
  if (found === undefined) known.set(look, (found = look.sampledWorkloads.flatMap(ofWorkload)));
  return found;
}

function ofWorkload(workload: WorkloadLook): readonly DeniedNeed[] {
  return (['consul', 'vault'] as const).flatMap((product) => {
    const chain = workload.chain(product);
    if (chain === undefined || chain.broken === null) return [];
    // With a link broken further up, nothing is known about needs.
    return needsOf(chain).flatMap((need): readonly DeniedNeed[] =>
      need.state === 'broken' ? [{ workload, product, chain, need }] : [],
    );
  });
}

/** All that decided about it: policies and roles, and what led to them. */
export function behindNeed({ chain, product, need }: DeniedNeed): readonly string[] {
  const { decidedBy } = need;
  const login = linkOf(chain, 'login');
  const grant = linkOf(chain, 'grant');
  if (login === undefined) return [];
  if ('authMethod' in login.at) {
    const { authMethod } = login.at;
    const roles = grant?.roles ?? [];
    const policies = [...(grant?.policies ?? []), ...roles.flatMap((role) => role.policies)];
    return [
      about.agentLogin(product),
      about.authMethod(authMethod),
      about.bindingRules(authMethod),
      ...(grant?.missing ?? []).map((one) => missingAddress(one)),
      ...roles.map(({ name }) => about.consulRole(name)),
      ...policies.map((name) => about.consulPolicy(name)),
      ...(grant?.left ?? []).map(({ what }) => missingAddress(what)),
    ];
  }
  const { mount, role } = login.at;
  const policies = new Set([
    ...(grant?.policies ?? []),
    ...(decidedBy !== null && 'policies' in decidedBy ? decidedBy.policies : []),
  ]);
  return [
    about.agentLogin(product),
    about.authMount(mount),
    about.jwtConfig(mount),
    about.jwtRole(mount, role),
    ...[...policies].map((name) => about.vaultPolicy(name)),
  ];
}

/** `role web` or `policy web`, as an explanation names what is not there. */
function missingAddress(what: string): string {
  const [sort, ...name] = what.split(' ');
  return sort === 'policy' ? about.consulPolicy(name.join(' ')) : about.consulRole(name.join(' '));
}

/** As in a sentence. */
export function workloadInWords({ service, task }: WorkloadLook): string {
  return service === undefined ? `task ${task?.name ?? ''}` : `service ${service.name}`;
}
