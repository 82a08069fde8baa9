import { z } from 'zod';
import type { Api } from '../../clients/api.ts';
import { choice, flag, integer, mapping, span, text } from '../field.ts';
import { fromApi, toApi, type Identity, type Kind, type Live } from '../kind.ts';
import { present, scopeOf } from '../scope.ts';
import { jwtMounts } from './auth-mount.ts';
import { boundClaims } from './bound-claims.ts';
import { namesIn } from './scope.ts';
import { cidrs, policyNames, words } from './words.ts';

const fields = {
  role_type: choice(
    ['role_type'],
    'Kind of login; `jwt` unless written, though Vault itself takes `oidc`.',
    ['jwt', 'oidc'],
    'jwt',
  ),
  bound_audiences: words(['bound_audiences'], 'Values of `aud`, one of which a JWT must have.'),
  bound_subject: text(['bound_subject'], 'The `sub` that a JWT must have; any when empty.'),
  bound_claims: boundClaims(
    ['bound_claims'],
    'Claims that a JWT must have, each with a value or a list of which one must fit.',
  ),
  bound_claims_type: choice(
    ['bound_claims_type'],
    'Whether `*` in the values of bound_claims stands for any text.',
    ['string', 'glob'],
    'string',
  ),
  claim_mappings: mapping(['claim_mappings'], 'Claims to names of metadata, which policies can be templated with.'),
  user_claim: text(['user_claim'], 'Claim that tells one entity from another.'),
  user_claim_json_pointer: flag(
    ['user_claim_json_pointer'],
    'Whether a leading `/` in user_claim makes it a JSON pointer.',
  ),
  groups_claim: text(['groups_claim'], 'Claim whose values name identity groups.'),
  expiration_leeway: span(
    ['expiration_leeway'],
    'Assumed life of a JWT without `exp`; 150s when 0, negative for none.',
    'seconds',
  ),
  not_before_leeway: span(
    ['not_before_leeway'],
    'Assumed start before `exp` without `nbf`; 150s when 0, negative for none.',
    'seconds',
  ),
  clock_skew_leeway: span(
    ['clock_skew_leeway'],
    'Clock difference that is tolerated; 60s when 0, negative for none.',
    'seconds',
  ),
  token_ttl: span(['token_ttl'], "Life of a token; the mount's when 0.", 'seconds'),
  token_max_ttl: span(['token_max_ttl'], "Longest life of a token, renewals included; the mount's when 0.", 'seconds'),
  token_explicit_max_ttl: span(['token_explicit_max_ttl'], 'Longest life that nothing else can prolong.', 'seconds'),
  token_period: span(
    ['token_period'],
    'Makes tokens periodic: each renewal lasts this long, without an end.',
    'seconds',
  ),
  token_policies: policyNames(['token_policies'], 'Names of the policies that its tokens have.'),
  token_bound_cidrs: cidrs(['token_bound_cidrs'], 'Networks that may log in and use the tokens.'),
  token_no_default_policy: flag(['token_no_default_policy'], 'Whether its tokens go without the policy `default`.'),
  token_num_uses: integer(['token_num_uses'], 'How many requests a token is good for; any number when 0.'),
  token_type: choice(
    ['token_type'],
    "Kind of token; the mount's when `default`.",
    ['default', 'service', 'batch'],
    'default',
  ),
  allowed_redirect_uris: words(['allowed_redirect_uris'], 'Addresses that a login by browser may come back to.'),
  oidc_scopes: words(['oidc_scopes'], 'Scopes that a login by browser asks for.'),
  max_age: span(['max_age'], 'How long ago a login by browser may have been at the provider.', 'seconds'),
  verbose_oidc_logging: flag(['verbose_oidc_logging'], 'Whether debug logs show the claims of logins.'),
  token_strictly_bind_ip: flag(
    ['token_strictly_bind_ip'],
    'OpenBao: whether a token is bound to the address that logged in.',
    {
      needs: 'openbao',
    },
  ),
  token_policies_template_claims: flag(
    ['token_policies_template_claims'],
    'OpenBao: whether names in token_policies are templates over the claims.',
    { needs: 'openbao' },
  ),
  callback_mode: choice(
    ['callback_mode'],
    'OpenBao: how a browser login ends.',
    ['client', 'direct', 'device'],
    'client',
    {
      needs: 'openbao',
    },
  ),
  oauth2_metadata: words(['oauth2_metadata'], 'OpenBao: tokens of the provider that go into the metadata.', {
    needs: 'openbao',
  }),
  oidc_disable_confirmation: flag(
    ['oidc_disable_confirmation'],
    'OpenBao: whether a browser login goes on without a confirmation page.',
    {
      needs: 'openbao',
    },
  ),
  poll_interval: integer(['poll_interval'], 'OpenBao: seconds between polls of a login by device.', {
    needs: 'openbao',
  }),
};

const answer = z.looseObject({ data: z.looseObject({}) });

export const jwtRole: Kind<typeof fields> = {
  id: 'vault/jwt-role',
  title: 'Vault JWT role',
  idIsName: true,
  fields,
  parentField: 'mount',

  async read({ clients: { vault } }, wanted) {
    return present(await Promise.all(wanted.map(({ identity }) => readOne(vault, identity))));
  },

  async list({ clients: { vault } }) {
    const found = (await jwtMounts(vault)).map(async ({ identity: { name: parent, ...scope } }) => {
      const names = await namesIn(vault, ['auth', ...parent.split('/'), 'role'], scope);
      return Promise.all(names.map((name) => readOne(vault, { name, parent, ...scope })));
    });
    return present((await Promise.all(found)).flat());
  },

  async within({ clients: { vault } }, { name: parent, ...scope }) {
    const names = await namesIn(vault, ['auth', ...parent.split('/'), 'role'], scopeOf(scope));
    return names.map((name) => ({ identity: { name, parent, ...scope }, id: name.toLowerCase() }));
  },

  async create({ clients: { vault } }, { identity, body }) {
    // Vault keeps an empty list that was sent apart from one that was not: a new role is sent without, as by other tools.
    const request = Object.fromEntries(Object.entries(toApi(fields, body)).filter(([, value]) => !isEmpty(value)));
    await vault.post(pathOf(identity), request, z.unknown(), { ...scopeOf(identity), idempotent: true });
    return identity.name.toLowerCase();
  },

  /** What is not sent keeps its value, but for role_type and bound_claims_type, which fall back; so everything is sent. */
  async update({ clients: { vault } }, { identity, body }, live) {
    await vault.post(pathOf(identity), toApi(fields, body, live.body), z.unknown(), {
      ...scopeOf(identity),
      idempotent: true,
    });
  },

  async remove({ clients: { vault } }, { identity }) {
    await vault.delete(pathOf(identity), scopeOf(identity));
  },
};

/** A role that is not there and a mount that is not there both answer 404. */
async function readOne(vault: Api, identity: Identity): Promise<Live<typeof fields> | undefined> {
  const found = await vault.get(pathOf(identity), answer, scopeOf(identity));
  return found === undefined
    ? undefined
    : { identity, id: identity.name.toLowerCase(), body: fromApi(fields, found.data) };
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function pathOf({ name, parent = 'jwt' }: Identity): readonly string[] {
  return ['auth', ...parent.split('/'), 'role', name.toLowerCase()];
}
