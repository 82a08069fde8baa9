import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startNomad as startEmbeddedNomad, type EmbeddedNomad } from '../../src/lab/nomad/server.ts';
import { describeWithServers, startNomad, type Server } from '../servers/index.ts';
import type { Json } from '../simulate/nomad-claims/parts.ts';
import { parentJobs, runningJobs, storedJobs } from '../simulate/nomad-claims/running-jobs.ts';
import { standInConsul, type StandIn } from '../simulate/nomad-claims/stand-ins.ts';
import { wholeJobs } from './whole-jobs.ts';

const hour = 3_600_000_000_000;
const examples = fileURLToPath(new URL('../../jobs/examples/good/', import.meta.url));
/** Nothing of it runs anywhere, so that its status is the same everywhere. */
const nowhere = { LTarget: '${node.class}', RTarget: 'no-such-class', Operand: '=' };

describeWithServers(['nomad'], "whole jobs in the lab's Nomad", () => {
  let consul: StandIn;
  let real: Server;
  let lab: EmbeddedNomad;

  beforeAll(async () => {
    consul = await standInConsul();
    const identity = { Audience: ['consul.io'], TTL: hour };
    const vaultAddress = 'http://127.0.0.1:1';
    const own = { aud: ['consul.io'], ttl: '1h' };
    [real, lab] = await Promise.all([
      startNomad({
        config: {
          consul: { address: consul.server.address.replace('http://', ''), service_identity: own, task_identity: own },
          vault: { enabled: true, address: vaultAddress, default_identity: { aud: ['vault.io'], ttl: '1h' } },
        },
      }),
      startEmbeddedNomad({
        integration: {
          consulAddress: consul.server.address,
          serviceIdentity: identity,
          taskIdentity: identity,
          vaultAddress,
          vaultIdentity: { Audience: ['vault.io'], TTL: hour },
        },
      }),
    ]);
  });

  afterAll(async () => {
    await Promise.all([real.stop(), lab.stop(), consul.stop()]);
  });

  const tables = { ...wholeJobs, ...runningJobs, ...storedJobs, ...parentJobs };
  it.each(Object.entries(tables))('%s: is answered whole, as by the real server', async (_, job) => {
    await compare({ ID: 'compared', ...job });
  });

  it.each(readdirSync(examples))('the example %s is answered whole, as by the real server', async (name) => {
    const written = execFileSync(real.binary, ['job', 'run', '-output', examples + name], { encoding: 'utf8' });
    await compare((JSON.parse(written) as { readonly Job: Json }).Job);
  });

  async function compare(given: Json): Promise<void> {
    const job = {
      ...given,
      Constraints: [...((given['Constraints'] as readonly Json[] | null | undefined) ?? []), nowhere],
    };
    const theirs = await stored(real.address, job);
    const ours = await stored(lab.address, job);
    expect(ours).toEqual(theirs);
  }
});

/** What the server says to the job, and the job as it then shows it; taken away again. */
async function stored(address: string, job: Json): Promise<unknown> {
  const answer = await fetch(`${address}/v1/jobs`, { method: 'PUT', body: JSON.stringify({ Job: job }) });
  if (!answer.ok) return { refused: await answer.text() };
  const at = `${address}/v1/job/${encodeURIComponent(String(job['ID']))}`;
  const text = await (await fetch(at)).text();
  await fetch(`${at}?purge=true`, { method: 'DELETE' });
  const taken = text
    .replaceAll(/"(CreateIndex|ModifyIndex|JobModifyIndex|SubmitTime)":\d+/g, '"$1":0')
    .replaceAll(/"ID":"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"/g, '"ID":"UUID"')
    .replaceAll(/(_ck_|connect-proxy-[a-z-]*-)[0-9a-f]{6}"/g, '$1HASHED"')
    // Jobs on all nodes are over and well at once where there is no node for them.
    .replace(/"Stable":true/, '"Stable":false')
    .replace(/"Status":"dead"/, '"Status":"pending"');
  return JSON.parse(taken);
}
