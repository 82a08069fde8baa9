import type { Severity } from '../../model/finding.ts';
import { markup, type Markup } from './markup.ts';

export const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** As one and as many. */
export const severityWords: Readonly<Record<Severity, readonly [one: string, many: string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  info: ['note', 'notes'],
};

const signs: Readonly<Record<Severity, Markup>> = {
  error: markup`<circle r="9"/><path d="M-3.2-3.2 3.2 3.2M3.2-3.2-3.2 3.2"/>`,
  warning: markup`<path class="ground" d="M0-8.6 9 7.2H-9Z"/><path d="M0-2.6V2M0 4.9V5"/>`,
  info: markup`<circle r="9"/><path d="M0-1V4.4M0-4.4V-4.3"/>`,
};

/** A cross, a triangle or an i; the word for it stands beside it. */
export function severityMark(severity: Severity): Markup {
  return markup`<svg class="sign" viewBox="-10 -10 20 20" width="20" height="20" aria-hidden="true"><g class="mark ${severity}">${signs[severity]}</g></svg>`;
}

export function severityTag(severity: Severity): Markup {
  return markup`<span class="state ${severity}">${severityMark(severity)}${severityWords[severity][0]}</span>`;
}
