import type { Identity } from '../../simulate/nomad-claims/job.ts';
import type { WorkloadLook } from '../look.ts';

/** An identity that stands in the job, and where. */
export interface OwnIdentity {
  readonly identity: Identity;
  readonly path: string;
}

/** Those of a task's list, or that of a service. */
export function ownIdentities({ task, service, path }: WorkloadLook): readonly OwnIdentity[] {
  if (service === undefined)
    return (task?.identities ?? []).map((identity, index) => ({
      identity,
      path: `${path}/Identities/${String(index)}`,
    }));
  return service.identity === undefined ? [] : [{ identity: service.identity, path: `${path}/Identity` }];
}
