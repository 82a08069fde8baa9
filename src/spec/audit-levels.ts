import type { Place } from '../syntax/source.ts';

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

/** Whether this is a day of the calendar as `until` has it: `2027-01-31`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

export const noAuditConfig: AuditConfig = { levels: [], ignore: [] };
