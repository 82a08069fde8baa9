import { existsSync } from 'node:fs';
import type { Command as Commander } from 'commander';
import type { LiveReach } from '../collect/live-world.ts';
import type { JobWorld } from '../model/job-world.ts';
import type { Job, Part, World } from '../model/world.ts';
import type { Spec } from '../spec/resource.ts';
import { WidError } from '../support/errors.ts';
import { isObject } from '../validation/object.ts';
import type { Context } from './command.ts';
import { regionOf } from './live-options.ts';
import { collected, readSpec, withServers } from './provisioning.ts';
import { readSavedWorld, readSource, worldOptions, type WorldOptions } from './world-options.ts';

/** Options of the commands that look at one job. */
export interface WorkloadOptions extends WorldOptions {
  readonly file?: readonly string[];
  readonly group?: string;
  readonly task?: string;
  readonly service?: string;
  readonly token?: string;
  readonly namespace?: string;
}

export function workloadOptions(command: Commander): Commander {
  const withFile = command.option(
    '-f, --file <file>',
    'take Consul and Vault from this spec instead of the servers; may be repeated, - for standard input',
    collected,
  );
  return worldOptions(withFile)
    .option(
      '--namespace <name>',
      'the Nomad namespace of the job (default: NOMAD_NAMESPACE, else the only one that has it)',
    )
    .option('--group <name>', 'only this group of the job')
    .option('--task <name>', 'only this task')
    .option('--service <name>', 'only this service')
    .option('--token <file>', 'start from the JWT in this file instead of the predicted one; "-" for standard input');
}

type GivenJob = Pick<Job, 'job' | 'stored'>;

/**
 * The world around a job. The job is in a file, in Nomad or in a saved world; Consul and Vault are live, in a spec or in
 * the saved world; Nomad's agents are live, in files or in the saved world. Only what none of these gives is asked for.
 */
export async function readWorld(context: Context, job: string, options: WorkloadOptions): Promise<JobWorld> {
  const { jobWorldOf, jobIn } = await import('../collect/job-world.ts');
  const namespace = namespaceOf(context, options);
  const spec = options.file === undefined ? undefined : await readSpec(context, options.file);
  const written = isFile(job) ? await readJobFile(job, namespace) : undefined;
  const agents = await agentsOf(options);
  const given: Given = { ...(spec && (await worldOfSpec(spec))), ...(agents && { agents }) };
  const base =
    options.world !== undefined
      ? await readSavedWorld(context, options.world)
      : spec !== undefined && written !== undefined
        ? nothing
        : await readLive(context, { job: written === undefined ? job : undefined, namespace, given });
  const world = over(base, given);
  return jobWorldOf(world, written ?? jobIn(world, job, namespace));
}

/** `*` stands for all of them, as it does for Nomad. */
function namespaceOf({ env }: Context, { namespace = env['NOMAD_NAMESPACE'] }: WorkloadOptions): string | undefined {
  return namespace === '' || namespace === '*' ? undefined : namespace;
}

/** What files say, in the place of what servers say. */
interface Given extends Partial<Pick<World, 'consul' | 'vault' | 'assumed'>> {
  readonly agents?: NonNullable<World['nomad']>['agents'];
}

const nothing: World = { schemaVersion: 1, takenAt: 0, keySets: [], notRead: [], assumed: [] };

function over(world: World, { agents, consul, vault, assumed }: Given): World {
  const { nomad } = world;
  return {
    ...world,
    ...(agents && { nomad: { jobs: [], ...nomad, agents } }),
    ...(consul && { consul }),
    ...(vault && { vault }),
    assumed: [...(consul === undefined ? world.assumed : []), ...(assumed ?? [])],
  };
}

