import { loadSpec } from '../../src/spec/load.ts';
import type { Resource, Spec } from '../../src/spec/resource.ts';

/** A spec from its text after `version: 1`. */
export function load(text: string): Spec {
  return loadSpec([{ name: 'wid.yaml', text: `version: 1\n${text}` }], {}, (path) => {
    throw new Error(`no file ${path}`);
  });
}

export function resource(spec: Spec, address: string): Resource {
  const found = spec.resources.find((one) => one.address === address);
  if (found === undefined)
    throw new Error(`no ${address} among\n${spec.resources.map((one) => one.address).join('\n')}`);
  return found;
}
