import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiObject } from '../model/api-object.ts';
import { scrub } from '../support/secret.ts';
import { isObject } from '../validation/object.ts';
import type { JobMemory } from './job-memory.ts';

/** What a job loses on its way into the world is part of the form: one that is kept must be as one that is read now. */
const form = 1;

export interface JobCache extends JobMemory {
  /**
   * Writes what was recalled or kept in this run; what was not seen stays when the run looked at a part only.
   * @throws what the file system says
   */
  save(complete: boolean): Promise<void>;
}

/** A line of the file as it was, or a job that will be one. */
interface Line {
  readonly version: string;
  readonly text?: string;
  readonly job?: ApiObject;
}

/**
 * The jobs that an earlier run read, without secrets, in a file for each cluster. A file that cannot be read, or that is
 * of another form, counts as empty.
 * @param cluster what tells one cluster from another: its address
 */
export async function openJobCache(folder: string, cluster: string): Promise<JobCache> {
  const name = createHash('sha256').update(cluster).digest('hex').slice(0, 32);
  const path = join(folder, `jobs-${name}.ndjson`);
  const head = JSON.stringify({ form, cluster });
  const before = await readLines(path, head);
  const seen = new Map<string, Line>();
  let changed = false;
  return {
    recall(key, version) {
      const line = before.get(key);
      if (line?.text === undefined || line.version !== version) return undefined;
      const job = jobIn(line.text);
      if (job !== undefined) seen.set(key, line);
      return job;
    },
    keep(key, version, job) {
      changed = true;
      // It is in memory anyway; its text need not be.
      seen.set(key, { version, job });
    },
    async save(complete) {
      const all = complete ? seen : new Map([...before, ...seen]);
      if (!changed && all.size === before.size) return;
      await write(folder, path, head, all);
    },
  };
}

async function readLines(path: string, head: string): Promise<ReadonlyMap<string, Line>> {
  const [first, ...lines] = (await readFile(path, 'utf8').catch(() => '')).split('\n');
  const found = new Map<string, Line>();
  if (first !== head) return found;
  for (const text of lines) {
    // The job itself is parsed when it is asked for: most of a line is it.
    const start = /^(\[("(?:[^"\\]|\\.)*"),("(?:[^"\\]|\\.)*")),/.exec(text)?.[1];
    if (start === undefined) continue;
    const [key, version] = JSON.parse(`${start}]`) as [string, string];
    found.set(key, { version, text });
  }
  return found;
}

function jobIn(text: string): ApiObject | undefined {
  try {
    const parsed = JSON.parse(text) as readonly unknown[];
    return isObject(parsed[2]) ? parsed[2] : undefined;
  } catch {
    // Half a line, of a disk that was full.
    return undefined;
  }
}

const atOnce = 500;

/** Nobody ever sees half of it, and only its user sees it at all. */
async function write(folder: string, path: string, head: string, lines: ReadonlyMap<string, Line>): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.write(`${head}\n`);
    const all = [...lines];
    for (let at = 0; at < all.length; at += atOnce) {
      const some = all
        .slice(at, at + atOnce)
        .map(([key, { version, job, text }]) => `${text ?? JSON.stringify([key, version, job])}\n`);
      await file.write(scrub(some.join('')));
    }
    await file.close();
    await rename(draft, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}
