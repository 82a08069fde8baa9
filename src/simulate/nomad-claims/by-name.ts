import type { Group, Job, Task } from './job.ts';

/** The servers gather some things by the names of groups and tasks, so of those with one name the last is all they see. */
export type ByName<T> = ReadonlyMap<string, ReadonlyMap<string, T>>;

/** Vault blocks: a later group of the same name takes the place of an earlier one, if it has any. */
export function vaultsByName(job: Job): ByName<NonNullable<Task['vault']>> {
  const found = new Map<string, ReadonlyMap<string, NonNullable<Task['vault']>>>();
  for (const group of job.groups) {
    const ofGroup = new Map(group.tasks.flatMap(({ name, vault }) => (vault === undefined ? [] : [[name, vault]])));
    if (ofGroup.size > 0) found.set(group.name, ofGroup);
  }
  return found;
}

/** The signals that a group's clients must know, sorted: those of all groups of its name. */
export function signalsOf(job: Job, { name }: Group): readonly string[] {
  const found = new Map<string, readonly string[]>();
  for (const task of job.groups.filter((group) => group.name === name).flatMap(({ tasks }) => tasks)) {
    const signals = taskSignals(task);
    if (signals.length > 0) found.set(task.name, signals);
  }
  return [...new Set([...found.values()].flat())].toSorted();
}

function taskSignals({ vault, killSignal, templates }: Task): readonly string[] {
  return [
    ...(vault?.changeMode === 'signal' ? [vault.changeSignal] : []),
    ...(killSignal === '' ? [] : [killSignal]),
    ...templates.filter(({ changeMode }) => changeMode === 'signal').map(({ changeSignal }) => changeSignal),
  ];
}
