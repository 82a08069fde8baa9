import { predictVault, type VaultAnswer, type VaultQuestion } from '../../../src/simulate/vault-login/predict.ts';
import { decide } from '../../../src/simulate/vault-policy/acl.ts';
import { readPolicy } from '../../../src/simulate/vault-policy/policy.ts';
import { tokenAcl } from '../../../src/simulate/vault-policy/token.ts';
import { jwtConfigError } from '../../../src/validation/vault/jwt-config.ts';
import { judgeJwtRole } from '../../../src/validation/vault/jwt-role.ts';
import { vaultPolicyError, type Dialect } from '../../../src/validation/vault/policy.ts';
import { vectors, type Vector } from '../../fixtures/vectors.ts';
import { signJwt, testKey } from '../../support/jwt.ts';
import { equal, type Run } from './area.ts';

/** The requests of these areas were made one after the other to one server, set up as `nomad setup vault` does. */

const key = testKey('e1', 'ed25519');
const now = 1_795_363_273.5;
const ns = '{{identity.entity.aliases.auth_jwt_1.metadata.nomad_namespace}}';
const job = '{{identity.entity.aliases.auth_jwt_1.metadata.nomad_job_id}}';
const policy = `
path "secret/data/${ns}/${job}/*" { capabilities = ["read"] }
path "secret/data/${ns}/${job}" { capabilities = ["read"] }
path "secret/metadata/${ns}/*" { capabilities = ["list"] }
path "secret/metadata/*" { capabilities = ["list"] }
`;
const created = vectors('vault.live').find(({ name }) => name === 'role create')?.input as Record<string, unknown>;

/** What the role had become by then. */
const roles: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'login policy names lowercased': { token_policies: 'Dev, default ,dev' },
  'role root policy': { token_policies: 'root' },
  'login root policy': { token_policies: 'root' },
  'role no default': { token_no_default_policy: true },
  'role type no period ttl': { token_no_default_policy: true, token_period: 0, token_ttl: 3600 },
  'login no default policy, unknown policy': { token_no_default_policy: true },
  'login cidr mismatch': { token_no_default_policy: true, token_bound_cidrs: '10.0.0.0/8' },
  'login ttl': { token_no_default_policy: true, token_period: 0, token_ttl: 3600 },
};

/** Whose login the token of a request comes from, where it is not the first. */
const holders: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'first token after 2nd login: own ns': { nomad_namespace: 'prod' },
  'first token after 2nd login: other ns': { nomad_namespace: 'prod' },
  'second token: prod': { nomad_namespace: 'prod' },
  'slash job: read': { nomad_job_id: 'a/b' },
  'slash job: capabilities': { nomad_job_id: 'a/b' },
  'slash job after allow: read': { nomad_job_id: 'a/b' },
  'missing mapped: read': { nomad_namespace: '' },
};

const skipped: Readonly<Record<string, string>> = {
  preflight: 'what mounts a server has is no part of a prediction',
  'preflight unknown mount': 'what mounts a server has is no part of a prediction',
  'lookup-self': 'the answer is about times and ids of one token',
  'capabilities-self none': 'a prediction without paths is asked nothing',
  'no token': 'a prediction starts with a login',
  'bad token': 'a prediction starts with a login',
  'login wrong mount': 'a prediction is about a mount that exists',
  'login missing mapped claim': 'the input names claims that the answer shows were not sent',
  'missing mapped: read': 'which claims were sent is not in the input',
  'policy allow slashes': 'the contract has no parameters of policies',
  'role read': 'reading back is the business of the lab',
  'policy list': 'reading back is the business of the lab',
  'policy name upper': 'the warning of a policy write is no part of a prediction',
};

