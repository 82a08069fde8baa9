import { isObject } from '../validation/object.ts';
import { parseJob } from '../syntax/jobspec/parse-job.ts';
import type { Source } from '../syntax/source.ts';
import { WidError } from '../support/errors.ts';

/** A job file: what `PUT /v1/jobs` takes or `GET /v1/job/:id` gives as JSON, or a job in HCL. */
export function jobOfFile(source: Source): unknown {
  if (/^\s*\{/.test(source.text)) {
    const value = parsed(source);
    if (isObject(value) && !Object.hasOwn(value, 'job')) return value;
  }
  const reading = parseJob(source, { unset: 'unknown' });
  if (reading.ok) return reading.job;
  const [first] = reading.problems;
  const { message, start, end } = first ?? { message: 'cannot be read', start: 0, end: 0 };
  throw new WidError('syntax', message, { place: { source, start, end } });
}

function parsed(source: Source): unknown {
  try {
    return JSON.parse(source.text) as unknown;
  } catch (error) {
    throw new WidError(
      'syntax',
      `${source.name} is no JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
