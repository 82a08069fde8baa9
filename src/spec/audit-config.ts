import { z } from 'zod';
import { WidErrors, type WidError } from '../support/errors.ts';
import type { Source } from '../syntax/source.ts';
import type { AuditConfig } from './audit-levels.ts';
import { readDocument, type DocumentPath, type SpecDocument } from './document.ts';
import { issueErrors } from './issues.ts';
import { auditSection, type AuditSection } from './sections/audit.ts';

/** A file of the audit's own: `rules` and `ignore` at the top. Throws {@link WidErrors} with every mistake. */
export function loadAuditConfig(source: Source): AuditConfig {
  const read = readDocument(source, 'it starts with `rules:` or `ignore:`');
  if ('errors' in read) throw errorsOf(read.errors);
  const { document } = read;
  const schema = auditSection().extend({ $schema: z.string().optional() });
  const checked = schema.safeParse(document.value);
  if (!checked.success) throw errorsOf(checked.error.issues.flatMap((issue) => issueErrors(issue, schema, document)));
  return auditConfigOf(checked.data, document, []);
}

/** @param at where the section stands in the document */
export function auditConfigOf(
  { rules = {}, ignore = [] }: AuditSection,
  document: SpecDocument,
  at: DocumentPath,
): AuditConfig {
  return {
    levels: Object.entries(rules).map(([rule, level]) => ({
      rule,
      level,
      place: document.keyAt([...at, 'rules', rule]),
    })),
    ignore: ignore.map(({ rule, reason, until, ...subject }, index) => ({
      rule,
      reason,
      subject: Object.fromEntries(
        Object.entries(subject).filter((one): one is [string, string] => one[1] !== undefined),
      ),
      ...(until === undefined ? {} : { until }),
      place: document.valueAt([...at, 'ignore', index, 'rule']),
    })),
  };
}

function errorsOf(errors: readonly WidError[]): WidErrors {
  const [first, ...rest] = errors;
  if (first === undefined) throw new Error('no error to throw');
  return new WidErrors([first, ...rest]);
}
