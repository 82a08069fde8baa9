import { z } from 'zod';
import type { Api, Call } from '../../clients/api.ts';
import { choice, flag, set, span, text } from '../field.ts';
import { accessorKey, fromApi, toApi, type Identity, type Kind } from '../kind.ts';
import { byScope, scopeOf } from '../scope.ts';
import { everyNamespace, withoutSlash } from './scope.ts';

const fields = {
  type: choice(['type'], 'Kind of the auth method; cannot change.', ['jwt', 'oidc'], 'jwt', { replaces: true }),
  description: text(['description'], 'What the mount is for.'),
  local: flag(['local'], 'Whether it stays out of replication; cannot change.', { replaces: true }),
  seal_wrap: flag(['seal_wrap'], 'Whether its storage is seal wrapped; cannot change.', { replaces: true }),
  default_lease_ttl: span(
    ['config', 'default_lease_ttl'],
    "Life of a token when nothing says otherwise; 0 for the system's.",
    'seconds',
  ),
  max_lease_ttl: span(['config', 'max_lease_ttl'], "Longest life of a token; 0 for the system's.", 'seconds'),
  token_type: choice(
    ['config', 'token_type'],
    'Kind of token where a role does not say, or in spite of what it says.',
    ['default-service', 'default-batch', 'service', 'batch'],
    'default-service',
  ),
  listing_visibility: choice(
    ['config', 'listing_visibility'],
    'Whether the login page shows the mount: `unauth`, or `hidden`.',
    ['', 'hidden', 'unauth'],
    '',
  ),
  audit_non_hmac_request_keys: set(
    ['config', 'audit_non_hmac_request_keys'],
    'Request members that audit logs show in clear.',
  ),
  audit_non_hmac_response_keys: set(
    ['config', 'audit_non_hmac_response_keys'],
    'Answer members that audit logs show in clear.',
  ),
  passthrough_request_headers: set(
    ['config', 'passthrough_request_headers'],
    'Request headers that reach the auth method.',
  ),
  allowed_response_headers: set(['config', 'allowed_response_headers'], 'Answer headers that the auth method may set.'),
  trim_request_trailing_slashes: flag(
    ['config', 'trim_request_trailing_slashes'],
    'Whether requests with a slash at the end count as without (Vault 1.19 and later).',
  ),
};

const mount = z.looseObject({ accessor: z.string(), type: z.string() });
const answer = z.looseObject({ data: mount });
const listing = z.looseObject({ data: z.record(z.string(), mount) });

export const authMount: Kind<typeof fields> = {
  id: 'vault/auth-mount',
  title: 'Vault auth mount',
  fields,
  cascadesTo: ['vault/jwt-config', 'vault/jwt-role'],

  async read({ clients: { vault } }, wanted) {
    const found = byScope(wanted).map(async ({ scope, members }) => {
      const mounts = new Map(await mountsIn(vault, scope));
      return members.flatMap(({ identity }) => {
        const one = mounts.get(withoutSlash(identity.name));
        return one === undefined ? [] : [{ identity, id: one.accessor, body: fromApi(fields, one) }];
      });
    });
    return (await Promise.all(found)).flat();
  },

  async list({ clients: { vault } }) {
    return (await jwtMounts(vault)).map(({ identity, mount: one }) => ({
      identity,
      id: one.accessor,
      body: fromApi(fields, one),
    }));
  },

  async create({ clients: { vault }, accessors }, { identity, body }) {
    // JWT mounts have no options; said so, Vault shows none, as for mounts that other tools made.
    const request = { ...toApi(fields, body), options: null };
    await vault.post(pathOf(identity), request, z.unknown(), scopeOf(identity));
    // Asked for by its own path: the list of all mounts may be remembered from before.
    const made = await vault.get(pathOf(identity), answer, scopeOf(identity));
    const accessor = made?.data.accessor ?? identity.name;
    accessors.set(accessorKey(identity.name, identity.namespace), accessor);
    return accessor;
  },

  /** Everything but what replaces the mount can be tuned; the options that are nested on creation are flat here. */
  async update({ clients: { vault } }, { identity, body }) {
    const { description, config } = toApi(fields, body);
    const request = { description, ...(config as object) };
    await vault.post([...pathOf(identity), 'tune'], request, z.unknown(), { ...scopeOf(identity), idempotent: true });
  },

  async remove({ clients: { vault } }, { identity }) {
    await vault.delete(pathOf(identity), scopeOf(identity));
  },
};

/** The mounts that take JWTs, in every namespace. */
export async function jwtMounts(vault: Api): Promise<readonly { identity: Identity; mount: z.infer<typeof mount> }[]> {
  const scopes = await everyNamespace(vault);
  const all = await Promise.all(scopes.map(async (scope) => ({ scope, mounts: await mountsIn(vault, scope) })));
  return all.flatMap(({ scope: { namespace }, mounts }) =>
    mounts
      .filter(([, { type }]) => type === 'jwt' || type === 'oidc')
      .map(([name, one]) => ({ identity: { name, ...(namespace === undefined ? {} : { namespace }) }, mount: one })),
  );
}

async function mountsIn(vault: Api, scope: Call): Promise<readonly (readonly [string, z.infer<typeof mount>])[]> {
  const listed = (await vault.get(['sys', 'auth'], listing, scope))?.data ?? {};
  return Object.entries(listed).map(([path, one]) => [withoutSlash(path), one] as const);
}

function pathOf({ name }: Identity): readonly string[] {
  return ['sys', 'auth', ...withoutSlash(name).split('/')];
}
