import { checkDiscovery, checkJwks, KeySourceError } from '../../key-source.ts';
import { data, done, invalid, notFound } from '../answers.ts';
import type { Context, Paths } from '../backend.ts';
import { readFields, type FieldTypes } from '../fields.ts';
import { requireRoot } from '../tokens.ts';
import type { JwtBackend } from './backend.ts';
import { configError } from './checks.ts';

export type JwtConfig = Readonly<Record<string, unknown>>;

const types: FieldTypes = {
  bound_issuer: 'string', default_role: 'lower', jwks_ca_pem: 'string', jwks_pairs: 'any', jwks_url: 'string',
  jwt_supported_algs: 'comma list', jwt_validation_pubkeys: 'comma list', namespace_in_state: 'bool', oidc_client_id: 'string',
  oidc_client_secret: 'string', oidc_discovery_ca_pem: 'string', oidc_discovery_url: 'string', oidc_response_mode: 'string',
  oidc_response_types: 'comma list', provider_config: 'map', unsupported_critical_cert_extensions: 'comma list',
}; // prettier-ignore

const unset: JwtConfig = {
  bound_issuer: '', default_role: '', jwks_ca_pem: '', jwks_pairs: [], jwks_url: '', jwt_supported_algs: [], jwt_validation_pubkeys: [],
  oidc_client_id: '', oidc_client_secret: '', oidc_discovery_ca_pem: '', oidc_discovery_url: '', oidc_response_mode: '',
  oidc_response_types: [], provider_config: {}, unsupported_critical_cert_extensions: [],
}; // prettier-ignore

/** `auth/<mount>/config`. A write replaces all of it; the client secret is never read back. */
export function configPaths(context: Context, backend: JwtBackend): Paths {
  return [
    {
      path: 'config',
      handlers: {
        read: () => {
          requireRoot(context);
          if (backend.config === undefined) throw notFound();
          const { oidc_client_secret: _, ...shown } = backend.config;
          return data({ ...shown, namespace_in_state: backend.namespaceInState }, { mount: 'jwt' });
        },
        update: async () => {
          requireRoot(context);
          const { namespace_in_state: inState, ...given } = readFields(context.body, types);
          const config = { ...unset, ...given };
          const error = configError(config);
          if (error !== undefined) throw invalid(error);
          await contactKeySources(config);
          backend.config = config;
          if (typeof inState === 'boolean') backend.namespaceInState = inState;
          return done;
        },
      },
    },
  ];
}

/** Vault fetches the keys when the config is written; why it could not stands only in its log. */
async function contactKeySources(config: JwtConfig): Promise<void> {
  const text = (name: string): string => String(config[name] ?? '');
  await attempt(text('oidc_discovery_url'), 'error checking oidc discovery URL', (url) =>
    checkDiscovery(url, text('oidc_discovery_ca_pem')),
  );
  await attempt(text('jwks_url'), `error checking jwks URL ${text('jwks_url')}`, (url) =>
    checkJwks(url, text('jwks_ca_pem')),
  );
  const pairs = Array.isArray(config['jwks_pairs']) ? (config['jwks_pairs'] as readonly Record<string, unknown>[]) : [];
  for (const pair of pairs) {
    const url = String(pair['jwks_url'] ?? '');
    await attempt(url, `error checking jwks URL ${url}`, () => checkJwks(url, String(pair['jwks_ca_pem'] ?? '')));
  }
}

async function attempt(url: string, refusal: string, check: (url: string) => Promise<void>): Promise<void> {
  if (url === '') return;
  try {
    await check(url);
  } catch (error) {
    if (error instanceof KeySourceError) throw invalid(refusal);
    throw error;
  }
}
