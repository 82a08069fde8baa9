import { predictVault, type VaultAnswer, type VaultQuestion } from '../../../src/simulate/vault-login/predict.ts';
import { jwtConfigError } from '../../../src/validation/vault/jwt-config.ts';
import { judgeJwtRole } from '../../../src/validation/vault/jwt-role.ts';
import { vaultPolicyError, type Dialect } from '../../../src/validation/vault/policy.ts';
import { vectors, type Vector } from '../../fixtures/vectors.ts';
import { signJwt, testKey } from '../../support/jwt.ts';
import { equal, type Run } from './area.ts';
import { labVerdict } from './vault-lab.ts';

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

/** What was sent when a mapped claim was missing, as the answer shows; the vector repeats the usual claims. */
const fewerClaims = { sub: 's', aud: 'vault.io', nomad_namespace: 'default' };

/** What the role had become by then. */
const roles: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'login policy names lowercased': { token_policies: 'Dev, default ,dev' },
  'role root policy': { token_policies: 'root' },
  'login root policy': { token_policies: 'root' },
  'role no default': { token_no_default_policy: true },
  'role type no period ttl': { token_no_default_policy: true, token_period: 0, token_ttl: 3600 },
  'login no default policy, unknown policy': { token_no_default_policy: true },
  'login cidr mismatch': { token_no_default_policy: true, token_bound_cidrs: '10.0.0.0/8' },
  'login missing mapped claim': { user_claim: 'sub', user_claim_json_pointer: false },
  'login ttl': { token_no_default_policy: true, token_period: 0, token_ttl: 3600 },
};

export function vaultLive(dialect: Dialect): Run {
  return (vector) => {
    const { name, input, expected } = vector;
    if (name === 'config none') return refusal(jwtConfigError({ default_role: 'x' }, { dialect })?.text, expected);
    if (name === 'policy bad')
      return refusal(vaultPolicyError('path "a" { capabilities = ["foo"] }', dialect), expected);
    if (name.startsWith('policy ') || name === 'role read' || name === 'login wrong mount' || input.path !== undefined)
      return labVerdict(vector, dialect, { policy, role: created });
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
    return { skipped: 'nothing says how to run it' };
  };
}

function refusal(text: string | undefined, expected: Vector['expected']): ReturnType<Run> {
  return equal(text ?? null, expected.status < 300 ? null : expected.body.errors[0]);
}

function loginVerdict({ name, input, expected }: Vector, dialect: Dialect): ReturnType<Run> {
  const claims = name === 'login missing mapped claim' ? fewerClaims : input.claims;
  // A token that is no JWT was noted letter by letter.
  const jwt = claims === undefined ? '' : claims['0'] === undefined ? token(claims, name === 'login expired') : 'abc';
  const { login, auth } = ask(dialect, roles[name] ?? {}, { login: { role: input.role ?? null, jwt } });
  if (expected.status !== 200) return equal([login.status, login.errors], [expected.status, expected.body.errors]);
  const { policies, token_policies: tokenPolicies, metadata, ...lease } = expected.body.auth;
  const { lease_duration: leaseDuration, renewable, token_type: tokenType, num_uses: numUses } = lease;
  const alias = metadata.nomad_job_id ?? claims.sub;
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
