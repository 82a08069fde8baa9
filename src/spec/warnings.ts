import type { Draft } from './draft.ts';
import type { Lookup } from './lookup.ts';
import { boundCandidates, boundKinds, mayBecome } from './references.ts';
import type { Spec } from './resource.ts';

type Warning = Spec['warnings'][number];

/** What the servers would take and what yet is probably not as meant. */
export function warningsOf(lookup: Lookup, drafts: readonly Draft[]): readonly Warning[] {
  return drafts.flatMap((draft) => [
    ...bindsNothing(lookup, draft),
    ...defaultRoleMissing(lookup, draft),
    ...secretMissing(draft),
  ]);
}

/** Consul passes silently over a bound role that does not exist; the login then fails with a bare "Permission denied". */
function bindsNothing(lookup: Lookup, draft: Draft): readonly Warning[] {
  if (draft.kind !== 'consul/binding-rule') return [];
  const kind = boundKinds[String(draft.body['bind_type'])];
  const name = String(draft.body['bind_name']);
  if (kind === undefined || !name.includes('${')) return [];
  if (boundCandidates(lookup, draft, kind).some(({ identity }) => mayBecome(name, identity.name))) return [];
  if (lookup.existingNames(kind).some((one) => mayBecome(name, one))) return [];
  const what = kind === 'consul/role' ? 'role' : 'policy';
  return [
    {
      message: `no ${what} of the spec has a name that "${name}" can become: logins that only this rule is for will be refused`,
      place: draft.spot.field('bind_name'),
    },
  ];
}

function defaultRoleMissing(lookup: Lookup, draft: Draft): readonly Warning[] {
  const role = draft.kind === 'vault/jwt-config' ? String(draft.body['default_role']) : '';
  if (role === '' || lookup.find('vault/jwt-role', role, draft.identity, draft.identity.name) !== undefined) return [];
  return [
    {
      message: `the default role "${role}" of the mount "${draft.identity.name}" is not in the spec`,
      place: draft.spot.field('default_role'),
    },
  ];
}

/** An unchanged config needs no secret; the first write of it does. */
function secretMissing({ kind, body, identity, spot }: Draft): readonly Warning[] {
  if (kind !== 'vault/jwt-config' || body['oidc_client_id'] === '' || body['oidc_client_secret'] !== null) return [];
  return [
    {
      message: `the mount "${identity.name}" has an oidc_client_id and no oidc_client_secret: Vault will refuse to have it written`,
      place: spot.field('oidc_client_id'),
    },
  ];
}
