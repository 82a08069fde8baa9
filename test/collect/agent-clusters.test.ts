import { describe, expect, it } from 'vitest';
import { agentOf, versionOf } from '../../src/collect/agent.ts';
import { settingsIn } from '../../src/collect/job-world.ts';
import type { Agent } from '../../src/model/agent.ts';
import type { ApiObject } from '../../src/model/api-object.ts';
import { healthyWorld } from '../../src/rules/healthy-world.ts';

describe('the version of an agent', () => {
  it.each([
    ['with its edition apart', { Version: '1.11.1', VersionMetadata: 'ent' }, '', '1.11.1+ent'],
    ['with its edition in the build', { Version: '1.11.1' }, '1.11.1+ent', '1.11.1+ent'],
    ['of a file', { Version: '1.11.1+ent' }, '1.11.1+ent', '1.11.1+ent'],
    ['of the community edition', { Version: '1.11.1', VersionMetadata: '' }, '1.11.1', '1.11.1'],
    ['in the build only', {}, '1.10.5+ent.hsm', '1.10.5+ent.hsm'],
    ['that is not told', {}, '', ''],
  ])('is read %s', (_, told, build, version) => {
    expect(versionOf(told, build)).toBe(version);
  });
});

const consuls = [
  { Name: 'default', ServiceIdentity: { Audience: ['consul.io'] } },
  { Name: 'east', TaskIdentity: { Audience: ['east'] }, TaskIdentityAuthMethod: 'east-tasks' },
];
const vaults = [
  { Name: 'default', Enabled: true },
  { Name: 'infra', Enabled: true, JWTAuthBackendPath: '/jwt-infra/', Role: 'r', DefaultIdentity: { Audience: ['i'] } },
];

describe('named clusters of an agent', () => {
  it('are read with their identities and logins', () => {
    const { consul, vault, logins } = agentOf({ config: { Consuls: consuls, Vaults: vaults } }).value;
    expect(consul.clusters?.['east']).toMatchObject({
      taskIdentity: { Audience: ['east'] },
      logins: { serviceAuthMethod: 'nomad-workloads', taskAuthMethod: 'east-tasks' },
    });
    expect(vault.clusters?.['infra']).toMatchObject({
      enabled: true,
      defaultIdentity: { Audience: ['i'] },
      logins: { vaultMount: 'jwt-infra', vaultRole: 'r' },
    });
    expect(logins).toMatchObject({ taskAuthMethod: 'nomad-workloads', vaultMount: 'jwt-nomad' });
  });

  it('are absent when there are none', () => {
    const { consul, vault } = agentOf({ config: { Consuls: consuls.slice(0, 1), Vaults: vaults.slice(0, 1) } }).value;
    expect([consul.clusters, vault.clusters]).toEqual([undefined, undefined]);
  });

  it('take identities from servers, and logins from the first client that knows them', () => {
    const agent = (name: string, server: boolean, config: ApiObject): Agent => ({
      name,
      region: 'global',
      server,
      client: !server,
      version: '1.11.1+ent',
      config,
      origin: { from: 'server', request: '' },
    });
    const world = healthyWorld();
    const agents = [
      agent('server', true, { Consuls: consuls.map((one) => ({ ...one, TaskIdentityAuthMethod: 'of-servers' })) }),
      agent('far', false, { Consuls: consuls.slice(0, 1) }),
      agent('near', false, { Consuls: consuls, Vaults: vaults }),
    ];
    const { consul, vault } = settingsIn({ ...world, nomad: { ...world.nomad, jobs: [], agents } }).settings;
    expect(consul.clusters?.['east']).toMatchObject({
      taskIdentity: { Audience: ['east'] },
      logins: { taskAuthMethod: 'east-tasks' },
    });
    // Identities are for servers to give, and this one knows no such Vault.
    expect(vault.clusters?.['infra']).toEqual({ enabled: false, logins: expect.any(Object) as unknown });
  });
});
