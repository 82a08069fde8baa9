import { readFileSync } from 'node:fs';

/** A text that comes with the package, by its path from the package's root: `policies/consul/nomad-tasks.hcl`. */
export function packageText(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}
