import { readFileSync } from 'node:fs';
import type { Server } from '../servers/index.ts';
import { until } from './poll.ts';
import { requests } from './requests.ts';
import type { Json } from './requests.ts';

interface Allocation {
  readonly ID: string;
  readonly ClientStatus: string;
  readonly TaskStates: Record<string, { Events: { DisplayMessage: string }[] }> | null;
}

/** Registers the job of `fixtures/` and waits until its one allocation runs, which it does once its templates are rendered. */
export async function runJob(
  nomad: Server,
  fixture: string,
): Promise<{ readonly file: (path: string) => Promise<Json> }> {
  const { get, post, put } = requests('nomad', nomad);
  const JobHCL = readFileSync(new URL(`fixtures/${fixture}`, import.meta.url), 'utf8');
  const job = (await post('jobs/parse', { JobHCL, Canonicalize: true })) as { ID: string };
  await put('jobs', { Job: job });
  let last = '';
  const running = await until(
    `job ${job.ID} runs`,
    async () => {
      const [allocation] = (await get(`job/${job.ID}/allocations`)) as unknown as Allocation[];
      last = Object.values(allocation?.TaskStates ?? {})
        .flatMap(({ Events }) => Events.map((event) => event.DisplayMessage))
        .join('; ');
      return allocation?.ClientStatus === 'running' ? allocation : undefined;
    },
    () => last,
  );
  return { file: (path) => get(`client/fs/cat/${running.ID}?path=${encodeURIComponent(path)}`) };
}
