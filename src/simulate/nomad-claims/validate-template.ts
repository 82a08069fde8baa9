import { goQuote } from '../../syntax/go-string.ts';
import { leavesAllocation } from './escape.ts';
import type { Template } from './job.ts';
import { wrapped } from './multierror.ts';
import { shown } from './validate-restart.ts';

export function templateErrors(templates: readonly Template[]): readonly string[] {
  const seen = new Map<string, number>();
  return templates.flatMap((template, index) => {
    const at = String(index + 1);
    const errors = [...wrapped(`Template ${at} validation failed: `, templateFaults(template))];
    const before = seen.get(template.destination);
    if (before === undefined) seen.set(template.destination, index + 1);
    else errors.push(`Template ${at} has same destination as ${String(before)}`);
    return errors;
  });
}

function templateFaults({ source, text, destination, splay, permissions, wait, ...changes }: Template): string[] {
  const faults: string[] = [];
  if (source === '' && text === '') faults.push('Must specify a source path or have an embedded template');
  if (destination === '') faults.push('Must specify a destination for the template');
  if (leavesAllocation('task', destination)) faults.push('destination escapes allocation directory');
  faults.push(...changeFaults(changes));
  if (splay < 0) faults.push('Must specify positive splay value');
  const why = permissions === '' ? undefined : octalFault(permissions);
  if (why !== undefined)
    faults.push(
      `Failed to parse ${goQuote(permissions)} as octal: strconv.ParseUint: parsing ${goQuote(permissions)}: ${why}`,
    );
  if (wait?.least !== undefined && wait.most !== undefined && wait.least > wait.most)
    faults.push(`wait min ${shown(wait.least)} is greater than max ${shown(wait.most)}`);
  return faults;
}

type Changes = Pick<Template, 'changeMode' | 'changeSignal' | 'changeScript' | 'env'>;

function changeFaults({ changeMode, changeSignal, changeScript, env }: Changes): readonly string[] {
  switch (changeMode) {
    case 'noop':
    case 'restart':
      return [];
    case 'signal':
      return [
        ...(changeSignal === '' ? ['Must specify signal value when change mode is signal'] : []),
        ...(env ? ['cannot use signals with env var templates'] : []),
      ];
    case 'script':
      if (changeScript === undefined)
        return ['must specify change script configuration value when change mode is script'];
      return changeScript === '' ? ['must specify script path value when change mode is script'] : [];
    default:
      return ['Invalid change mode. Must be one of the following: noop, signal, script, restart'];
  }
}

/** Why Go cannot read a number of twelve bits to the base of eight. */
function octalFault(digits: string): string | undefined {
  if (!/^[0-7]+$/.test(digits)) return 'invalid syntax';
  return BigInt(`0o${digits}`) > 0o7777n ? 'value out of range' : undefined;
}
