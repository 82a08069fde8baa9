import { leavesAllocation } from './escape.ts';
import type { Task } from './job.ts';
import { wrapped } from './multierror.ts';

export function actionErrors({ actions }: Task): readonly string[] {
  // Nomad tells of every second one that repeats a name.
  const told = new Map<string, boolean>();
  return actions.flatMap(({ name, command }) => {
    const faults: string[] = [];
    if (command === '') faults.push('command cannot be empty');
    if (!/^[^\0\t\n\f\r ]{1,128}$/u.test(name)) faults.push(`invalid name '${name}'`);
    const errors = wrapped(`Action ${name} validation failed: `, faults);
    const repeated = told.get(name) === false;
    told.set(name, repeated);
    return repeated ? [...errors, `Action ${name} defined multiple times`] : errors;
  });
}

export function payloadErrors({ payloadFile }: Task): readonly string[] {
  return payloadFile !== undefined && leavesAllocation('task/local', payloadFile)
    ? ['Dispatch Payload validation failed: destination escapes allocation directory']
    : [];
}

export function csiErrors({ csiPlugin }: Task): readonly string[] {
  if (csiPlugin === undefined) return [];
  const { id, type, mountFolder, stageFolder } = csiPlugin;
  const errors: string[] = [];
  if (id === '') errors.push('CSIPluginConfig must have a non-empty PluginID');
  if (!['node', 'controller', 'monolith'].includes(type))
    errors.push(`CSIPluginConfig PluginType must be one of 'node', 'controller', or 'monolith', got: "${type}"`);
  if (stageFolder.startsWith(mountFolder))
    errors.push(
      `CSIPluginConfig StagePublishBaseDir must not be a subdirectory of MountDir, got: StagePublishBaseDir="${stageFolder}" MountDir="${mountFolder}"`,
    );
  return errors;
}
