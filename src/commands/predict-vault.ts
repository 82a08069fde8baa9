import type { Jwks } from '../model/jwks.ts';
import { predictAtVault, type VaultQuestion } from '../simulate/vault-login/predict.ts';
import { prepareVault, type PreparedVault } from '../simulate/vault-login/setup.ts';
import { WidError } from '../support/errors.ts';
import type { Dialect } from '../validation/vault/policy.ts';
import type { Predictor } from './predictor.ts';
import { membersOf } from './predict-input.ts';

/** Answers questions about logins at Vault and OpenBao. Questions in a row about one server share its preparation. */
export function vaultPredictor(): Predictor {
  let last: { key: string; vault: PreparedVault } | undefined;
  return (input) => {
    const question = questionOf(input);
    const { product, config, roles, policies, jwks } = question;
    const key = JSON.stringify([product, config, roles, policies, jwks]);
    if (last?.key !== key) last = { key, vault: prepareVault(question) };
    return predictAtVault(last.vault, question);
  };
}

function questionOf(input: unknown): VaultQuestion {
  const members = membersOf(input);
  const mount = membersOf(members.object('mount'), 'mount');
  const login = membersOf(members.object('login'), 'login');
  const product = members.optional('product', (name) => members.choice<Dialect>(name, ['vault', 'openbao']));
  const jwks = members.optional<Jwks>('jwks', members.object);
  const remoteAddress = login.optional('remoteAddress', login.text);
  const entity = members.optional('entity', (name) => entityOf(members.object(name)));
  return {
    ...(product === undefined ? {} : { product }),
    mount: {
      path: mount.optional('path', mount.text) ?? 'jwt',
      accessor: mount.optional('accessor', mount.text) ?? '',
    },
    config: members.optional('config', members.object) ?? null,
    roles: members.optional('roles', members.object) ?? {},
    policies: textsOf(members.optional('policies', members.object) ?? {}, 'policies'),
    login: {
      role: login.optional('role', login.text) ?? null,
      jwt: login.optional('jwt', login.text) ?? '',
      ...(remoteAddress === undefined ? {} : { remoteAddress }),
    },
    ...(jwks === undefined ? {} : { jwks }),
    now: members.number('now'),
    ...(entity === undefined ? {} : { entity }),
    paths: (members.optional('paths', members.list) ?? []).map((path, index) => {
      if (typeof path !== 'string') throw new WidError('syntax', `paths[${String(index)}] must be text`);
      return path;
    }),
  };
}

function entityOf(object: Readonly<Record<string, unknown>>): NonNullable<VaultQuestion['entity']> {
  const members = membersOf(object, 'entity');
  const metadata = members.optional('metadata', (name) => textsOf(members.object(name), `entity.${name}`));
  return { id: members.text('id'), name: members.text('name'), ...(metadata === undefined ? {} : { metadata }) };
}

function textsOf(object: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, string>> {
  const members = membersOf(object, name);
  return Object.fromEntries(Object.keys(object).map((key) => [key, members.text(key)]));
}
