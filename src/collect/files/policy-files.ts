import { kinds } from '../../kinds/index.ts';
import { fromApi, type KindId } from '../../kinds/kind.ts';
import type { Origin } from '../../model/origin.ts';
import { WidErrors } from '../../support/errors.ts';
import type { Source } from '../../syntax/source.ts';
import { vaultPolicyProblems } from '../../validation/vault/policy.ts';
import type { KnownObject } from '../world-of-objects.ts';

/** Something that a server is to have, and where that is written. */
export interface WrittenObject {
  readonly object: KnownObject;
  readonly origin: Origin;
}

/** A file with ACL rules of Consul; its name is that of the policy. */
export function consulPolicy(source: Source): WrittenObject {
  const name = policyName(source.name);
  return written(source, 'consul/policy', name, { Name: name, Rules: source.text });
}

/** The same of Vault. Throws `syntax` where neither Vault nor OpenBao would take it, as when the file is cut off. */
export function vaultPolicy(source: Source): WrittenObject {
  const [first, ...rest] = vaultPolicyProblems(source);
  if (first !== undefined && vaultPolicyProblems(source, 0, 'openbao').length > 0)
    throw new WidErrors([first, ...rest]);
  return written(source, 'vault/policy', policyName(source.name).toLowerCase(), { policy: source.text });
}

function written(source: Source, kind: KindId, name: string, api: Readonly<Record<string, unknown>>): WrittenObject {
  return {
    object: { kind, identity: { name }, body: fromApi(kinds[kind].fields, api) },
    origin: { from: 'file', file: source.name, places: { '': [0, 0] } },
  };
}

/** As people name the files of policies: `web.hcl`, `web.policy.hcl`, `web-policy.json`. */
function policyName(file: string): string {
  return (file.split(/[\\/]/).at(-1) ?? file).replace(/\.(?:hcl|json)$/, '').replace(/\.(?:policy|consul|vault)$/, '');
}
