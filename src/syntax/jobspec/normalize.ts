import type { Struct } from './struct.ts';

const FIVE_SECONDS = 5_000_000_000;

/** What a file says beside its job's own members. */
export interface JobExtras {
  readonly id: string;
  readonly vault: Struct | null;
  readonly secrets: readonly Struct[];
  readonly tasks: readonly Struct[];
}

/** What Nomad does to a job right after it was read from a file, before any of the server's defaults. */
export function normalizeJob(job: Struct, { id, vault, secrets, tasks }: JobExtras, emptyGroup: () => Struct): void {
  job.Name ??= id;
  job.ID ??= id;
  const periodic = job.Periodic as Struct | null;
  if (periodic !== null && (periodic.Spec !== null || periodic.Specs !== null)) periodic.SpecType = 'cron';
  normalizeVault(vault);
  if (tasks.length > 0) {
    const alone = tasks.map((task) => ({ ...emptyGroup(), Name: task.Name, Tasks: [task] }));
    job.TaskGroups = [...alone, ...list(job.TaskGroups)];
  }
  for (const group of list(job.TaskGroups)) {
    list(group.Networks).forEach(normalizePorts);
    for (const task of list(group.Tasks)) normalizeTask(task, vault, secrets);
  }
}

const list = (value: unknown): Struct[] => (Array.isArray(value) ? (value as Struct[]) : []);

function normalizeTask(task: Struct, vault: Struct | null, secrets: readonly Struct[]): void {
  list((task.Resources as Struct | null)?.Networks).forEach(normalizePorts);
  for (const template of list(task.Templates)) {
    template.ChangeMode ??= 'restart';
    template.Perms ??= '0644';
    template.Splay ??= FIVE_SECONDS;
    template.ErrMissingKey ??= false;
    const script = template.ChangeScript as Struct | null;
    if (script === null) continue;
    script.Args ??= [];
    script.Timeout ??= FIVE_SECONDS;
    script.FailOnError ??= false;
  }
  normalizeVault(task.Vault as Struct | null);
  task.Vault ??= vault;
  const own = list(task.Secrets);
  if (own.length > 0 || secrets.length > 0) task.Secrets = [...own, ...secrets];
  const identities = list(task.Identities);
  const main = identities.findIndex(({ Name: name }) => name === '' || name === 'default');
  if (main < 0) return;
  task.Identity = identities[main];
  task.Identities = identities.toSpliced(main, 1);
}

function normalizeVault(vault: Struct | null): void {
  if (vault === null) return;
  vault.Env ??= true;
  vault.DisableFile ??= false;
  vault.ChangeMode ??= 'restart';
}

/** Ports with a number of their own are reserved ones. */
function normalizePorts(network: Struct): void {
  const ports = list(network.DynamicPorts);
  if (ports.length === 0) return;
  const fixed = ports.filter(({ Value: value }) => Number(value) > 0);
  const open = ports.filter((port) => !fixed.includes(port));
  network.DynamicPorts = open.length > 0 ? open : null;
  network.ReservedPorts = fixed.length > 0 ? fixed : null;
}
