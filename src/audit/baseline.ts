import { z } from 'zod';
import { WidError } from '../support/errors.ts';
import type { Source } from '../syntax/source.ts';
import type { AuditReport } from './report.ts';

const schema = z.looseObject({
  schemaVersion: z.literal(1),
  findings: z.array(z.looseObject({ fingerprint: z.string(), rule: z.string(), message: z.string() })),
});

/** What is known already, as a file that people can read in a review. */
export function formatBaseline({ findings }: AuditReport): string {
  const known = findings.map(({ fingerprint, rule, message }) => ({ fingerprint, rule, message }));
  return `${JSON.stringify({ schemaVersion: 1, findings: known }, undefined, 2)}\n`;
}

/** The fingerprints of a baseline. Throws `syntax` when the text is none. */
export function parseBaseline(source: Source): ReadonlySet<string> {
  let value: unknown;
  try {
    value = JSON.parse(source.text) as unknown;
  } catch (cause) {
    throw new WidError('syntax', `${source.name} is no JSON`, { cause, place: { source, start: 0, end: 0 } });
  }
  const checked = schema.safeParse(value);
  if (!checked.success)
    throw new WidError('syntax', `${source.name} is no baseline`, {
      hint: 'wid audit --write-baseline FILE makes one',
      place: { source, start: 0, end: 0 },
    });
  return new Set(checked.data.findings.map(({ fingerprint }) => fingerprint));
}
