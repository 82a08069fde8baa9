import { expect, it } from 'vitest';
import { startNomad as startEmbeddedNomad } from '../../src/lab/nomad/server.ts';
import { describeWithServers, startNomad } from '../servers/index.ts';

const hour = 3_600_000_000_000;

const Job = {
  ID: 'web',
  Name: 'web',
  Datacenters: ['dc1'],
  TaskGroups: [
    {
      Name: 'g',
      Networks: [{ Mode: 'bridge', DynamicPorts: [{ Label: 'http' }] }],
      Services: [
        { Name: '${JOB}-x', PortLabel: 'http', Provider: 'consul' },
        { Name: 'mesh', PortLabel: '9001', Provider: 'consul', Connect: { SidecarService: {} } },
      ],
      Tasks: [
        {
          Name: 't',
          Driver: 'raw_exec',
          Config: { command: '/bin/true' },
          Vault: {},
          Identities: [{ Name: 'mine', Audience: ['a', 'b'], TTL: hour, File: true }],
          Services: [
            { Name: 'in-task', PortLabel: 'http', Provider: 'consul', Identity: { Audience: ['own.io'], TTL: hour } },
          ],
        },
      ],
    },
  ],
};

describeWithServers(['nomad'], "a job in the lab's Nomad", () => {
  it('is kept with the identities, names and sidecars that the real server adds, and warned of alike', async () => {
    const address = 'http://127.0.0.1:1';
    const vault = { enabled: true, address, default_identity: { aud: ['vault.io'], ttl: '1h' } };
    const real = await startNomad({ config: { vault } });
    const lab = await startEmbeddedNomad({
      integration: { vaultAddress: address, vaultIdentity: { Audience: ['vault.io'], TTL: hour } },
    });
    try {
      const [theirs, ours] = await Promise.all([register(real.address, real.token), register(lab.address, '')]);
      expect(theirs).toMatchObject(ours);
    } finally {
      await Promise.all([real.stop(), lab.stop()]);
    }
  });
});

async function register(address: string, token: string): Promise<object> {
  const headers = { 'X-Nomad-Token': token };
  const answer = await fetch(`${address}/v1/jobs`, { method: 'PUT', headers, body: JSON.stringify({ Job }) });
  const { Warnings } = (await answer.json()) as { readonly Warnings: string };
  const stored = await (await fetch(`${address}/v1/job/web`, { headers })).json();
  // Of networks the lab keeps what it is given; the port of a sidecar is nothing that identities depend on.
  const TaskGroups = (stored as typeof Job).TaskGroups.map(({ Networks: _, ...group }) => group);
  return { Warnings, TaskGroups };
}
