import { readFileSync } from 'node:fs';

/** What a filtered list answers: what is in it and where the next page begins, or the error; `hang up` when there is no answer. */
export type Filtered =
  readonly [listed: readonly string[], next: string | null] | readonly [status: number, text: string] | 'hang up';

/** Written anew by `WID_OBSERVE=1` with the real server. */
export const observedFilters = new URL('observed/filters.json', import.meta.url);

export function observedAnswers(): readonly Filtered[] {
  return JSON.parse(readFileSync(observedFilters, 'utf8')) as readonly Filtered[];
}

export async function register(address: string, job: unknown): Promise<void> {
  const answer = await fetch(`${address}/v1/jobs`, { method: 'PUT', body: JSON.stringify({ Job: job }) });
  if (!answer.ok) throw new Error(await answer.text());
}

/** What has another id on every server is shown by another name; of nodes only their number counts. */
export async function filtered(address: string, list: string, filter: string): Promise<Filtered> {
  const url = new URL(list, address);
  url.searchParams.set('filter', filter);
  let answer: Response;
  try {
    answer = await fetch(url);
  } catch {
    return 'hang up';
  }
  if (answer.status !== 200) return [answer.status, await answer.text()];
  const items = (await answer.json()) as readonly Item[];
  return [items.map((item) => shown(list, item)), answer.headers.get('X-Nomad-NextToken')];
}

interface Item {
  readonly ID?: string;
  readonly Name: string;
  readonly JobID?: string;
}

function shown(list: string, { ID, Name, JobID = '' }: Item): string {
  if (list.startsWith('/v1/nodes')) return 'a node';
  if (list.startsWith('/v1/evaluations')) return JobID;
  return list.includes('allocations') ? Name : (ID ?? Name);
}
