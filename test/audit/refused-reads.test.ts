import { afterAll, beforeAll, expect, it } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { ApiError, type Api } from '../../src/clients/api.ts';
import { connect, type Connection } from '../../src/clients/connect.ts';
import { mergeWorlds } from '../../src/collect/files/merge-worlds.ts';
import { worldOfSources } from '../../src/collect/files/world.ts';
import { readLiveWorld } from '../../src/collect/live-world.ts';
import { startLab, type Lab } from '../../src/lab/embedded.ts';
import { stepsOn } from '../../src/lab/scenarios/steps.ts';
import type { World } from '../../src/model/world.ts';
import { rules } from '../../src/rules/index.ts';
import { lookAt } from '../../src/rules/look-at.ts';
import { silentLog } from '../../src/support/log.ts';

let lab: Lab;

const task = {
  Name: 'server',
  Driver: 'exec',
  Vault: { Role: 'web' },
  Templates: [{ EmbeddedTmpl: '{{ with secret "kv/web" }}{{ .Data.x }}{{ end }}', DestPath: 'local/config' }],
  Identities: [{ Name: 'vault_default', Audience: ['vault.io'], TTL: 3_600_000_000_000 }],
};

beforeAll(async () => {
  lab = await startLab();
  const { vault, nomad } = stepsOn(lab);
  await vault('POST', '/v1/sys/mounts/kv', { type: 'kv', options: { version: '1' } });
  await vault('POST', '/v1/sys/auth/jwt-nomad', { type: 'jwt' });
  await vault('POST', '/v1/auth/jwt-nomad/config', {
    jwks_url: `${lab.nomad.address}/.well-known/jwks.json`,
    default_role: 'web',
  });
  await vault('POST', '/v1/auth/jwt-nomad/role/web', {
    role_type: 'jwt',
    bound_audiences: ['vault.io'],
    user_claim: '/nomad_job_id',
    user_claim_json_pointer: true,
    token_policies: ['web'],
    token_period: '1h',
  });
  await vault('PUT', '/v1/sys/policies/acl/web', { policy: 'path "kv/web" {\n  capabilities = ["read"]\n}\n' });
  await nomad('PUT', '/v1/jobs', { Job: { ID: 'web', TaskGroups: [{ Name: 'api', Tasks: [task] }] } });
});
afterAll(() => lab.stop());

/** The world as somebody reads it whom Vault refuses what stands below `path`. */
function without(path: string): Promise<World> {
  const reach: Connection = connect({ env: lab.environment(), retries: { attempts: 1 } });
  const refusing =
    (method: 'get' | 'list'): Api['get'] =>
    (asked, ...rest) =>
      asked.join('/') === path
        ? Promise.reject(new ApiError('vault', `GET ${path}`, 403, 'permission denied'))
        : reach.vault[method](asked, ...rest);
  const vault: Api = { ...reach.vault, get: refusing('get'), list: refusing('list') };
  return readLiveWorld({ ...reach, vault }, {}, silentLog);
}

function found(world: World): readonly string[] {
  const { findings } = audit(world, lookAt(world, { now: world.takenAt }), rules);
  return findings.map(({ rule, message }) => `${rule}: ${message}`);
}

it.each([
  ['auth/jwt-nomad/config', 'read on "auth/jwt-nomad/config"'],
  ['auth/jwt-nomad/role', 'list on "auth/jwt-nomad/role"'],
  ['auth/jwt-nomad/role/web', 'read on "auth/jwt-nomad/role/web"'],
  ['sys/policies/acl', 'list on "sys/policies/acl"'],
  ['sys/policies/acl/web', 'read on "sys/policies/acl/web"'],
])('what a token may not read of Vault is named and never found wrong: %s', async (path, permission) => {
  const whole = found(await without(''));
  const world = await without(path);
  expect(world.notRead).toContainEqual(expect.objectContaining({ part: 'vault/objects', permission }));
  expect(found(world).filter((one) => !whole.includes(one))).toEqual([]);
});

it('what files tell of is judged, though the server would not tell', async () => {
  const world = await without('sys/policies/acl/web');
  const policy = { name: 'web.hcl', text: 'path "kv/other" {\n  capabilities = ["read"]\n}\n' };
  const { world: files } = worldOfSources([policy], { now: world.takenAt, env: {} });
  expect(world.doubtful).toEqual(['vault/policy/web']);
  expect(mergeWorlds(world, files)).not.toHaveProperty('doubtful');
});
