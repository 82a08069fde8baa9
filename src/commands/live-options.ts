import { join } from 'node:path';
import { InvalidArgumentError, Option, type Command as Commander } from 'commander';
import type { Product } from '../clients/api.ts';
import type { Connection } from '../clients/connect.ts';
import type { Job, Part, World } from '../model/world.ts';
import type { Context } from './command.ts';
import { expectNamespace, expectRequired } from './expect-world.ts';
import { collected } from './provisioning.ts';

/** Options of the commands that read the whole world from the servers. */
export interface LiveOptions {
  readonly namespace?: string;
  readonly region?: string;
  readonly require?: readonly Product[];
  readonly cacheDir?: string;
  /** `false` by --no-cache. */
  readonly cache?: boolean;
}

const products: readonly Product[] = ['nomad', 'consul', 'vault'];

export function liveOptions(command: Commander): Commander {
  return command
    .option('--namespace <name>', "only jobs of this Nomad namespace (default: '*', all that the token may see)")
    .option(
      '--region <name>',
      "this region of Nomad, or '*' for all of the federation (default: NOMAD_REGION, else the agent's own)",
    )
    .addOption(
      new Option(
        '--require <product>',
        'fail when it cannot be reached or read, instead of going on without; may be repeated',
      )
        .choices(products)
        .argParser((value: string, before: readonly string[] | undefined) => {
          if (products.some((one) => one === value)) return collected(value, before);
          throw new InvalidArgumentError('Allowed choices are nomad, consul, vault.');
        }),
    )
    .option('--cache-dir <folder>', 'where jobs are kept between runs (default: wid in XDG_CACHE_HOME or ~/.cache)')
    .option('--no-cache', 'read every job anew and keep none');
}

export interface LiveReading {
  readonly parts?: readonly Part[];
  /** Whether only the agent that is asked tells of itself. */
  readonly askedAgentOnly?: boolean;
  /** Told what decides about jobs when it is known, and each job as it arrives; see `WorldWanted`. */
  readonly onSurroundings?: (world: World) => void;
  readonly onJob?: (job: Job) => void;
}

/** Reads the world as the options say, with what earlier runs kept of its jobs, and shows how far it is. */
export async function readLiveWithOptions(
  context: Context,
  clients: Connection,
  { namespace = '*', region: named, require = [], cacheDir, cache = true }: LiveOptions,
  reading: LiveReading = {},
): Promise<World> {
  const { readLiveWorld } = await import('../collect/live-world.ts');
  const { openJobCache } = await import('../collect/job-cache.ts');
  const region = named ?? regionOf(context.env);
  const folder = cacheDir ?? cacheFolder(context.env);
  const memory =
    cache && folder !== undefined ? await openJobCache(folder, `${clients.nomad.address} ${region ?? ''}`) : undefined;
  const progress =
    context.watched === true ? (await import('../report/progress.ts')).progressLine(context.err) : undefined;
  try {
    const world = await readLiveWorld(
      clients,
      {
        namespace,
        region,
        required: require,
        memory,
        ...reading,
        ...(progress && { onProgress: progress.tell }),
      },
      context.log,
    );
    expectRequired(world, require);
    expectNamespace(world, namespace);
    if (world.nomad !== undefined)
      await memory?.save(namespace === '*').catch((error: unknown) => {
        const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
        context.log.warn('jobs are not kept for the next run', { folder, reason });
      });
    return world;
  } finally {
    progress?.end();
  }
}

/** The region that requests go to, as for `nomad` itself: agents and keys must be of the one that jobs are of. */
export function regionOf({ NOMAD_REGION: region }: Context['env']): string | undefined {
  return region === '' ? undefined : region;
}

/** As the XDG base directory specification has it. Without a home there is none. */
function cacheFolder({ XDG_CACHE_HOME: base, HOME: home }: Context['env']): string | undefined {
  if (base !== undefined && base !== '') return join(base, 'wid');
  return home === undefined || home === '' ? undefined : join(home, '.cache', 'wid');
}
