import { sortedBy } from '../../../support/sorted-by.ts';
import { judgeJwtRole } from '../../../validation/vault/jwt-role.ts';
import { data, done, notFound, sentFields, throwRefusal, written } from '../answers.ts';
import type { Context, Paths } from '../backend.ts';
import type { JwtBackend, JwtRole } from './backend.ts';

/** Old names of token fields. Written, they set the new ones and are shown beside them. */
const deprecated = {
  bound_cidrs: 'token_bound_cidrs',
  max_ttl: 'token_max_ttl',
  num_uses: 'token_num_uses',
  period: 'token_period',
  policies: 'token_policies',
  ttl: 'token_ttl',
} as const;

const types = {
  allowed_redirect_uris: 'texts', bound_audiences: 'texts', bound_claims: 'map', bound_claims_type: 'text', bound_subject: 'text',
  claim_mappings: 'pairs', clock_skew_leeway: 'signed duration', expiration_leeway: 'signed duration', groups_claim: 'text',
  max_age: 'duration', not_before_leeway: 'signed duration', oidc_scopes: 'texts', role_type: 'text', user_claim: 'text',
  user_claim_json_pointer: 'flag', verbose_oidc_logging: 'flag', token_bound_cidrs: 'texts', token_explicit_max_ttl: 'duration',
  token_max_ttl: 'duration', token_no_default_policy: 'flag', token_num_uses: 'integer', token_period: 'duration', token_policies: 'texts',
  token_ttl: 'duration', token_type: 'text', bound_cidrs: 'texts', max_ttl: 'duration', num_uses: 'integer', period: 'duration',
  policies: 'texts', ttl: 'duration',
} as const; // prettier-ignore

const unset: JwtRole = {
  allowed_redirect_uris: null, bound_audiences: null, bound_claims: null, bound_claims_type: 'string', bound_subject: '', claim_mappings: null,
  clock_skew_leeway: 0, expiration_leeway: 0, groups_claim: '', max_age: 0, not_before_leeway: 0, oidc_scopes: null, role_type: 'oidc',
  token_bound_cidrs: [], token_explicit_max_ttl: 0, token_max_ttl: 0, token_no_default_policy: false, token_num_uses: 0, token_period: 0,
  token_policies: [], token_ttl: 0, token_type: 'default', user_claim: '', user_claim_json_pointer: false, verbose_oidc_logging: false,
}; // prettier-ignore

/** Fields that OpenBao has besides. */
const openbaoTypes = {
  callback_mode: 'text', oauth2_metadata: 'texts', oidc_disable_confirmation: 'flag', token_policies_template_claims: 'flag',
  token_strictly_bind_ip: 'flag',
} as const; // prettier-ignore

const onlyOpenbao: JwtRole = {
  callback_mode: 'client', oauth2_metadata: null, oidc_disable_confirmation: false, token_policies_template_claims: false,
  token_strictly_bind_ip: false,
}; // prettier-ignore

/** Fields that a write which leaves them out sets back. All others keep their value. */
const resetByEveryWrite: JwtRole = { role_type: 'oidc', bound_claims_type: 'string' };

/** `auth/<mount>/role`. */
export function rolePaths(context: Context, backend: JwtBackend): Paths {
  const { body, state } = context;
  const dialect = state.product;
  const blank = dialect === 'openbao' ? { ...unset, ...onlyOpenbao } : unset;
  return [
    {
      path: 'role',
      handlers: {
        list: () => {
          if (backend.roles.size === 0) throw notFound();
          return data({ keys: [...backend.roles.keys()].toSorted() }, { mount: 'jwt' });
        },
      },
    },
    {
      path: 'role/:name',
      handlers: {
        read: ({ name = '' }) => {
          const found = backend.roles.get(name.toLowerCase());
          if (found === undefined) throw notFound();
          return data(found, { mount: 'jwt' });
        },
        update: ({ name = '' }) => {
          const key = name.toLowerCase();
          const existing = backend.roles.get(key);
          const { refused, warnings } = judgeJwtRole(body, {
            dialect,
            ...(existing === undefined ? {} : { existing }),
          });
          throwRefusal(refused);
          backend.roles.set(
            key,
            merge(existing ?? blank, sentFields(dialect === 'openbao' ? { ...types, ...openbaoTypes } : types, body)),
          );
          return written('jwt', warnings);
        },
        delete: ({ name = '' }) => {
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
  return Object.fromEntries(sortedBy(Object.entries(role), ([name]) => name));
}
