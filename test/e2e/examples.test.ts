import { afterAll, beforeAll, expect, it } from 'vitest';
import { jobExamples, type JobExample } from '../jobs/examples.ts';
import { describeWithServers } from '../servers/index.ts';
import { wid } from '../commands/child.ts';
import { inFolder } from '../support/folder.ts';
import { presetSpec, startCluster, type Cluster } from './cluster.ts';
import { requests, type Json, type Requests } from './requests.ts';

interface Said {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
}

/** What Nomad takes none of, and in whose words. */
const refused: Readonly<Record<string, RegExp>> = {
  'no-audience.nomad.hcl': /Service identity must provide at least one target aud value/,
  'refused-by-nomad.nomad.hcl': /Unknown change mode "reload"/,
  'unknown-cluster.nomad.hcl': /non-default Consul cluster requires Nomad Enterprise/,
};

describeWithServers(['consul', 'vault', 'nomad'], 'the examples of jobs on real servers', () => {
  let cluster: Cluster;
  let nomad: Requests;

  /** What the audit says at warning or above, in its order. */
  const audited = async (): Promise<readonly Said[]> => {
    const { stdout, stderr } = await wid(['audit', '--no-cache', '--format', 'json'], { env: cluster.environment });
    expect(stderr).toBe('');
    const { findings } = JSON.parse(stdout) as { findings: readonly Said[] };
    return findings.filter(({ severity }) => severity !== 'info');
  };
  const parsed = ({ text }: JobExample): Promise<Record<string, Json>> =>
    nomad.post('jobs/parse', { JobHCL: text, Canonicalize: true }) as Promise<Record<string, Json>>;
  const at = ({ Namespace }: Record<string, Json>): string => `?namespace=${String(Namespace ?? 'default')}`;
  const register = async (job: Record<string, Json>): Promise<void> => {
    // A namespace without a role would be found whatever the job.
    if (job['Namespace'] === 'prod') await nomad.post('namespace/prod', { Name: 'prod' });
    await nomad.put(`jobs${at(job)}`, { Job: job });
  };
  const purge = async (job: Record<string, Json>): Promise<void> => {
    await nomad.delete(`job/${String(job['ID'])}${at(job)}&purge=true`);
    await nomad.put('system/gc', {});
    if (job['Namespace'] === 'prod') await nomad.delete('namespace/prod');
  };

  beforeAll(async () => {
    cluster = await startCluster();
    nomad = requests('nomad', cluster.nomad);
    await inFolder({ 'wid.yaml': presetSpec(cluster.jwksUrl) }, async (cwd) => {
      expect(await wid(['apply', '-y'], { cwd, env: cluster.environment })).toMatchObject({ code: 0 });
    });
    expect(await audited(), 'before any job').toEqual([]);
  });
  afterAll(() => cluster.stop());

  it.each(jobExamples('good'))('good: Nomad takes $name, and the audit finds nothing', async (example) => {
    const job = await parsed(example);
    const { ValidationErrors } = (await nomad.put(`validate/job${at(job)}`, { Job: job })) as Record<string, Json>;
    expect(ValidationErrors).toBeNull();
    await register(job);
    try {
      expect(await audited()).toEqual([]);
    } finally {
      await purge(job);
    }
  });

  it.each(jobExamples('bad').filter(({ name }) => Object.hasOwn(refused, name)))(
    'bad: Nomad refuses $name',
    async (example) => {
      const job = await parsed(example);
      await expect(register(job)).rejects.toThrow(refused[example.name]);
    },
  );

  it.each(jobExamples('bad').filter(({ name }) => !Object.hasOwn(refused, name)))(
    'bad: Nomad takes $name, and the audit says $rule first',
    async (example) => {
      const job = await parsed(example);
      await register(job);
      try {
        const said = await audited();
        expect(said[0]?.rule, said.map(({ rule, message }) => `${rule}: ${message}`).join('\n')).toBe(example.rule);
      } finally {
        await purge(job);
      }
    },
  );
});
