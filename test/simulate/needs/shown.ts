import type { Need } from '../../../src/simulate/needs/need.ts';
import type { Reason } from '../../../src/simulate/needs/value.ts';

/** A need in one line: `key:read a/b`, `? database/creds/…` where the name is not known, `[if …]` with a condition. */
export function shownNeed(need: Need): string {
  const when = need.when.length === 0 ? '' : ` [if ${need.when.map(shownReason).join(', ')}]`;
  const elsewhere = Object.entries(need.elsewhere ?? {}).map(([name, value]) => ` ${name}=${value}`);
  return `${permission(need)}${elsewhere.join('')}${when}`;
}

function permission({ product, permission: wanted, unknown, shape, candidates, request, lack }: Need): string {
  if (unknown[0]?.because === 'application') return `${product} by itself (${unknown[0].sees})`;
  if (wanted === undefined) return `open ${request ?? '?'}`;
  const why =
    candidates?.join(' or ') ?? `${shape === undefined ? '' : `${shape} `}(${unknown.map(shownReason).join(', ')})`;
  const lacking = lack === 'denied' ? '' : ` ${lack}`;
  switch (wanted.product) {
    case 'consul': {
      const name = wanted.segment ?? (unknown.length === 0 ? '' : `? ${why}`);
      return `${wanted.resource}:${wanted.access} ${name}${wanted.prefix === true && unknown.length === 0 ? '*' : ''}${lacking}`.trim();
    }
    case 'vault':
      return `${wanted.capability} ${wanted.path ?? `? ${why}`}`;
    case 'nomad':
      return `${wanted.capability} ${wanted.namespace} ${wanted.path ?? (unknown.length === 0 ? '' : `? ${why}`)}${wanted.implicit ? ' own' : ''}${lacking}`;
  }
}

export function shownReason(reason: Reason): string {
  switch (reason.because) {
    case 'environment':
    case 'function':
      return `${reason.because} ${reason.name}`;
    case 'answer':
      return reason.call;
    case 'file':
    case 'mount':
    case 'existence':
      return `${reason.because} ${reason.path}`;
    case 'placement':
      return reason.of;
    case 'application':
      return reason.sees;
    case 'loop':
    case 'job file':
      return reason.because;
  }
}
