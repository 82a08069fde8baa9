import { randomUUID } from 'node:crypto';
import { compileConsul, predictConsul, type ConsulPrediction, type PredictedToken } from '../../simulate/consul.ts';
import { decodeMethodConfig } from '../../validation/consul/method-config.ts';
import type { KeySource } from '../../validation/refusal.ts';
import { fetchKeys, type ServedKeys } from '../key-source.ts';
import type { LabRequest, Route } from '../router.ts';
import { ConsulError, forbidden, json } from './answers.ts';
import { findAuthMethod } from './auth-methods.ts';
import { findNamed } from './find-named.ts';
import { some } from './links.ts';
import type { AuthMethod, Link, Scope, Token } from './objects.ts';
import { decodeLogin, textOf, withoutTenancy } from './request.ts';
import { shown as shownRole } from './roles.ts';
import type { ConsulState } from './state.ts';
import { scopeMembers, scopeOf, within } from './tenancy.ts';
import { addToken, shown } from './tokens.ts';

export function loginRoutes(state: ConsulState): readonly Route[] {
  return [
    {
      path: '/v1/acl/login',
      handlers: { POST: async (request) => json(request, shown(state, await login(state, request))) },
    },
  ];
}

async function login(state: ConsulState, request: LabRequest): Promise<Token> {
  const object = decodeLogin(state, request, {
    AuthMethod: 'string',
    BearerToken: 'string',
    Meta: 'map[string]string',
  });
  const scope = scopeOf(state, request, object);
  const name = textOf(object, 'AuthMethod');
  const method = findAuthMethod(state, scope, name);
  if (method === undefined) throw forbidden(`ACL not found: auth method "${name}" not found`);
  if (method.Type !== 'jwt') throw new ConsulError(501, `the embedded Consul has no logins of type ${method.Type}`);
  const meta = (object['Meta'] ?? {}) as Readonly<Record<string, string>>;
  const asked = { jwt: textOf(object, 'BearerToken'), meta, now: state.now() / 1000 };
  const prediction = await withKeys(method, (served) =>
    predictConsul(compileConsul(configurationOf(state, scope, method, served)), asked),
  );
  if (prediction.token === null) throw new ConsulError(prediction.login.status, prediction.login.error ?? '');
  return tokenFrom(state, scope, prediction.token);
}

/** What the method's address served last. A write makes a new object of the method, and with it the keys are forgotten. */
const lastServed = new WeakMap<AuthMethod, ServedKeys>();

const signatureFault = /failed to verify id token signature$/;

/** Predicts with the keys that are known, and with fresh ones when none of these made the signature, as Consul does. */
async function withKeys(
  method: AuthMethod,
  predict: (served: ServedKeys) => ConsulPrediction,
): Promise<ConsulPrediction> {
  const source = keySourceOf(method);
  // The discovery document, unlike the keys, is read before the first login.
  if (source?.via === 'discovery' && !lastServed.has(method)) {
    const found = await fetchKeys(source);
    if (!('fault' in found)) lastServed.set(method, found);
  }
  const prediction = predict(lastServed.get(method) ?? { jwks: { keys: [] }, algorithms: [] });
  if (source === undefined || !signatureFault.test(prediction.login.error ?? '')) return prediction;
  const fetched = await fetchKeys(source);
  if ('fault' in fetched) {
    const text = (prediction.login.error ?? '').replace(signatureFault, fetched.fault);
    throw new ConsulError(500, text);
  }
  lastServed.set(method, fetched);
  return predict(fetched);
}

function keySourceOf({ Config }: AuthMethod): KeySource | undefined {
  const { config } = decodeMethodConfig(Config as Readonly<Record<string, unknown>>);
  if (config.JWKSURL !== '') return { via: 'jwks', url: config.JWKSURL, ca: config.JWKSCACert };
  if (config.OIDCDiscoveryURL !== '')
    return { via: 'discovery', url: config.OIDCDiscoveryURL, ca: config.OIDCDiscoveryCACert };
  return undefined;
}

function configurationOf(
  state: ConsulState,
  scope: Scope,
  method: AuthMethod,
  { jwks, algorithms }: ServedKeys,
): Parameters<typeof compileConsul>[0] {
  const here = <T extends Parameters<typeof within>[0]>(table: ReadonlyMap<string, T>): readonly T[] =>
    [...table.values()].filter((object) => within(object, scope));
  const plain = (object: object): unknown => withoutTenancy({ ...object });
  return {
    stored: true,
    authMethod: plain(method),
    bindingRules: here(state.bindingRules)
      .filter((rule) => rule.AuthMethod.toLowerCase() === method.Name.toLowerCase())
      .toSorted((a, b) => (a.ID < b.ID ? -1 : 1))
      .map(plain),
    policies: here(state.policies).map(plain),
    roles: here(state.roles).map((role) => plain(shownRole(state, role))),
    datacenter: state.datacenter,
    jwks,
    discoveryAlgorithms: algorithms,
  };
}

function tokenFrom(state: ConsulState, scope: Scope, predicted: PredictedToken): Token {
  const { description, local, authMethod, serviceIdentities, nodeIdentities, templatedPolicies } = predicted;
  const linked = (table: ReadonlyMap<string, Link>, names: readonly string[]): readonly Link[] =>
    names.flatMap((name) => {
      const found = findNamed(table, scope, name);
      return found === undefined ? [] : [{ ID: found.ID, Name: found.Name }];
    });
  const { expiresIn } = predicted;
  return addToken(state, {
    AccessorID: randomUUID(),
    SecretID: randomUUID(),
    Description: description,
    ...some('Policies', linked(state.policies, predicted.policies)),
    ...some('Roles', linked(state.roles, predicted.roles)),
    ...some('ServiceIdentities', serviceIdentities),
    ...some('NodeIdentities', nodeIdentities),
    ...some('TemplatedPolicies', templatedPolicies),
    Local: local,
    AuthMethod: authMethod,
    ...(expiresIn === null ? {} : { ExpirationTime: new Date(state.now() + expiresIn * 1000).toISOString() }),
    ...scopeMembers(state, scope),
  });
}
