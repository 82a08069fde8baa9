import type { Group } from './job.ts';

export function scalingErrors({ scaling, count }: Group): readonly string[] {
  if (scaling === undefined) return [];
  const { type, min, max } = scaling;
  const errors: string[] = [];
  if (type !== 'horizontal') errors.push(`scaling policy type "${type}" is not valid`);
  if (max < 0) errors.push('maximum count must be specified and non-negative');
  else if (max < min) errors.push('maximum count must not be less than minimum count');
  if (min < 0) errors.push('minimum count must be specified and non-negative');
  if (max < count) errors.push('task group count must not be greater than maximum count in scaling policy');
  if (count < min) errors.push('task group count must not be less than minimum count in scaling policy');
  return errors.map((error) => `Scaling policy invalid: ${error}`);
}
