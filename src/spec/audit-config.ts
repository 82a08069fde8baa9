import { z } from 'zod';
import { WidErrors, type WidError } from '../support/errors.ts';
import type { Place, Source } from '../syntax/source.ts';
import { readDocument, type DocumentPath, type SpecDocument } from './document.ts';
import { issueErrors } from './issues.ts';
import { auditSection, type AuditSection } from './sections/audit.ts';

/** What the audit heeds, from the spec and from a file of its own. */
export interface AuditConfig {
  readonly levels: readonly Level[];
  readonly ignore: readonly Ignore[];
}

export interface Level {
  /** `vault/kv-path` or `vault/*`. */
  readonly rule: string;
  readonly level: 'off' | 'info' | 'warning' | 'error';
  readonly place?: Place;
}

export interface Ignore {
  readonly rule: string;
  /** The members that a finding's subject must have. */
  readonly subject: Readonly<Record<string, string>>;
  readonly reason: string;
  /** `2027-01-31`, the last day. */
  readonly until?: string;
  readonly place?: Place;
}

export const noAuditConfig: AuditConfig = { levels: [], ignore: [] };

/** A file of the audit's own: `rules` and `ignore` at the top. Throws {@link WidErrors} with every mistake. */
export function loadAuditConfig(source: Source): AuditConfig {
  const read = readDocument(source);
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
