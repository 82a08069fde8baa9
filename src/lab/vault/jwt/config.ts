import { decodeJwtConfig, jwtConfigError, type JwtConfig } from '../../../validation/vault/jwt-config.ts';
import { checkFetching } from '../../key-source.ts';
import { data, done, notFound, throwRefusal } from '../answers.ts';
import type { Context, Paths } from '../backend.ts';
import type { JwtBackend } from './backend.ts';

/** `auth/<mount>/config`. A write replaces all of it. Vault fetches the keys before it accepts it. */
export function configPaths(context: Context, backend: JwtBackend): Paths {
  const { body, state } = context;
  return [
    {
      path: 'config',
      handlers: {
        read: () => {
          if (backend.config === undefined) throw notFound();
          return data(shown(backend.config, backend.namespaceInState), { mount: 'jwt' });
        },
        update: async () => {
          throwRefusal(await checkFetching((fetched) => jwtConfigError(body, { fetched, dialect: state.product })));
          backend.config = decodeJwtConfig(body, state.product).config;
          if (body['namespace_in_state'] !== undefined) backend.namespaceInState = backend.config.namespace_in_state;
          return done;
        },
      },
    },
  ];
}

/** What Vault gives back: everything but the client secret and what only OpenBao knows. */
function shown(config: JwtConfig, namespaceInState: boolean): object {
  const { oidc_client_secret: _, skip_jwks_validation: __, ...rest } = config;
  return { ...rest, namespace_in_state: namespaceInState };
}
