import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, type Server } from '../../servers/index.ts';
import type { Observation, StoredGroup } from './observation.ts';
import { standIns } from './observation.ts';
import type { StandIn } from './stand-ins.ts';
import type { Entry } from './table.ts';

/** A running Nomad whose client logs in at a Consul that remembers. */
export interface Stage {
  readonly nomad: Server;
  readonly consul: StandIn;
}

interface StoredIdentity {
  readonly Name: string;
  readonly Audience: readonly string[] | null;
  readonly TTL: number;
  readonly Filepath: string;
}
interface StoredService {
  readonly Name: string;
  readonly TaskName: string;
  readonly PortLabel: string;
  readonly Identity: StoredIdentity | null;
}
type StoredConstraint = Readonly<Record<'LTarget' | 'RTarget' | 'Operand', string>>;
interface StoredJob {
  readonly TaskGroups: readonly {
    readonly Name: string;
    readonly Constraints: readonly StoredConstraint[] | null;
    readonly Services: readonly StoredService[] | null;
    readonly Tasks: readonly {
      readonly Name: string;
      readonly Kind: string;
      readonly Constraints: readonly StoredConstraint[] | null;
      readonly Services: readonly StoredService[] | null;
      readonly Identity: StoredIdentity | null;
      readonly Identities: readonly StoredIdentity[] | null;
    }[];
  }[];
}

/** Registers a job and, when it is to run, waits for as many tokens as are expected; takes it away again. */
export async function observe(stage: Stage, { job, until }: Entry, expectedTokens: number): Promise<Observation> {
  const { address } = stage.nomad;
  const validation = await validated(address, job);
  const common = { validation };
  const answer = await fetch(`${address}/v1/jobs`, { method: 'PUT', body: JSON.stringify({ Job: job }) });
  const body = await answer.text();
  if (!answer.ok) return { error: withoutDigits(body), warnings: '', ...common, stored: null, tokens: [] };
  const warnings = withoutDigits((JSON.parse(body) as { Warnings: string }).Warnings);
  const namespace = typeof job['Namespace'] === 'string' ? job['Namespace'] : 'default';
  const path = (id: string, rest = ''): string =>
    `${address}/v1/job/${encodeURIComponent(id)}${rest}?namespace=${namespace}`;
  const id = String(job['ID']);
  const stored = (await ask(path(id))) as StoredJob;
  let running = id;
  if (until === 'child') running = await startChild(path, id, job);
  const tokens = until === 'stored' ? [] : await tokensOf(stage, path(running, '/allocations'), stored, expectedTokens);
  for (const one of new Set([running, id])) await ask(`${path(one)}&purge=true`, {}, 'DELETE');
  return { error: null, warnings, ...common, stored: storedGroups(stored), tokens };
}

async function validated(address: string, job: Entry['job']): Promise<Observation['validation']> {
  const answer = await fetch(`${address}/v1/validate/job`, { method: 'PUT', body: JSON.stringify({ Job: job }) });
  const body = await answer.text();
  if (!answer.ok) return { error: body, warnings: '' };
  const { Error: error = '', Warnings: warnings = '' } = JSON.parse(body) as { Error?: string; Warnings?: string };
  return { error: withoutDigits(error), warnings: withoutDigits(warnings) };
}

/** Names of injected tasks end in random digits when they would be taken otherwise. */
function withoutDigits(text: string): string {
  return text.replace(/(connect-proxy-[a-z]+-)[0-9a-f]{6}\b/g, '$1??????');
}

async function startChild(path: (id: string, rest?: string) => string, id: string, job: Entry['job']): Promise<string> {
  if (job['Periodic'] === undefined) {
    const { DispatchedJobID } = (await ask(path(id, '/dispatch'), {}, 'PUT', { Meta: { given: 'now' } })) as {
      DispatchedJobID: string;
    };
    return DispatchedJobID;
  }
  const { EvalID } = (await ask(path(id, '/periodic/force'), {}, 'PUT')) as { EvalID: string };
  const evaluation = path('').replace(/\/job\/.*$/, `/evaluation/${EvalID}`);
  return ((await ask(evaluation)) as { JobID: string }).JobID;
}