export function vaultLive(dialect: Dialect): Run {
  return (vector) => {
    const { name, input, expected } = vector;
    const reason =
      name === 'slash job after allow: read' && dialect === 'openbao' ? skipped['policy allow slashes'] : skipped[name];
    if (reason !== undefined) return { skipped: reason };
    if (name === 'config none') return refusal(jwtConfigError({ default_role: 'x' }, { dialect })?.text, expected);
    if (name === 'policy bad')
      return refusal(vaultPolicyError('path "a" { capabilities = ["foo"] }', dialect), expected);
    if (name === 'role create') return refusal(judgeJwtRole(input, { dialect }).refused?.text, expected);
    if (name.startsWith('role '))
      return refusal(
        judgeJwtRole(
          { ...(Object.keys(input).length === 0 ? { role_type: 'jwt', ...roles[name] } : input) },
          { dialect, existing: created },
        ).refused?.text,
        expected,
      );
    if (name.startsWith('login')) return loginVerdict(vector, dialect);
    return requestVerdict(vector, dialect);
  };
}

function refusal(text: string | undefined, expected: Vector['expected']): ReturnType<Run> {
  return equal(text ?? null, expected.status < 300 ? null : expected.body.errors[0]);
}

function loginVerdict({ name, input, expected }: Vector, dialect: Dialect): ReturnType<Run> {
  const { claims } = input;
  // A token that is no JWT was noted letter by letter.
  const jwt = claims === undefined ? '' : claims['0'] === undefined ? token(claims, name === 'login expired') : 'abc';
  const { login, auth } = ask(dialect, roles[name] ?? {}, { login: { role: input.role ?? null, jwt } });
  if (expected.status !== 200) return equal([login.status, login.errors], [expected.status, expected.body.errors]);
  const { policies, token_policies: tokenPolicies, metadata, ...lease } = expected.body.auth;
  const { lease_duration: leaseDuration, renewable, token_type: tokenType, num_uses: numUses } = lease;
  const alias = metadata.nomad_job_id;
  return equal(auth, { policies, tokenPolicies, metadata, leaseDuration, renewable, tokenType, numUses, alias });
}

function token(claims: Readonly<Record<string, unknown>>, expired: boolean): string {
  const at = Math.floor(now);
  return signJwt(
    { alg: 'EdDSA', kid: 'e1' },
    { iat: at - 500, exp: at + (expired ? -100 : 100), ...claims },
    key,
    'EdDSA',
  );
}

function ask(dialect: Dialect, role: object, more: Pick<VaultQuestion, 'login'> & Partial<VaultQuestion>): VaultAnswer {
  return predictVault({
    product: dialect,
    mount: { path: 'jwt', accessor: 'auth_jwt_1' },
    config: { jwt_validation_pubkeys: [key.pem], default_role: 'nomad-workloads' },
    roles: { 'nomad-workloads': { ...created, ...role } },
    policies: { 'nomad-workloads': policy },
    now,
    paths: [],
    ...more,
  });
}

const operations: Readonly<Record<string, string>> = { GET: 'read', LIST: 'list', POST: 'update' };

function requestVerdict({ name, input, expected }: Vector, dialect: Dialect): ReturnType<Run> {
  const claims = {
    sub: 's',
    aud: 'vault.io',
    nomad_namespace: 'default',
    nomad_job_id: 'web',
    nomad_task: 't',
    ...holders[name],
  };
  const login = { role: null, jwt: token(claims, false) };
  if (input.path === 'sys/capabilities-self') {
    const { capabilities: _, ...wanted } = expected.body.data as Record<string, unknown>;
    return equal(ask(dialect, {}, { login, paths: Object.keys(wanted) }).capabilities, wanted);
  }
  const { auth } = ask(dialect, {}, { login });
  const written = readPolicy('nomad-workloads', policy, dialect);
  const identity = {
    id: 'id',
    name: 'name',
    metadata: {},
    aliases: [{ accessor: 'auth_jwt_1', id: 'aid', name: auth?.alias ?? '', metadata: auth?.metadata ?? {} }],
    groups: [],
  };
  const may = tokenAcl(auth?.policies ?? [], new Map(written && [['nomad-workloads', written]]), {
    identity,
    now,
    dialect,
  });
  const [path = ''] = (input.path as string).split('?');
  const allowed = may.ok && decide(may.acl, operations[input.method as string] ?? '', path).allowed;
  return equal(allowed, expected.status !== 403);
}
