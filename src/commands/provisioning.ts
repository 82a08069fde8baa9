import type { Command as Commander } from 'commander';
import type { Connection } from '../clients/connect.ts';
import type { Reach } from '../kinds/kind.ts';
import { intentsOf } from '../provision/intent.ts';
import { openStore } from '../provision/manifest/open-store.ts';
import type { ManifestStore } from '../provision/manifest/store.ts';
import type { Question } from '../provision/survey.ts';
import type { Spec } from '../spec/resource.ts';
import { didYouMean } from '../spec/suggestion.ts';
import { describePlace } from '../syntax/source.ts';
import { systemClock } from '../support/clock.ts';
import { WidError } from '../support/errors.ts';
import { Secret } from '../support/secret.ts';
import type { Context } from './command.ts';

/** Options that `plan`, `apply`, `drift` and `destroy` share. */
export interface ProvisioningOptions {
  readonly file?: readonly string[];
  readonly adopt?: boolean;
  readonly prune?: boolean;
  readonly target?: readonly string[];
  readonly format?: string;
}

/** The values of an option that may be repeated. */
export const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export function specOption(command: Commander): Commander {
  return command.option(
    '-f, --file <file>',
    'spec to read; may be repeated, - for standard input (default: wid.yaml)',
    collected,
  );
}

export function targetOption(command: Commander): Commander {
  return command.option(
    '--target <address>',
    'only this object, by its address in the plan, and what it needs; may be repeated',
    collected,
  );
}

export function ownershipOptions(command: Commander): Commander {
  return command
    .option('--adopt', 'take over objects that exist and are not owned by this spec')
    .option('--prune', 'delete objects that this spec owns and no longer holds');
}

/** What the options ask for, with everything open that is needed to find out. */
export interface Provisioning {
  readonly spec: Spec;
  readonly question: Question;
  readonly clients: Connection;
  readonly store: ManifestStore;
  readonly secret: Reach['secret'];
}

/** Loads the spec, connects, and hands over; logs out of what it logged in to, whatever happens. */
export async function withProvisioning<T>(
  context: Context,
  options: ProvisioningOptions,
  use: (provisioning: Provisioning) => Promise<T>,
): Promise<T> {
  const spec = await readSpec(context, options.file ?? []);
  return withServers(context, async (clients) => {
    const store = await openStore(spec.manifest, spec.name, clients, systemClock);
    return use({ spec, question: questionOf(spec, options), clients, store, secret: secretFrom(context.env) });
  });
}

export async function withServers<T>(context: Context, use: (clients: Connection) => Promise<T>): Promise<T> {
  const { connect } = await import('../clients/connect.ts');
  const clients = connect({ env: context.env, signal: context.signal, log: context.log });
  try {
    return await use(clients);
  } finally {
    await clients.close();
  }
}

export function secretFrom(env: Context['env']): Reach['secret'] {
  return (name) => {
    const value = env[name];
    if (value === undefined || value === '') {
      throw new WidError('usage', `the spec takes a secret from ${name}, which is not set`, {
        hint: `set ${name} in the environment`,
      });
    }
    return new Secret(value).reveal();
  };
}

export async function readSpec(context: Context, files: readonly string[]): Promise<Spec> {
  const { readSources, readTextFile } = await import('../spec/sources.ts');
  const { loadSpec } = await import('../spec/load.ts');
  return loadSpec(await readSources(files, context.stdin), context.env, readTextFile);
}

function questionOf(spec: Spec, { adopt = false, prune = false, target = [] }: ProvisioningOptions): Question {
  const intents = intentsOf(spec.resources);
  expectTargets(
    target,
    intents.map(({ address }) => address),
  );
  const warnings = spec.warnings.map(({ message, place }) => `${describePlace(place)}: ${message}`);
  return { spec: spec.name, intents, existing: spec.existing, options: { adopt, prune, targets: target }, warnings };
}

function expectTargets(targets: readonly string[], addresses: readonly string[]): void {
  for (const target of targets) {
    if (addresses.includes(target)) continue;
    const example =
      addresses.length === 0 ? 'it holds no objects at all' : `it holds for example ${addresses[0] ?? ''}`;
    throw new WidError('usage', `the spec holds no object ${target}`, {
      hint: didYouMean(target, addresses) ?? example,
    });
  }
}