async function tokensOf(
  { nomad, consul }: Stage,
  listing: string,
  stored: StoredJob,
  expected: number,
): Promise<Observation['tokens']> {
  const [node] = (await ask(`${nomad.address}/v1/nodes`)) as { ID: string }[];
  const deadline = performance.now() + 30_000;
  let found = new Set<string>();
  while (found.size < expected && performance.now() < deadline) {
    const allocated = (await ask(listing)) as { ID: string; TaskGroup: string }[];
    found = new Set(allocated.flatMap((one) => writtenTokens(folderOf(one.ID, nomad), one.TaskGroup, stored)));
    const ids = new Set(allocated.map(({ ID }) => ID));
    for (const jwt of consul.jwts) if (ids.has(claimsIn(jwt).nomad_allocation_id)) found.add(jwt);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  // Clients that were slow may have signed one identity twice; the claims are the same but for ids and times.
  const tokens = new Map([...found].map((jwt) => [payloadWithout(jwt, node?.ID ?? ''), headerWithout(jwt)]));
  return [...tokens]
    .map(([payload, header]) => ({ header, payload }))
    .toSorted((one, other) => (one.payload < other.payload ? -1 : 1));
}

/** An agent in development mode keeps its allocations in a folder of a made-up name. */
function folderOf(allocation: string, { folder }: Server): string {
  const parents = readdirSync(folder).map((name) => join(folder, name, allocation));
  return parents.find(existsSync) ?? folder;
}

function writtenTokens(folder: string, group: string, { TaskGroups }: StoredJob): readonly string[] {
  const tasks = TaskGroups.find(({ Name }) => Name === group)?.Tasks ?? [];
  return tasks
    .flatMap(({ Name, Identities }) => {
      const files = [
        'secrets/nomad_token',
        ...(Identities ?? []).map((one) => (one.Filepath === '' ? `secrets/nomad_${one.Name}.jwt` : one.Filepath)),
      ];
      return files
        .map((file) => join(folder, Name, file))
        .filter(existsSync)
        .map((file) => readFileSync(file, 'utf8'));
    })
    .filter((text) => text.split('.').length === 3);
}

function decoded(jwt: string, part: 0 | 1): string {
  return Buffer.from(jwt.split('.')[part] ?? '', 'base64url').toString('utf8');
}

function claimsIn(jwt: string): { readonly nomad_allocation_id: string; readonly jti: string; readonly iat: number } {
  return JSON.parse(decoded(jwt, 1)) as ReturnType<typeof claimsIn>;
}

function headerWithout(jwt: string): string {
  const header = decoded(jwt, 0);
  return header.replace((JSON.parse(header) as { kid: string }).kid, standIns.keyId);
}

function payloadWithout(jwt: string, node: string): string {
  const { nomad_allocation_id: allocation, jti, iat } = claimsIn(jwt);
  return decoded(jwt, 1)
    .replaceAll(allocation, standIns.allocationId)
    .replaceAll(jti, standIns.jti)
    .replaceAll(node, standIns.nodeId)
    .replace(
      /"(exp|iat|nbf)":(\d+)/g,
      (_, name: string, time: string) => `"${name}":${String(standIns.now + Number(time) - iat)}`,
    );
}

function storedGroups({ TaskGroups }: StoredJob): readonly StoredGroup[] {
  const constraint = ({ LTarget, Operand, RTarget }: StoredConstraint): string => `${LTarget} ${Operand} ${RTarget}`;
  const identity = (one: StoredIdentity): string =>
    `${one.Name} ${JSON.stringify(one.Audience ?? [])} ${String(one.TTL)}`;
  const service = (one: StoredService): string =>
    `${one.Name} ${one.TaskName}:${one.PortLabel} ${one.Identity === null ? '-' : identity(one.Identity)}`;
  return TaskGroups.map((group) => ({
    name: group.Name,
    constraints: (group.Constraints ?? []).map(constraint),
    services: (group.Services ?? []).map(service),
    tasks: group.Tasks.map((task) => ({
      name: withoutDigits(task.Name),
      kind: task.Kind,
      constraints: (task.Constraints ?? []).map(constraint),
      identities: [...(task.Identity === null ? [] : [task.Identity]), ...(task.Identities ?? [])].map(identity),
      services: (task.Services ?? []).map(service),
    })),
  }));
}
