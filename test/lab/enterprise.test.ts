import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLab, type Lab } from '../../src/lab/embedded.ts';
import { stepsOn, type Steps } from '../../src/lab/scenarios/steps.ts';

describe('the lab as Enterprise', () => {
  let lab: Lab;
  let on: Steps;

  beforeAll(async () => {
    lab = await startLab({ consul: { enterprise: true }, vault: { enterprise: true } });
    on = stepsOn(lab);
    await on.consul('PUT', '/v1/partition', { Name: 'ops' });
    await on.consul('PUT', '/v1/namespace?partition=ops', { Name: 'team', Description: 'd', Meta: { a: 'b' } });
    await on.vault('PUT', '/v1/sys/namespaces/team', { custom_metadata: { a: 'b' } });
  });
  afterAll(async () => {
    await lab.stop();
  });

  it('keeps Consul objects of one name apart by namespace and partition', async () => {
    const inTeam = await on.consul('PUT', '/v1/acl/policy?ns=team&partition=ops', { Name: 'p', Description: 'inside' });
    expect(inTeam).toMatchObject({ Namespace: 'team', Partition: 'ops' });
    await on.consul('PUT', '/v1/acl/policy', { Name: 'p', Description: 'outside' });
    expect(await on.consul('GET', '/v1/acl/policy/name/p?ns=team&partition=ops')).toMatchObject({
      Description: 'inside',
    });
    expect(await on.consul('GET', '/v1/acl/policy/name/p')).toMatchObject({
      Description: 'outside',
      Namespace: 'default',
    });
  });

  it('lists partitions and namespaces with the ones that every Consul has', async () => {
    expect(await on.consul('GET', '/v1/partitions')).toMatchObject([{ Name: 'default' }, { Name: 'ops' }]);
    expect(await on.consul('GET', '/v1/namespaces?partition=ops')).toMatchObject([
      { Name: 'default' },
      { Name: 'team', Meta: { a: 'b' } },
    ]);
  });

  it('lets a token do nothing outside the namespace that its policies are from', async () => {
    await on.consul('PUT', '/v1/acl/policy?ns=team&partition=ops', {
      Name: 'keys',
      Rules: 'key_prefix "" { policy = "write" }',
    });
    const token = { Policies: [{ Name: 'keys' }] };
    const { SecretID } = (await on.consul('PUT', '/v1/acl/token?ns=team&partition=ops', token)) as { SecretID: string };
    const put = async (scope: string): Promise<number> => {
      const request = { method: 'PUT', body: 'x', headers: { 'X-Consul-Token': SecretID } };
      return (await fetch(`${lab.consul.address}/v1/kv/a${scope}`, request)).status;
    };
    expect([await put('?ns=team&partition=ops'), await put('')]).toEqual([200, 403]);
    const asked = { policies: ['default'], ttl: '1h' };
    const made = (await on.vault('POST', '/v1/auth/token/create', asked)) as { auth: { client_token: string } };
    const look = async (namespace: string): Promise<number> => {
      const headers = { 'X-Vault-Token': made.auth.client_token, 'X-Vault-Namespace': namespace };
      return (await fetch(`${lab.vault.address}/v1/auth/token/lookup-self`, { headers })).status;
    };
    expect([await look(''), await look('team')]).toEqual([200, 403]);
  });

  it('refuses a Consul namespace that does not exist', async () => {
    await expect(on.consul('PUT', '/v1/acl/policy?ns=nowhere', { Name: 'q' })).rejects.toThrow(
      'Invalid namespace: "nowhere" does not exist',
    );
  });

  it('takes what is in a Consul namespace along when it goes', async () => {
    await on.consul('PUT', '/v1/namespace', { Name: 'gone' });
    await on.consul('PUT', '/v1/acl/role?ns=gone', { Name: 'r' });
    const headers = { 'X-Consul-Token': lab.consul.managementToken.reveal() };
    await fetch(`${lab.consul.address}/v1/namespace/gone`, { method: 'DELETE', headers });
    await on.consul('PUT', '/v1/namespace', { Name: 'gone' });
    expect(await on.consul('GET', '/v1/acl/roles?ns=gone')).toEqual([]);
  });

  it('keeps the mounts of Vault namespaces apart', async () => {
    const headers = { 'X-Vault-Token': lab.vault.rootToken.reveal(), 'X-Vault-Namespace': 'team' };
    await fetch(`${lab.vault.address}/v1/sys/auth/jwt-team`, { method: 'POST', headers, body: '{"type":"jwt"}' });
    const inside = (await (await fetch(`${lab.vault.address}/v1/sys/auth`, { headers })).json()) as { data: object };
    expect(Object.keys(inside.data)).toEqual(['token/', 'jwt-team/']);
    expect(await on.vault('GET', '/v1/sys/auth')).not.toHaveProperty(['data', 'jwt-team/']);
    expect(await on.vault('GET', '/v1/sys/namespaces?list=true')).toMatchObject({ data: { keys: ['team/'] } });
  });

  it('is what the community edition is not', async () => {
    const community = await startLab();
    const steps = stepsOn(community);
    await expect(steps.consul('GET', '/v1/acl/policies?ns=x')).rejects.toThrow(
      'Namespaces are a Consul Enterprise feature',
    );
    await expect(steps.vault('GET', '/v1/sys/namespaces/x')).rejects.toThrow('enterprise-only feature');
    await community.stop();
  });
});
