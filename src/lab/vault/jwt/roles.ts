import { data, done, invalid, notFound, written } from '../answers.ts';
import type { Context, Paths } from '../backend.ts';
import { readFields, unrecognised, type FieldTypes } from '../fields.ts';
import { systemTtl } from '../state.ts';
import { requireRoot } from '../tokens.ts';
import type { JwtBackend } from './backend.ts';
import { roleError } from './checks.ts';

export type JwtRole = Readonly<Record<string, unknown>>;

const tokenTypes: FieldTypes = {
  token_bound_cidrs: 'comma list', token_explicit_max_ttl: 'duration', token_max_ttl: 'duration', token_no_default_policy: 'bool',
  token_num_uses: 'int', token_period: 'duration', token_policies: 'comma list', token_ttl: 'duration', token_type: 'string',
}; // prettier-ignore

const ownTypes: FieldTypes = {
  allowed_redirect_uris: 'comma list', bound_audiences: 'comma list', bound_claims: 'map', bound_claims_type: 'string', bound_subject: 'string',
  claim_mappings: 'pairs', clock_skew_leeway: 'signed duration', expiration_leeway: 'signed duration', groups_claim: 'string',
  max_age: 'duration', not_before_leeway: 'signed duration', oidc_scopes: 'comma list', role_type: 'string', user_claim: 'string',
  user_claim_json_pointer: 'bool', verbose_oidc_logging: 'bool',
}; // prettier-ignore

/** Old names of token fields. Written, they set the new ones and are shown beside them. */
const deprecated: Readonly<Record<string, string>> = {
  bound_cidrs: 'token_bound_cidrs', max_ttl: 'token_max_ttl', num_uses: 'token_num_uses', period: 'token_period', policies: 'token_policies',
  ttl: 'token_ttl',
}; // prettier-ignore

const deprecatedTypes: FieldTypes = Object.fromEntries(
  Object.entries(deprecated).map(([old, name]) => [old, tokenTypes[name] ?? 'any']),
);

const types: FieldTypes = { ...ownTypes, ...tokenTypes, ...deprecatedTypes };

const unset: JwtRole = {
  allowed_redirect_uris: null, bound_audiences: null, bound_claims: null, bound_claims_type: 'string', bound_subject: '', claim_mappings: null,
  clock_skew_leeway: 0, expiration_leeway: 0, groups_claim: '', max_age: 0, not_before_leeway: 0, oidc_scopes: null, role_type: 'oidc',
  token_bound_cidrs: [], token_explicit_max_ttl: 0, token_max_ttl: 0, token_no_default_policy: false, token_num_uses: 0, token_period: 0,
  token_policies: [], token_ttl: 0, token_type: 'default', user_claim: '', user_claim_json_pointer: false, verbose_oidc_logging: false,
}; // prettier-ignore

/** Fields that a write which leaves them out sets back. All others keep their value. */
const resetByEveryWrite: JwtRole = { role_type: 'oidc', bound_claims_type: 'string' };

const truncated =
  "token max ttl is greater than the system or backend mount's maximum TTL value; issued tokens' max TTL value will be truncated";

/** `auth/<mount>/role`. */
export function rolePaths(context: Context, backend: JwtBackend): Paths {
  const { body } = context;
  return [
    {
      path: 'role',
      handlers: {
        list: () => {
          requireRoot(context);
          if (backend.roles.size === 0) throw notFound();
          return data({ keys: [...backend.roles.keys()].toSorted() }, { mount: 'jwt' });
        },
      },
    },
    {
      path: 'role/:name',
      handlers: {
        read: ({ name = '' }) => {
          requireRoot(context);
          const found = backend.roles.get(name.toLowerCase());
          if (found === undefined) throw notFound();
          return data(found, { mount: 'jwt' });
        },
        update: ({ name = '' }) => {
          requireRoot(context);
          const given = readFields(body, types);
          const previous = backend.roles.get(name.toLowerCase()) ?? unset;
          const role = merge(previous, given);
          const error = roleError(role);
          if (error !== undefined) throw invalid(error);
          backend.roles.set(name.toLowerCase(), role);
          const tooLong = Number(role['token_max_ttl']) > systemTtl ? [truncated] : [];
          // Unknown parameters are worth a warning only beside another one.
          return written('jwt', tooLong.length === 0 ? [] : [...tooLong, ...unrecognised(body, types)]);
        },
        delete: ({ name = '' }) => {
          requireRoot(context);
          backend.roles.delete(name.toLowerCase());
          return done;
        },
      },
    },
  ];
}

function merge(previous: JwtRole, given: Readonly<Record<string, unknown>>): JwtRole {
  const role: Record<string, unknown> = { ...previous, ...resetByEveryWrite, ...given };
  for (const [old, name] of Object.entries(deprecated)) {
    if (given[name] !== undefined)
      delete role[old]; // the new name wins, and the old one is shown no more
    else if (given[old] !== undefined) role[name] = given[old];
  }
  if (role['token_type'] === '') role['token_type'] = 'default';
  return Object.fromEntries(Object.entries(role).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
