import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Agent, AgentNote } from '../../model/agent.ts';
import type { ApiObject } from '../../model/api-object.ts';
import type { Source } from '../../syntax/source.ts';
import { readAgentFile, type AgentFile, type Cluster, type Spot, type Unheard } from './agent-file.ts';
import { consulKeys, identityKeys, nothingOf, rootDefaults, vaultKeys, type Keys } from './agent-keys.ts';
import { mergeAgentFiles, rootKeys } from './agent-merge.ts';
import { readFileSource } from './read-source.ts';

export interface AgentFileOptions {
  /** Of the agent that will read the files, which say nothing of it. */
  readonly nomadVersion?: string;
  /** When the files give no `name`. */
  readonly name?: string;
}

/**
 * The agent that is started with these `-config` arguments, files or folders. Of a folder, as Nomad has it, the files that
 * end in `.hcl` or `.json` in the order of their names, without folders and what editors leave.
 * Throws `file` when one cannot be read, `syntax` where Nomad would refuse to start.
 */
export async function readAgentFiles(
  paths: readonly string[],
  options: AgentFileOptions = {},
): Promise<{ readonly agents: readonly Agent[]; readonly sources: readonly Source[] }> {
  const given = await Promise.all(paths.map(sourcesOf));
  const sources = given.flat();
  if (sources.length === 0) return { agents: [], sources };
  const name = basename(paths.at(-1) ?? '').replace(/\.(?:hcl|json)$/, '');
  return { agents: [agentOfArguments(given, { name, ...options })], sources };
}

async function sourcesOf(path: string): Promise<readonly Source[]> {
  if (!(await stat(path).catch(() => undefined))?.isDirectory())
    return [await readFileSource(path, 'agent configuration')];
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isDirectory() && isConfigName(entry.name)).map(({ name }) => name);
  return Promise.all(names.toSorted(byBytes).map((name) => readFileSource(join(path, name), 'agent configuration')));
}

/** Whether Nomad reads a file of a folder. */
export function isConfigName(name: string): boolean {
  return /\.(?:hcl|json)$/.test(name) && !name.startsWith('.#') && !(name.startsWith('#') && name.endsWith('#'));
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The agent that is started with each of these files as a `-config` of its own. */
export function agentOfSources(sources: readonly Source[], options: AgentFileOptions = {}): Agent {
  return agentOfArguments(
    sources.map((source) => [source]),
    options,
  );
}

/** @param given for each `-config` its file, or the files of its folder in their order */
export function agentOfArguments(given: readonly (readonly Source[])[], options: AgentFileOptions = {}): Agent {
  const file = mergeAgentFiles(
    given.filter((files) => files.length > 0).map((files) => files.map((source) => readAgentFile(source))),
  );
  const first = given.flat()[0]?.name ?? '';
  const version = options.nomadVersion ?? '1.11.1';
  const config = configOf(file, version);
  const [isServer, isClient] = ['Server', 'Client'].map((member) => (config[member] as ApiObject)['Enabled'] === true);
  // Then it is switched on where the agent is started, and which it is nobody knows.
  const either = isServer !== true && isClient !== true;
  const named = config['NodeName'];
  const notes = file.unheard.map((one) => noteOf(one, file));
  return {
    name: typeof named === 'string' && named !== '' ? named : (options.name ?? stem(first)),
    region: String(config['Region']),
    server: isServer === true || either,
    client: isClient === true || either,
    version,
    config,
    origin: { from: 'file', file: first, ...placesOf(file, notes, first) },
    notes,
  };
}

function stem(file: string): string {
  return basename(file).replace(/\.(?:hcl|json)$/, '');
}

/** As `/v1/agent/self` shows it, as far as identities are concerned. */
function configOf({ members, consuls, vaults }: AgentFile, version: string): ApiObject {
  const config: Record<string, unknown> = {};
  for (const [path, { type }] of Object.entries(rootKeys)) {
    const value = members.get(path)?.value ?? rootDefaults[path] ?? nothingOf(type);
    // Of templates and introductions only what is written: their other defaults change from version to version.
    if (members.has(path) || !/^(?:Client\/TemplateConfig|Server\/ClientIntroduction)\//.test(path))
      put(config, path.split('/'), value);
  }
  return {
    ...config,
    Consuls: consuls.map((one) => clusterConfig(one, consulKeys, ['ServiceIdentity', 'TaskIdentity'])),
    Vaults: vaults.map((one) => ({ ...clusterConfig(one, vaultKeys, ['DefaultIdentity']), Token: '' })),
    Version: { Version: version },
  };
}

function put(config: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [step = '', ...rest] = path;
  if (rest.length === 0) config[step] = value;
  else put((config[step] ??= {}) as Record<string, unknown>, rest, value);
}

function clusterConfig({ members, identities }: Cluster, keys: Keys, own: readonly string[]): ApiObject {
  const valueOf = (from: Cluster['members'], { member, type }: Keys[string]): readonly [string, unknown] => [
    member,
    from.get(member)?.value ?? nothingOf(type),
  ];
  return {
    ...Object.fromEntries(Object.values(keys).map((key) => valueOf(members, key))),
    ...Object.fromEntries(
      own.map((member) => {
        const identity = identities.get(member);
        if (identity === undefined) return [member, null];
        return [member, Object.fromEntries(Object.values(identityKeys).map((key) => valueOf(identity.members, key)))];
      }),
    ),
  };
}

function noteOf({ kind, list, cluster, path, spot }: Unheard, { consuls, vaults }: AgentFile): AgentNote {
  const index = (list === 'Consuls' ? consuls : vaults).findIndex(({ name }) => name === cluster);
  return { kind, path: `${list}/${String(Math.max(index, 0))}/${path}`, file: spot.file, place: spot.place };
}

interface Places {
  readonly places: Readonly<Record<string, readonly [start: number, end: number]>>;
  readonly files?: Readonly<Record<string, string>>;
}

function placesOf(file: AgentFile, notes: readonly AgentNote[], first: string): Places {
  const spots = new Map<string, Spot | undefined>([['', { file: first, place: [0, 0] }]]);
  for (const [path, spot] of file.blocks) spots.set(path, spot);
  for (const [path, { spot }] of file.members) spots.set(path, spot);
  const lists = { Consuls: file.consuls, Vaults: file.vaults };
  for (const [list, clusters] of Object.entries(lists)) {
    for (const [index, { spot, members, identities }] of clusters.entries()) {
      const path = `${list}/${String(index)}`;
      spots.set(path, spot);
      for (const [member, entry] of members) spots.set(`${path}/${member}`, entry.spot);
      for (const [member, identity] of identities) {
        spots.set(`${path}/${member}`, identity.spot);
        for (const [name, entry] of identity.members) spots.set(`${path}/${member}/${name}`, entry.spot);
      }
    }
  }
  for (const { path, file: where, place } of notes) if (!spots.get(path)) spots.set(path, { file: where, place });
  const known = [...spots].flatMap(([path, spot]) => (spot === undefined ? [] : [[path, spot] as const]));
  const elsewhere = known.filter(([, spot]) => spot.file !== first);
  return {
    places: Object.fromEntries(known.map(([path, { place }]) => [path, place])),
    ...(elsewhere.length > 0 ? { files: Object.fromEntries(elsewhere.map(([path, spot]) => [path, spot.file])) } : {}),
  };
}