/** Of the servers only what decides about the job, and only of those that are not given. */
async function readLive(
  context: Context,
  {
    job,
    namespace = '*',
    given,
  }: { readonly job: string | undefined; readonly namespace: string | undefined; readonly given: Given },
): Promise<World> {
  const parts: readonly Part[] = [
    ...(given.agents === undefined ? (['nomad/agents'] as const) : []),
    ...(job === undefined ? [] : (['nomad/jobs'] as const)),
    ...(given.consul === undefined ? (['consul/objects'] as const) : []),
    ...(given.vault === undefined ? (['vault/objects', 'vault/aliases'] as const) : []),
  ];
  return withServers(context, async (clients) => {
    const { readLiveWorld } = await import('../collect/live-world.ts');
    const reach: LiveReach = clients;
    return readLiveWorld(
      reach,
      {
        parts,
        namespace,
        region: regionOf(context.env),
        askedAgentOnly: true,
        required: ['nomad', 'consul', 'vault'],
        ...(job === undefined ? {} : { jobs: [job] }),
      },
      context.log,
    );
  });
}

function isFile(job: string): boolean {
  return /\.(?:json|hcl|nomad)$/.test(job) || job.includes('/') || existsSync(job);
}

async function readJobFile(path: string, namespace: string | undefined): Promise<GivenJob> {
  const { jobOfFile } = await import('../collect/job.ts');
  const { isStored } = await import('../collect/stored-job.ts');
  const read = jobOfFile(await readSource(path, 'job file'));
  const job = namespace === undefined ? read : inNamespace(read, namespace);
  return { job: job as Job['job'], stored: isStored(job) };
}

/** As `nomad job run -namespace` has it: what the file names counts before. */
function inNamespace(job: unknown, namespace: string): unknown {
  if (!isObject(job)) return job;
  if (isObject(job['Job'])) return { ...job, Job: inNamespace(job['Job'], namespace) };
  return (job['Namespace'] ?? '') === '' ? { ...job, Namespace: namespace } : job;
}

/** The files are those of one agent, which stands for all of them. */
async function agentsOf({ agentConfig, nomadVersion }: WorldOptions): Promise<Given['agents']> {
  if (agentConfig === undefined) {
    if (nomadVersion === undefined) return undefined;
    throw new WidError('usage', '--nomad-version is about the agents of --agent-config, and there are none');
  }
  const { readAgentFiles } = await import('../collect/files/agents.ts');
  return (await readAgentFiles(agentConfig, nomadVersion === undefined ? {} : { nomadVersion })).agents;
}

async function worldOfSpec({ resources }: Spec): Promise<Given> {
  const { consulObjects, vaultObjects } = await import('../collect/world-of-objects.ts');
  const place = { datacenter: 'dc1', defaultPolicy: 'deny', stored: false } as const;
  const vault = vaultObjects(resources);
  const engines = kvEngines(Object.values(vault.policies));
  return {
    consul: { ...consulObjects(resources), ...place },
    vault: { ...vault, kv: Object.fromEntries(engines.map((path) => [path, 2])), stored: false },
    assumed: [
      'Consul has what the spec says and nothing else; its datacenter is dc1 and its default policy deny',
      'Vault has what the spec says and nothing else',
      `KV engines of version 2 are mounted at ${engines.join(', ')}`,
    ],
  };
}

/** Engines of version 2 show in policies by the paths below `data/`; without any, the usual one. */
function kvEngines(policies: readonly string[]): readonly string[] {
  const named = policies.flatMap((text) => [...text.matchAll(/"([^"{}+*]+?)\/data\//g)].map(([, mount = '']) => mount));
  return named.length === 0 ? ['secret'] : [...new Set(named)];
}

/** The JWT in a file. It goes into the login that is worked out, and never into output. */
export async function readToken(context: Context, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const { hideSecretsOf } = await import('../support/secret.ts');
  const { wholeText } = await import('./predict-input.ts');
  const text = path === '-' ? await wholeText(context.stdin, path) : (await readSource(path, 'token')).text;
  const token = text.trim();
  hideSecretsOf({ TOKEN: token });
  const parts = token.split('.');
  // Without its signature it opens nothing, and nobody needs that here.
  return parts.length === 3 ? `${parts.slice(0, 2).join('.')}.` : token;
}
