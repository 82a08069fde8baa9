import { invalid, VaultError } from '../answers.ts';
import type { Context, Paths } from '../backend.ts';
import type { JwtBackend } from './backend.ts';

/**
 * `auth/<mount>/login`. What comes before the JWT is looked at is answered; what a JWT yields needs a prediction, which this
 * floor of the lab does not have, and it says so rather than making one up.
 */
export function loginPaths({ body }: Context, backend: JwtBackend): Paths {
  return [
    {
      path: 'login',
      handlers: {
        update: () => {
          if (backend.config === undefined) throw invalid('could not load configuration');
          const asked = typeof body['role'] === 'string' ? body['role'] : '';
          const name = (asked === '' ? backend.config.default_role : asked).toLowerCase();
          if (name === '') throw invalid('missing role');
          const role = backend.roles.get(name);
          if (role === undefined) throw invalid(`role "${name}" could not be found`);
          if (role['role_type'] === 'oidc') throw invalid('role with oidc role_type is not allowed');
          if (typeof body['jwt'] !== 'string' || body['jwt'] === '') throw invalid('missing token');
          throw new VaultError(501, 'the embedded Vault does not answer logins: use a real Vault for that');
        },
      },
    },
  ];
}
