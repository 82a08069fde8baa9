import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseJob } from '../../../src/syntax/jobspec/parse-job.ts';
import { startNomad } from '../../servers/nomad.ts';
import { describeWithServers } from '../../servers/suite.ts';

const files = (
  JSON.parse(readFileSync(new URL('../../fixtures/jobs.json', import.meta.url), 'utf8')) as { text: string }[]
).map(({ text }) => text);

describeWithServers(['nomad'], 'job files, as a real Nomad reads them', () => {
  let nomad: Awaited<ReturnType<typeof startNomad>>;
  beforeAll(async () => {
    nomad = await startNomad();
  });
  afterAll(() => nomad.stop());

  it.each(files.map((text, index) => [index, text] as const))(
    'give the same job, member by member: file %i',
    async (_, text) => {
      const response = await fetch(`${nomad.address}/v1/jobs/parse`, {
        method: 'POST',
        body: JSON.stringify({ JobHCL: text }),
      });
      const read = parseJob({ name: 'input.hcl', text });
      expect(read.ok).toBe(response.status === 200);
      if (read.ok) expect(read.job).toEqual(await response.json());
    },
  );
});
