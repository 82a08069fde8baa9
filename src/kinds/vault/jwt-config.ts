import { z } from 'zod';
import type { Api } from '../../clients/api.ts';
import { isObject } from '../../validation/object.ts';
import { choice, field, flag, objects, set, text, type Body, type Value } from '../field.ts';
import { fromApi, toApi, type Identity, type Kind, type Live, type Reach } from '../kind.ts';
import { pem, pems } from '../pem.ts';
import { present, scopeOf } from '../scope.ts';
import { jwtMounts } from './auth-mount.ts';
import { lowerCase, words } from './words.ts';

const variable = /^\$\{([A-Za-z_]\w*)\}$/;

/** The name of an environment variable: the secret itself is in no spec, plan or manifest. */
const clientSecret = field<{ readonly env: string } | null>(
  {
    api: ['oidc_client_secret'],
    doc: 'Secret of the OIDC client, only as `${NAME}` of an environment variable; Vault never shows it again.',
    schema: z
      .string()
      .regex(variable, 'write it as ${NAME}, the name of an environment variable')
      .transform((written) => ({ env: variable.exec(written)?.[1] ?? '' }))
      .nullable(),
    unset: null,
    toApi: () => undefined,
    fromApi: () => null,
    toSpec: (value) => (value === null ? null : `\${${value.env}}`),
  },
  { writeOnly: true },
);

const pairs = objects(['jwks_pairs'], 'Vault: several JWKS URLs with their CAs, as `{jwks_url, jwks_ca_pem}`.', {
  schema: z.strictObject({ jwks_url: z.string(), jwks_ca_pem: z.string().default('') }),
  toApi: (pair) => pair,
  fromApi: (pair) => ({ jwks_url: member(pair, 'jwks_url'), jwks_ca_pem: member(pair, 'jwks_ca_pem') }),
});

const fields = {
  jwks_url: text(['jwks_url'], 'Where the keys are that JWTs are checked with.'),
  jwks_ca_pem: pem(['jwks_ca_pem'], 'CA certificates (PEM) for the JWKS URL.'),
  jwks_pairs: pairs,
  oidc_discovery_url: text(['oidc_discovery_url'], 'Issuer whose discovery document leads to the keys.'),
  oidc_discovery_ca_pem: pem(['oidc_discovery_ca_pem'], 'CA certificates (PEM) for the discovery URL.'),
  jwt_validation_pubkeys: pems(['jwt_validation_pubkeys'], 'Public keys (PEM) instead of a URL.'),
  jwt_supported_algs: set(
    ['jwt_supported_algs'],
    'Signature algorithms that are accepted; all that Vault knows when empty.',
  ),
  bound_issuer: text(['bound_issuer'], 'The `iss` that a JWT must have; any when empty.'),
  default_role: lowerCase(['default_role'], 'Role of a login that names none.'),
  oidc_client_id: text(['oidc_client_id'], 'OIDC client, for logins by browser.'),
  oidc_client_secret: clientSecret,
  oidc_response_mode: choice(
    ['oidc_response_mode'],
    'How the browser brings the answer.',
    ['', 'query', 'form_post'],
    '',
  ),
  oidc_response_types: words(['oidc_response_types'], 'What is asked of the provider: `code`, `id_token`.'),
  provider_config: field<Readonly<Record<string, Value>>>({
    api: ['provider_config'],
    doc: 'Settings of a provider that needs special treatment, such as `{provider: azure}`.',
    schema: z.record(z.string(), z.json()),
    unset: {},
    fromApi: (value) => (isObject(value) ? (value as Readonly<Record<string, Value>>) : {}),
  }),
  namespace_in_state: flag(['namespace_in_state'], 'Whether the namespace travels in the OIDC state parameter.', {
    unset: true,
  }),
  unsupported_critical_cert_extensions: words(
    ['unsupported_critical_cert_extensions'],
    'Vault: critical certificate extensions that it may pass over.',
  ),
  override_allowed_server_names: set(
    ['override_allowed_server_names'],
    'OpenBao: server names to expect in the TLS certificates of the URLs.',
    {
      needs: 'openbao',
    },
  ),
  skip_jwks_validation: flag(
    ['skip_jwks_validation'],
    'OpenBao: whether a JWKS that cannot be fetched is only warned about.',
    {
      needs: 'openbao',
    },
  ),
};

const answer = z.looseObject({ data: z.looseObject({}) });

/** The one configuration of a JWT auth mount; every write replaces all of it. */
export const jwtConfig: Kind<typeof fields> = {
  id: 'vault/jwt-config',
  title: 'Vault JWT config',
  fields,
  isPartOfParent: true,

  async read({ clients: { vault } }, wanted) {
    return present(await Promise.all(wanted.map(({ identity }) => readOne(vault, identity))));
  },

  async list({ clients: { vault } }) {
    const mounts = await jwtMounts(vault);
    return present(await Promise.all(mounts.map(({ identity }) => readOne(vault, identity))));
  },

  async create(reach, { identity, body }) {
    await write(reach, identity, body);
    return identity.name;
  },

  async update(reach, { identity, body }, live) {
    await write(reach, identity, body, live.body);
  },

  /** Vault has no way to delete a config, and refuses an empty one. It goes with its mount. */
  async remove() {},

  keySources({ jwks_url, jwks_ca_pem, jwks_pairs, oidc_discovery_url, oidc_discovery_ca_pem }) {
    const jwks = [{ jwks_url, jwks_ca_pem }, ...jwks_pairs].filter((pair) => pair.jwks_url !== '');
    const discovery = { via: 'discovery' as const, url: oidc_discovery_url, ca: oidc_discovery_ca_pem };
    return [
      ...jwks.map((pair) => ({ via: 'jwks' as const, url: pair.jwks_url, ca: pair.jwks_ca_pem })),
      ...(oidc_discovery_url === '' ? [] : [discovery]),
    ];
  },
};

/** A mount that is not there and one that was never configured both answer 404. */
async function readOne(vault: Api, identity: Identity): Promise<Live<typeof fields> | undefined> {
  const found = await vault.get(pathOf(identity), answer, scopeOf(identity));
  return found === undefined ? undefined : { identity, id: identity.name, body: fromApi(fields, found.data) };
}

async function write(
  { clients: { vault }, secret }: Reach,
  identity: Identity,
  body: Body<typeof fields>,
  live?: Body<typeof fields>,
): Promise<void> {
  const hidden = body.oidc_client_secret;
  const request = {
    ...toApi(fields, body, live),
    ...(hidden === null ? {} : { oidc_client_secret: secret(hidden.env) }),
  };
  await vault.post(pathOf(identity), request, z.unknown(), { ...scopeOf(identity), idempotent: true });
}

function pathOf({ name }: Identity): readonly string[] {
  return ['auth', ...name.split('/'), 'config'];
}

function member(pair: unknown, name: string): string {
  const value = isObject(pair) ? pair[name] : undefined;
  return typeof value === 'string' ? value : '';
}
