/** Where something is written whose own address does not say it: binding rules, and what is not there but is named. */
import type { Origin } from '../model/origin.ts';
import { about } from './about.ts';
import type { Surroundings } from './look.ts';

export interface WrittenAt {
  readonly origin: Origin;
  readonly path?: string;
}

interface Rule {
  readonly bindType: string;
  readonly bindName: string;
  readonly selector?: string;
}

/** A binding rule; the rules of the method, where a file does not have it. */
export function ruleAt(
  look: Surroundings,
  method: string,
  { bindType, bindName, selector }: Rule,
  path: string,
): WrittenAt {
  const alike = look
    .bindingRulesOf(method)
    .filter((one) => one['BindType'] === bindType && one['BindName'] === bindName);
  const index = selector === undefined ? 0 : alike.findIndex((one) => (one['Selector'] ?? '') === selector);
  const address = `${about.bindingRules(method)}/${bindType}/${bindName}`;
  const origin = look.originOf(index > 0 ? `${address}#${String(index + 1)}` : address);
  return origin.from === 'file' ? { origin, path } : { origin: look.originOf(about.bindingRules(method)) };
}

/** What is not there: where a file names it, else what a server was asked for it. */
export function missingAt(look: Surroundings, address: string, namers: Iterable<WrittenAt>): WrittenAt {
  const origin = look.originOf(address);
  if (origin.from === 'file') return { origin };
  for (const namer of namers) if (namer.origin.from === 'file') return namer;
  return { origin };
}
