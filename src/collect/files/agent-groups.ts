import { basename, dirname } from 'node:path';
import type { Source } from '../../syntax/source.ts';
import { filter } from '../../syntax/hcl/decode.ts';
import { parseHcl } from '../../syntax/hcl/parse.ts';

/** The files that one agent is started with. */
export interface AgentGroup {
  readonly name: string;
  readonly sources: readonly Source[];
  /** Whether its folder holds the files of other agents too. */
  readonly shared: boolean;
}

/**
 * Which files make one agent: those of a folder, as Nomad has it. A folder in which several files switch on a server or a
 * client is taken for a collection: each of them is an agent, with what the others say in addition. A file that was named
 * on its own is an agent of its own.
 */
export function agentGroups(sources: readonly Source[], named: readonly string[]): readonly AgentGroup[] {
  const alone = sources.filter(({ name }) => named.includes(name));
  const folders = new Map<string, Source[]>();
  for (const source of sources) {
    if (alone.includes(source)) continue;
    const folder = dirname(source.name);
    folders.set(folder, [...(folders.get(folder) ?? []), source]);
  }
  return [
    ...alone.map((source) => ({ name: stem(source.name), sources: [source], shared: false })),
    ...[...folders].flatMap(([folder, files]) => groupsOf(folder, files)),
  ];
}

function groupsOf(folder: string, files: readonly Source[]): readonly AgentGroup[] {
  const heads = files.filter(switchesOn);
  const [only, second] = heads;
  if (second === undefined) {
    const name = files.length === 1 || only !== undefined ? stem((only ?? files[0])?.name ?? folder) : basename(folder);
    return [{ name, sources: files, shared: false }];
  }
  return heads.map((head) => ({
    name: stem(head.name),
    sources: files.filter((file) => file === head || !heads.includes(file)),
    shared: true,
  }));
}

/** Whether it has `enabled = true` for a server or a client. */
function switchesOn(source: Source): boolean {
  const { file } = parseHcl(source, { repeated: 'allowed' });
  return ['server', 'client'].some((block) =>
    filter(file.items, block).some(
      ({ value }) =>
        value.kind === 'object' &&
        filter(value.items, 'enabled').some(({ value: on }) => on.kind === 'literal' && on.value === 'true'),
    ),
  );
}

function stem(file: string): string {
  return basename(file).replace(/\.(?:hcl|json)$/, '');
}
