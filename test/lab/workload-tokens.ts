import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import type { NomadState } from '../../src/lab/nomad/state.ts';

const hour = 3600;

/** JWTs like those of Nomad's workloads, by the names that request tables know them by: good ones and bad ones. */
export async function workloadTokens({ keyring }: NomadState): Promise<Readonly<Record<string, string>>> {
  const now = Math.floor(Date.now() / 1000);
  const times = { iat: now, nbf: now, exp: now + hour };
  const sign = (claims: object, key = keyring.privateKey): Promise<string> =>
    new SignJWT({ ...times, jti: 'x', ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: keyring.id, typ: 'JWT' })
      .sign(key);
  const task = (job: string, aud: string, namespace = 'default'): object => ({
    aud, nomad_namespace: namespace, nomad_job_id: job, nomad_task: 'server', nomad_allocation_id: 'a',
    sub: `global:${namespace}:${job}:${job}:server:x_default`,
  }); // prettier-ignore
  const { privateKey: foreign } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { nomad_task: _, ...service } = { ...task('web', 'consul.io'), nomad_task: '' };
  return {
    consulTask: await sign(task('web', 'consul.io')),
    consulTaskInProd: await sign(task('web', 'consul.io', 'prod')),
    consulService: await sign({ ...service, nomad_service: 'web' }),
    consulOddService: await sign({ ...service, nomad_service: 'Web Shop' }),
    vaultTask: await sign(task('web', 'vault.io')),
    vaultTaskInProd: await sign(task('web', 'vault.io', 'prod')),
    vaultOther: await sign(task('api', 'vault.io')),
    wrongAudience: await sign(task('web', 'elsewhere.io')),
    expired: await sign({ ...task('web', 'consul.io'), iat: now - 9 * hour, nbf: now - 9 * hour, exp: now - 8 * hour }),
    expiredAtVault: await sign({
      ...task('web', 'vault.io'),
      iat: now - 9 * hour,
      nbf: now - 9 * hour,
      exp: now - 8 * hour,
    }),
    forged: await sign(task('web', 'consul.io'), foreign as never),
  };
}
