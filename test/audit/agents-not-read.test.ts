import { afterAll, beforeAll, expect, it } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { ApiError, type Api } from '../../src/clients/api.ts';
import { connect, type Connection } from '../../src/clients/connect.ts';
import { readLiveWorld } from '../../src/collect/live-world.ts';
import { startLab, type Lab } from '../../src/lab/embedded.ts';
import { stepsOn } from '../../src/lab/scenarios/steps.ts';
import type { World } from '../../src/model/world.ts';
import { rules } from '../../src/rules/index.ts';
import { lookAt } from '../../src/rules/look-at.ts';
import { silentLog } from '../../src/support/log.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
  const { consul, vault } = stepsOn(lab);
  const keys = `${lab.nomad.address}/.well-known/jwks.json`;
  await consul('PUT', '/v1/acl/auth-method', {
    Name: 'workloads',
    Type: 'jwt',
    Config: {
      JWKSURL: keys,
      BoundAudiences: ['consul.example.com'],
      ClaimMappings: { nomad_service: 'nomad_service', nomad_namespace: 'nomad_namespace' },
    },
  });
  for (const [BindType, BindName, Selector] of [
    ['service', '${value.nomad_service}', '"nomad_service" in value'],
    ['role', 'tasks', '"nomad_service" not in value'],
  ])
    await consul('PUT', '/v1/acl/binding-rule', { AuthMethod: 'workloads', BindType, BindName, Selector });
  await consul('PUT', '/v1/acl/role', { Name: 'tasks' });
  await vault('POST', '/v1/sys/auth/workloads', { type: 'jwt' });
  await vault('POST', '/v1/auth/workloads/config', { jwks_url: keys, default_role: 'web' });
  await vault('POST', '/v1/auth/workloads/role/web', {
    role_type: 'jwt',
    bound_audiences: ['vault.example.com'],
    user_claim: '/nomad_job_id',
    user_claim_json_pointer: true,
    token_policies: ['default'],
    token_period: '1h',
  });
});
afterAll(() => lab.stop());

/** The world as somebody reads it to whom Nomad's agents tell nothing of themselves. */
function read(): Promise<World> {
  const reach: Connection = connect({ env: lab.environment(), retries: { attempts: 1 } });
  const refused = new ApiError('nomad', 'GET /v1/agent/self', 403, 'Permission denied');
  const get: Api['get'] = (asked, ...rest) =>
    asked.join('/') === 'agent/self' ? Promise.reject(refused) : reach.nomad.get(asked, ...rest);
  const nomad: Api = { ...reach.nomad, get };
  return readLiveWorld({ ...reach, nomad, nomadAt: () => nomad }, {}, silentLog);
}

it('where agents log in is not guessed when they may not be asked', async () => {
  const world = await read();
  expect(world.notRead).toContainEqual(expect.objectContaining({ part: 'nomad/agents' }));
  const { findings } = audit(world, lookAt(world, { now: world.takenAt }), rules);
  const said = findings.filter(({ severity }) => severity !== 'info');
  expect(said.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
});
