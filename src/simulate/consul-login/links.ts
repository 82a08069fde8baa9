import { templates } from '../../validation/consul/templated-policy.ts';

/** What matching rules give a token, each thing once. */
export interface Links {
  /** Names as they are stored, which the case of a bind name need not be. */
  readonly policies: string[];
  readonly roles: string[];
  readonly serviceIdentities: string[];
  readonly nodeIdentities: string[];
  readonly templatedPolicies: TemplatedLink[];
}

export interface TemplatedLink {
  readonly template: string;
  readonly variables: { readonly Name: string } | undefined;
}

export function noLinks(): Links {
  return { policies: [], roles: [], serviceIdentities: [], nodeIdentities: [], templatedPolicies: [] };
}

export function isEmpty(links: Links): boolean {
  return Object.values(links).every((list: readonly unknown[]) => list.length === 0);
}

export function addOnce(list: string[], name: string): void {
  if (!list.includes(name)) list.push(name);
}

/** Templates without a variable are the same whatever variables they carry; the first one stays. */
export function addTemplated(list: TemplatedLink[], link: TemplatedLink): void {
  const needsName = templates[link.template]?.needsName === true;
  const same = (other: TemplatedLink): boolean =>
    other.template === link.template && (!needsName || other.variables?.Name === link.variables?.Name);
  if (!list.some(same)) list.push(link);
}
