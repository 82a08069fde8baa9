import type { Job, Task } from './job.ts';
import type { NomadServer } from './server.ts';

/** Errors about identities that the servers find after all others of the job. All servers are taken to be 1.7 or later. */
export function identityErrors(job: Job, { behaviour }: NomadServer): readonly string[] {
  return job.groups.flatMap((group) => [
    ...group.services.flatMap((service) => unnamed(service, `task group ${group.name}`)),
    ...group.tasks.flatMap((task) => [
      ...task.services.flatMap((service) => unnamed(service, `task ${task.name}`)),
      ...vaultErrors(task, behaviour.vaultPolicies),
    ]),
  ]);
}

/** Only services of Nomad's own provider come without a name here; those of Consul have been given theirs. */
function unnamed(
  { name, identity }: { readonly name: string; readonly identity: { readonly name: string } | undefined },
  parent: string,
): readonly string[] {
  return identity?.name === '' ? [`Service ${name} in ${parent} has an identity with an empty name`] : [];
}

function vaultErrors({ name, vault, identities }: Task, policiesMatter: boolean): readonly string[] {
  if (vault === undefined) return [];
  const identity = `vault_${vault.cluster}`;
  if (identities.some((one) => one.name === identity)) return [];
  if (vault.cluster !== 'default')
    return [
      `Task ${name} uses Vault cluster ${vault.cluster} but does not have an identity named ${identity} and no default identity is provided in agent configuration`,
    ];
  return policiesMatter && vault.policies.length === 0
    ? [`Task ${name} has a Vault block with an empty list of policies`]
    : [];
}

export function identityWarnings(job: Job, { behaviour }: NomadServer): readonly string[] {
  return job.groups.flatMap(({ tasks }) =>
    tasks.flatMap(({ name, vault, identities }) => {
      if (vault === undefined)
        return identities
          .filter((identity) => identity.name.startsWith('vault_'))
          .map((identity) => `Task ${name} has an identity called ${identity.name} but no vault block`);
      const ignored =
        behaviour.vaultPolicies &&
        vault.policies.length > 0 &&
        identities.some((identity) => identity.name === `vault_${vault.cluster}`);
      return ignored
        ? [
            `Task ${name} has a Vault block with policies but uses workload identity to authenticate with Vault, policies will be ignored`,
          ]
        : [];
    }),
  );
}
