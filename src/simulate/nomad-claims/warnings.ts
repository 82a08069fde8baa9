import { goQuote } from '../../syntax/go-string.ts';
import { identityDoubts } from './identity-rules.ts';
import type { Group, Job, Service, Task } from './job.ts';
import { listed, wrapped } from './multierror.ts';
import { promotionWarnings, updateWarning } from './validate-update.ts';

/** What the servers warn of when they look at the job itself. */
export function jobWarnings(job: Job): readonly string[] {
  const groups = job.groups.flatMap((group) =>
    wrapped(`Group ${goQuote(group.name)} has warnings: `, groupWarnings(group)).map((warning) => warning.trim()),
  );
  const cron =
    job.periodic !== undefined && job.periodic.spec !== ''
      ? ['cron is deprecated and may be removed in a future release. Use crons instead']
      : [];
  return [...groups, ...promotionWarnings(job), ...cron];
}

function groupWarnings(group: Group): readonly string[] {
  const { networks, services, tasks } = group;
  const bandwidth = (networks[0]?.megabits ?? 0) > 0;
  return [
    ...updateWarning(group),
    ...(bandwidth ? ['mbits has been deprecated as of Nomad 0.12.0. Please remove mbits from the network block'] : []),
    ...services.flatMap(serviceWarnings),
    ...tasks.flatMap((task) => wrapped(`Task ${goQuote(task.name)} has warnings: `, taskWarnings(task))),
  ];
}

function taskWarnings({ networks, templates, services, identities, resources }: Task): readonly string[] {
  return [
    ...(resources.iops === 0
      ? []
      : ['IOPS has been deprecated as of Nomad 0.9.0. Please remove IOPS from resource block.']),
    ...(networks.length > 0
      ? [
          'task network resources have been deprecated as of Nomad 0.12.0. Please configure networking via group network block.',
        ]
      : []),
    ...templates.flatMap(({ vaultGrace }, index) =>
      vaultGrace === 0
        ? []
        : [
            `Template[${String(index)}] VaultGrace has been deprecated as of Nomad 0.11 and ignored since Vault 0.5. Please remove VaultGrace / vault_grace from template block.`,
          ],
    ),
    ...services.flatMap(serviceWarnings),
    ...identities.flatMap((identity) => {
      const doubts = identityDoubts(identity).map((doubt) => `Identity[${identity.name}] ${doubt}`);
      return doubts.length === 0 ? [] : [listed(doubts)];
    }),
  ];
}

function serviceWarnings({ name, identity }: Service): readonly string[] {
  const doubts = identity === undefined ? [] : identityDoubts(identity);
  return doubts.map((doubt) => `Service ${goQuote(name)}: ${doubt}`);
}
