import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import type { Route } from '../router.ts';
import { json, notFound } from './answers.ts';
import type { Keyring } from './objects.ts';
import type { NomadState } from './state.ts';

/** Nomad's own choice: RSA with 2048 bits. */
export async function newKeyring(): Promise<Keyring> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  return { id: randomUUID(), privateKey, publicKey: await exportJWK(publicKey) };
}

/** Half of the usual life of a key, in seconds, which is about what Nomad lets others keep its JWKS for. */
const maxAge = 15 * 24 * 3600;

export function keyringRoutes(state: NomadState): readonly Route[] {
  const { id, publicKey } = state.keyring;
  return [
    {
      path: '/.well-known/jwks.json',
      handlers: {
        GET: (request) => {
          const { n, e } = publicKey;
          const answer = json(
            request,
            { keys: [{ use: 'sig', kty: 'RSA', kid: id, alg: 'RS256', n, e }] },
            { read: state.index },
          );
          return { ...answer, headers: { ...answer.headers, 'Cache-Control': `max-age=${String(maxAge)}` } };
        },
      },
    },
    {
      path: '/.well-known/openid-configuration',
      handlers: {
        GET: (request) => {
          const issuer = state.oidcIssuer();
          if (issuer === '') throw notFound('OIDC Discovery endpoint disabled');
          return json(request, {
            id_token_signing_alg_values_supported: ['RS256', 'EdDSA'],
            issuer,
            jwks_uri: `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`,
            response_types_supported: ['code'],
            subject_types_supported: ['public'],
          });
        },
      },
    },
  ];
}
