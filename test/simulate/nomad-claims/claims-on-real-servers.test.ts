import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, describeWithServers, startNomad } from '../../servers/index.ts';
import { predictNomad } from '../../../src/simulate/nomad.ts';
import { agrees, expectation } from './agreement.ts';
import type { Observation } from './observation.ts';
import { observe, type Stage } from './observe.ts';
import { agents } from './servers.ts';
import { standInConsul, standInVault, type StandIn } from './stand-ins.ts';
import { randomJob } from './random-job.ts';
import { table, type Entry } from './table.ts';

/** Where to write what was seen, for the tests without servers. */
const record = process.env.WID_RECORD_NOMAD_CLAIMS;
const seen: Record<string, Observation> = {};

const randomJobs = Number(process.env.WID_RANDOM_JOBS ?? '50');
const firstSeed = Number(process.env.WID_RANDOM_SEED ?? '1');

describeWithServers(['nomad'], 'the identities of jobs at the real Nomad', () => {
  afterAll(() => {
    if (record) writeFileSync(record, `${JSON.stringify({ version: '1.11.1', seen }, undefined, 1)}\n`);
  });

  describe.each(Object.entries(agents))('with the agent called %s', (name, { config, nomad }) => {
    let stage: Stage;
    let vault: StandIn;

    beforeAll(async () => {
      const consul = await standInConsul();
      vault = await standInVault();
      const started = await startNomad({
        consul: consul.server,
        ...(name === 'careless' ? {} : { vault: vault.server }),
        config: {
          ...(config.region === undefined ? {} : { region: config.region }),
          ...(config.server === undefined ? {} : { server: config.server }),
          consul: { address: consul.server.address.replace('http://', ''), token: 't', ...config.consul },
          vault: { enabled: true, address: vault.server.address, ...config.vault },
        },
      });
      await ask(`${started.address}/v1/namespace`, {}, 'PUT', { Name: 'team-a' });
      stage = { nomad: started, consul };
    });

    afterAll(async () => {
      await stage.nomad.stop();
      await stage.consul.stop();
      await vault.stop();
    });

    it.each(table.filter(({ agent }) => agent === name))('agrees about $name', async (entry) => {
      const expected = expectation(entry);
      const observed = await observe(stage, entry, expected.tokens.length);
      seen[`${entry.agent}: ${entry.name}`] = observed;
      if (!record) expect(observed).toEqual(expected);
    });

    it.each([
      ['an argument that is none', 'job "j" {\n  nothing = 1\n}'],
      ['two mistakes', 'job "j" {\n  nothing = 1\n  group "g" { none = 2 }\n}'],
      ['a variable without a value', 'variable "v" { type = string }\njob "j" { name = var.v }'],
      ['no job', 'variable "v" { default = 1 }'],
    ])('refuses as the server does a job file with %s', async (_, jobHCL) => {
      const answer = await fetch(`${stage.nomad.address}/v1/jobs/parse`, {
        method: 'PUT',
        body: JSON.stringify({ JobHCL: jobHCL }),
      });
      expect(answer.status).toBe(400);
      expect(predictNomad({ nomad, jobHCL }).error).toBe(await answer.text());
    });

    it('agrees about random jobs', async () => {
      const disagreements: unknown[] = [];
      for (let seed = firstSeed; seed < firstSeed + randomJobs; seed++) {
        const entry = { name: '', agent: name as Entry['agent'], until: 'stored', job: randomJob(seed) } as const;
        const observed = await observe(stage, entry, 0);
        if (!agrees(entry, observed))
          disagreements.push({ seed, expected: expectation(entry), observed, job: entry.job });
      }
      expect(disagreements).toEqual([]);
    }, 600_000);
  });
});
