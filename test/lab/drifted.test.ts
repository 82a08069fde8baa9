import { generateKeyPairSync } from 'node:crypto';
import { jwtVerify, SignJWT, createRemoteJWKSet } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLab, type Lab } from '../../src/lab/embedded.ts';
import { startNomad } from '../../src/lab/nomad/server.ts';
import { drift } from '../../src/lab/scenarios/drifted.ts';
import { stepsOn, type Steps } from '../../src/lab/scenarios/steps.ts';

describe('the drifted cluster', () => {
  let lab: Lab;
  let on: Steps;

  beforeAll(async () => {
    lab = await startLab();
    await drift(lab);
    on = stepsOn(lab);
  });
  afterAll(async () => {
    await lab.stop();
  });

  it("has an auth method with another's audience and without the claim nomad_service", async () => {
    const method = (await on.consul('GET', '/v1/acl/auth-method/nomad-workloads')) as {
      Config: { ClaimMappings: object };
    };
    expect(method).toMatchObject({ Config: { BoundAudiences: ['consul.example'] } });
    expect(method.Config.ClaimMappings).not.toHaveProperty('nomad_service');
  });

  it('has one rule of the two, with an edited selector', async () => {
    expect(await on.consul('GET', '/v1/acl/binding-rules?authmethod=nomad-workloads')).toMatchObject([
      { BindName: '${value.nomad_service}', Selector: '"nomad_service" in value and value.nomad_namespace == default' },
    ]);
  });

  it('has a policy that lets every task write every key', async () => {
    const policy = (await on.consul('GET', '/v1/acl/policy/name/policy-nomad-tasks')) as { Rules: string };
    expect(policy.Rules).toMatch(/key_prefix "" \{\s+policy = "write"/);
  });

  it('has a Vault role with a wrong audience and no policy behind it', async () => {
    expect(await on.vault('GET', '/v1/auth/jwt-nomad/role/nomad-workloads')).toMatchObject({
      data: { bound_audiences: ['vault.example'] },
    });
    await expect(on.vault('GET', '/v1/sys/policies/acl/nomad-workloads')).rejects.toThrow('404');
  });

  it('has things of others beside it', async () => {
    expect(await on.consul('GET', '/v1/acl/role/name/metrics-reader')).toMatchObject({
      Policies: [{ Name: 'metrics' }],
    });
    expect(await on.vault('GET', '/v1/sys/auth')).toHaveProperty(['data', 'approle/']);
    expect(await on.vault('GET', '/v1/sys/policies/acl?list=true')).toMatchObject({
      data: { keys: ['billing', 'default', 'root'] },
    });
  });
});

describe("the lab's Nomad", () => {
  it('publishes the public half of the key that will sign', async () => {
    const nomad = await startNomad();
    const { id, privateKey } = nomad.state.keyring;
    const keys = createRemoteJWKSet(new URL(`${nomad.address}/.well-known/jwks.json`));
    const jwt = await new SignJWT({ nomad_job_id: 'web' })
      .setProtectedHeader({ alg: 'RS256', kid: id })
      .sign(privateKey);
    expect((await jwtVerify(jwt, keys)).payload).toEqual({ nomad_job_id: 'web' });
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const forged = await new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid: id }).sign(other);
    await expect(jwtVerify(forged, keys)).rejects.toThrow();
    await nomad.stop();
  });

  it('pages through jobs of all namespaces, each once', async () => {
    const nomad = await startNomad();
    const send = (method: string, path: string, body?: unknown): Promise<Response> =>
      fetch(nomad.address + path, body === undefined ? { method } : { method, body: JSON.stringify(body) });
    await send('PUT', '/v1/namespace', { Name: 'team' });
    for (const ID of ['a', 'b', 'c'])
      await send('PUT', '/v1/jobs', { Job: { ID, Datacenters: ['dc1'], TaskGroups: [group()] } });
    await send('PUT', '/v1/jobs', { Job: { ID: 'a', Namespace: 'team', Datacenters: ['dc1'], TaskGroups: [group()] } });
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page: Response = await send('GET', `/v1/jobs?namespace=*&per_page=2&next_token=${next}`);
      for (const job of (await page.json()) as { Namespace: string; ID: string }[])
        seen.push(`${job.Namespace}/${job.ID}`);
      next = page.headers.get('X-Nomad-NextToken');
    }
    expect(seen).toEqual(['default/a', 'default/b', 'default/c', 'team/a']);
    await nomad.stop();
  });

  it('counts the versions of a job and stops what an older one had placed', async () => {
    const nomad = await startNomad();
    const register = (Count: number): Promise<Response> =>
      fetch(`${nomad.address}/v1/jobs`, {
        method: 'PUT',
        body: JSON.stringify({ Job: { ID: 'a', Datacenters: ['dc1'], TaskGroups: [group(Count)] } }),
      });
    await register(1);
    await register(2);
    const versions = (await (await fetch(`${nomad.address}/v1/job/a/versions`)).json()) as {
      Versions: { Version: number }[];
    };
    expect(versions.Versions.map(({ Version }) => Version)).toEqual([1, 0]);
    const placed = (await (await fetch(`${nomad.address}/v1/job/a/allocations`)).json()) as { DesiredStatus: string }[];
    expect(placed.map(({ DesiredStatus }) => DesiredStatus)).toEqual(['stop', 'run', 'run']);
    await nomad.stop();
  });
});

function group(Count = 1): object {
  return { Name: 'g', Count, Tasks: [{ Name: 't', Driver: 'raw_exec', Config: { command: '/bin/true' } }] };
}
