import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import type { Command as Commander } from 'commander';
import type { Collected } from '../collect/world.ts';
import { usualAgent } from '../collect/agent.ts';
import type { AgentSettings } from '../model/agent.ts';
import type { JobWorld } from '../model/job-world.ts';
import type { ConsulWorld, VaultWorld } from '../model/world.ts';
import type { Spec } from '../spec/resource.ts';
import { WidError } from '../support/errors.ts';
import type { Context } from './command.ts';
import { collected, readSpec, secretFrom, withServers } from './provisioning.ts';

/** Options of the commands that look at one job. */
export interface WorkloadOptions {
  readonly file?: readonly string[];
  readonly group?: string;
  readonly task?: string;
  readonly service?: string;
  readonly token?: string;
}

export function workloadOptions(command: Commander): Commander {
  return command
    .option(
      '-f, --file <file>',
      'take Consul and Vault from this spec instead of the servers; may be repeated, - for standard input',
      collected,
    )
    .option('--group <name>', 'only this group of the job')
    .option('--task <name>', 'only this task')
    .option('--service <name>', 'only this service')
    .option('--token <file>', 'start from the JWT in this file instead of the predicted one; "-" for standard input');
}

/**
 * The world around a job: the job from a file or from Nomad, Consul and Vault from a spec or live. A file with a spec
 * needs no server at all.
 */
export async function readWorld(context: Context, job: string, { file }: WorkloadOptions): Promise<JobWorld> {
  const spec = file === undefined ? undefined : await readSpec(context, file);
  const written = isFile(job) ? await readJobFile(job) : undefined;
  if (spec !== undefined && written !== undefined) return offline(spec, written);
  return withServers(context, async (clients): Promise<JobWorld> => {
    const { remembering } = await import('../clients/remembering.ts');
    const live = await import('../collect/world.ts');
    const { isStored } = await import('../collect/job.ts');
    const known = remembering(clients);
    const reach = { clients: known, accessors: new Map<string, string>(), secret: secretFrom(context.env) };
    const given = written ?? (await live.readStoredJob(known.nomad, job));
    const agent = await live.readAgent(known.nomad);
    const sides = spec === undefined ? undefined : await ofSpec(spec);
    const consul = sides?.consul ?? (await live.readConsulWorld(reach));
    const vault = sides?.vault ?? (await live.readVaultWorld(reach));
    return worldOf({ job: given, stored: isStored(given) }, agent, consul, vault);
  });
}

function isFile(job: string): boolean {
  return /\.(?:json|hcl|nomad)$/.test(job) || job.includes('/') || existsSync(job);
}

async function readJobFile(path: string): Promise<unknown> {
  const { jobOfFile } = await import('../collect/job.ts');
  return jobOfFile({ name: path, text: await textOf(path, 'job file') });
}

async function textOf(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new WidError('file', `cannot read the ${what} ${path}: ${reason}`, { cause });
  }
}

async function offline(spec: Spec, job: unknown): Promise<JobWorld> {
  const { isStored } = await import('../collect/job.ts');
  const { consul, vault } = await ofSpec(spec);
  const issuer = spec.resources
    .map(({ body }) => (body as Readonly<Record<string, unknown>>)['bound_issuer'])
    .find((one): one is string => typeof one === 'string' && one !== '');
  return worldOf({ job, stored: isStored(job) }, usualAgent(issuer), consul, vault);
}

interface Sides {
  readonly consul: Collected<ConsulWorld>;
  readonly vault: Collected<VaultWorld>;
}

async function ofSpec({ resources }: Spec): Promise<Sides> {
  const { consulObjects, vaultObjects } = await import('../collect/world-of-objects.ts');
  const place = { datacenter: 'dc1', defaultPolicy: 'deny', stored: false } as const;
  const vault = vaultObjects(resources);
  const engines = kvEngines(Object.values(vault.policies));
  return {
    consul: {
      value: { ...consulObjects(resources), ...place },
      assumed: ['Consul has what the spec says and nothing else; its datacenter is dc1 and its default policy deny'],
    },
    vault: {
      value: { ...vault, kv: Object.fromEntries(engines.map((path) => [path, 2])) },
      assumed: [
        'Vault has what the spec says and nothing else',
        `KV engines of version 2 are mounted at ${engines.join(', ')}`,
      ],
    },
  };
}

/** Engines of version 2 show in policies by the paths below `data/`; without any, the usual one. */
function kvEngines(policies: readonly string[]): readonly string[] {
  const named = policies.flatMap((text) => [...text.matchAll(/"([^"{}+*]+?)\/data\//g)].map(([, mount = '']) => mount));
  return named.length === 0 ? ['secret'] : [...new Set(named)];
}

function worldOf(
  { job, stored }: { readonly job: unknown; readonly stored: boolean },
  agent: Collected<AgentSettings>,
  consul: Collected<ConsulWorld>,
  vault: Collected<VaultWorld>,
): JobWorld {
  return {
    nomad: { agent: agent.value, job, stored },
    consul: consul.value,
    vault: vault.value,
    assumed: [...agent.assumed, ...consul.assumed, ...vault.assumed, 'the signature of the JWT is right'],
  };
}

/** The JWT in a file. It goes into the login that is worked out, and never into output. */
export async function readToken(context: Context, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const { hideSecretsOf } = await import('../support/secret.ts');
  const { wholeText } = await import('./predict-input.ts');
  const text = path === '-' ? await wholeText(context.stdin, path) : await textOf(path, 'token');
  const token = text.trim();
  hideSecretsOf({ TOKEN: token });
  const parts = token.split('.');
  // Without its signature it opens nothing, and nobody needs that here.
  return parts.length === 3 ? `${parts.slice(0, 2).join('.')}.` : token;
}
