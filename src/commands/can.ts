import { Argument } from 'commander';
import type { JobWorld } from '../model/job-world.ts';
import type { Chain, Link } from '../simulate/explain/explanation.ts';
import type { Need } from '../simulate/explain/needs.ts';
import { systemClock } from '../support/clock.ts';
import { WidError } from '../support/errors.ts';
import type { Command, ExitCode } from './command.ts';
import { expectNames } from './named-workload.ts';
import { readToken, readWorld, workloadOptions, type WorkloadOptions } from './read-world.ts';

export const can: Command<WorkloadOptions> = {
  name: 'can',
  summary: 'Say whether a workload may read, list or write something, and why or why not',
  examples: [
    'wid can web read key app/config',
    'wid can web.nomad.hcl read secret secret/default/web/config -f wid.yaml',
    'wid can web write service web --service web',
    'wid can web read path secret/data/default/web/config',
  ],

  describe(command) {
    workloadOptions(command)
      .argument('<job>', 'the id of a job that Nomad has, or a job file in HCL or JSON')
      .addArgument(new Argument('<access>', 'what it wants to do').choices(['read', 'list', 'write']))
      .addArgument(
        new Argument(
          '<sort>',
          'to what: a Consul key or service, a secret of a KV engine, or any path of Vault',
        ).choices(['key', 'service', 'secret', 'path']),
      )
      .argument(
        '<name>',
        'its name: a key or service as Consul has it, a secret with the mount in front and without data/, a path as in the API without /v1/',
      );
  },

  async run(context, [job = '', access = '', sort = '', name = ''], options): Promise<ExitCode> {
    if (sort === 'service' && access === 'list')
      throw new WidError('usage', 'services are read or written, not listed');
    const token = await readToken(context, options.token);
    const world = await readWorld(context, job, options);
    const { explain } = await import('../simulate/explain.ts');
    const need = await needOf(world, access, sort, name);
    const { group, task, service } = options;
    const question = {
      group,
      task,
      service,
      token,
      product: need.product,
      needs: [need],
      now: systemClock.now() / 1000,
    };
    const explanation = explain(world, question);
    if (!explanation.registration.accepted)
      throw new WidError('usage', `Nomad refuses this job: ${explanation.registration.error ?? ''}`);
    // Services log in to be registered; what is read is read by tasks.
    const tasksOnly = sort === 'key' && service === undefined;
    const chains = explanation.chains.filter(({ workload }) => !tasksOnly || workload.service === null);
    if (chains.length === 0) expectNames(world.nomad.job, options);
    const chain = theOne(chains, need);
    const { linkLines } = await import('../report/explain-links.ts');
    const { visibleLine } = await import('../report/visible.ts');
    const { allowed, because } = verdict(chain);
    const lines = [
      ...(because === undefined ? [] : wordsOf(linkLines(because))),
      ...(access === 'list' && sort === 'key' && allowed === false ? [aboutLists] : []),
    ];
    const answer = allowed === undefined ? 'not known' : allowed ? 'yes' : 'no';
    context.out([answer, ...lines.map((line) => `  ${visibleLine(line)}`), ''].join('\n'));
    return allowed === undefined ? 2 : allowed ? 0 : 1;
  },
};

/** As Consul 1.22 answers `GET /v1/kv/web?keys` and `POST /v1/internal/acl/authorize` with one and the same token. */
const aboutLists =
  'Consul asks for key:list only where acl.enable_key_list_policy is on; elsewhere a list holds what may be read';

async function needOf({ vault }: JobWorld, access: string, sort: string, name: string): Promise<Need> {
  const { consulRequest, listed, secretPath, vaultRequest } = await import('../simulate/explain/requests.ts');
  const common = {
    need: `${access} ${sort} ${name}`,
    origin: '',
    conditional: false,
    unknown: [],
    lack: 'denied',
    prefix: false,
  } as const;
  if (sort === 'key' || sort === 'service')
    return { ...common, product: 'consul', request: consulRequest(sort, name, access) };
  const kv = sort === 'secret' ? (vault?.kv ?? {}) : {};
  const path = secretPath(name, access === 'list' ? 'metadata' : 'data', kv);
  const request =
    access === 'list' ? vaultRequest(listed(path), 'list') : vaultRequest(path, access === 'write' ? 'update' : 'read');
  return { ...common, product: 'vault', request };
}

/** Of several workloads, a question must say which is meant. */
function theOne(chains: readonly Chain[], { product }: Need): Chain {
  const [chain, second] = chains;
  const title = product === 'consul' ? 'Consul' : 'Vault';
  if (chain === undefined)
    throw new WidError('usage', `no such workload of the job logs in at ${title}`, {
      hint: 'wid explain shows the workloads of a job',
    });
  if (second === undefined) return chain;
  const names = chains.map(({ workload: { group, task, service } }) =>
    [
      `--group ${group}`,
      ...(task === null ? [] : [`--task ${task}`]),
      ...(service === null ? [] : [`--service ${service}`]),
    ].join(' '),
  );
  throw new WidError('usage', `several workloads of the job log in at ${title}`, {
    hint: `say which: ${names.join('; ')}`,
  });
}

/** The link that decides: the first broken one, or else the last, which is what was asked. */
function verdict({ links, broken }: Chain): {
  readonly allowed: boolean | undefined;
  readonly because: Link | undefined;
} {
  if (broken !== null) return { allowed: false, because: links[broken] };
  const unsure = links.find(({ state }) => state === 'unknown');
  return unsure === undefined ? { allowed: true, because: links.at(-1) } : { allowed: undefined, because: unsure };
}

function wordsOf({
  title,
  details,
}: {
  readonly title: string;
  readonly details: readonly string[];
}): readonly string[] {
  return [title, ...details.map((line) => `  ${line}`)];
}
