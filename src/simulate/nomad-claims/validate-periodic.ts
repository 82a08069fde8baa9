import { cronFault } from '../../syntax/cron.ts';
import { goQuote } from '../../syntax/go-string.ts';
import type { Job } from './job.ts';
import { wrapped } from './multierror.ts';

const batchTypes = ['batch', 'sysbatch'];

export function periodicErrors({ periodic, type }: Job): readonly string[] {
  if (periodic?.enabled !== true) return [];
  const errors: string[] = [];
  if (!batchTypes.includes(type)) errors.push('Periodic can only be used with "batch" or "sysbatch" scheduler');
  const { spec, specs, specType, timeZone } = periodic;
  const faults: string[] = [];
  if (spec !== '' && specs.length > 0) faults.push('Only cron or crons may be used');
  if (spec === '' && specs.length === 0) faults.push('Must specify a spec');
  const unknown = timeZoneFault(timeZone);
  if (unknown !== undefined) faults.push(`Invalid time zone ${goQuote(timeZone)}: ${unknown}`);
  if (specType === 'cron')
    for (const one of [...(spec === '' ? [] : [spec]), ...specs]) {
      const wrong = cronFault(one);
      if (wrong !== undefined) faults.push(`Invalid cron spec ${goQuote(one)}: ${wrong}`);
    }
  else if (specType !== '_internal_test') faults.push(`Unknown periodic specification type ${goQuote(specType)}`);
  return [...errors, ...wrapped('', faults)];
}

/** The servers look in the time zones of their machine, which tell capitals from small letters. */
function timeZoneFault(name: string): string | undefined {
  if (name === '' || name === 'UTC' || name === 'Local') return undefined;
  if (name.includes('..') || name.startsWith('/') || name.includes('\\')) return 'time: invalid location name';
  const unknown = `unknown time zone ${name}`;
  if (!/^[A-Za-z]/.test(name)) return unknown;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    return unknown;
  }
  const listed = Intl.supportedValuesOf('timeZone');
  const lower = name.toLowerCase();
  return !listed.includes(name) && listed.some((one) => one.toLowerCase() === lower) ? unknown : undefined;
}

export function parameterizedErrors({ parameterized, type }: Job): readonly string[] {
  if (parameterized === undefined) return [];
  const errors: string[] = [];
  if (!batchTypes.includes(type))
    errors.push('Parameterized job can only be used with "batch" or "sysbatch" scheduler');
  const inside: string[] = [];
  const { payload, metaRequired, metaOptional } = parameterized;
  if (!['optional', 'required', 'forbidden'].includes(payload))
    inside.push(`Unknown payload requirement: ${goQuote(payload)}`);
  const both = metaRequired.filter((key) => metaOptional.includes(key));
  if (both.length > 0)
    inside.push(
      `Required and optional meta keys should be disjoint. Following keys exist in both: [${both.join(' ')}]`,
    );
  return [...errors, ...wrapped('', inside)];
}
