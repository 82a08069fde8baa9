import type { Behaviour } from './version.ts';
import { behaviourOf } from './version.ts';
import type { Node } from './members.ts';
import { child, flag, maybeText, nodeAt, number, pathOf, text, textMap, texts } from './members.ts';
import { parseGoDuration } from '../../syntax/go-duration.ts';
import { WidError } from '../../support/errors.ts';

/** The servers of a region, as far as they decide about identities. All of them are taken to be configured alike. */
export interface NomadServer {
  readonly behaviour: Behaviour;
  readonly region: string;
  /** Empty for none; used as it is written. */
  readonly oidcIssuer: string;
  /** Their `consul` blocks by the names of the clusters, `default` among them. */
  readonly consuls: ReadonlyMap<string, ConsulBlock>;
  /** The same of `vault`. */
  readonly vaults: ReadonlyMap<string, VaultBlock>;
}

export interface ConsulBlock {
  readonly serviceIdentity: ServerIdentity | undefined;
  readonly taskIdentity: ServerIdentity | undefined;
}

export interface VaultBlock {
  readonly enabled: boolean;
  readonly defaultIdentity: ServerIdentity | undefined;
}

/** An identity block of the agent's configuration. */
export interface ServerIdentity {
  readonly audience: readonly string[];
  readonly env: boolean;
  readonly file: boolean;
  readonly filepath: string;
  /** Nanoseconds. */
  readonly ttl: number;
  readonly extraClaims: Readonly<Record<string, string>>;
}

/** A namespace of Nomad and the claims that it adds; they exist since 2.0.3. */
export interface NomadNamespace {
  readonly name: string;
  readonly requiredExtraClaims: Readonly<Record<string, string>>;
  readonly optionalExtraClaims: Readonly<Record<string, string>>;
}

/** Reads `nomad` of a prediction. Blocks of other clusters than `default` stand below `clusters`, by their names. Identities are as `/v1/agent/self` shows them; a TTL may also be a Go duration. */
export function readServer(given: unknown): NomadServer {
  const node = nodeAt(given, 'nomad');
  const consul = child(node, 'consul');
  const vault = child(node, 'vault');
  const version = maybeText(node, 'version');
  if (version === undefined) throw new WidError('syntax', 'nomad.version must be given', { hint: 'such as "1.11.1"' });
  return {
    behaviour: behaviourOf(version),
    region: maybeText(node, 'region') ?? 'global',
    oidcIssuer: text(node, 'oidcIssuer'),
    consuls: byCluster(consul, consulBlock),
    vaults: byCluster(vault, vaultBlock),
  };
}

function byCluster<B>(node: Node | undefined, read: (block: Node) => B): ReadonlyMap<string, B> {
  if (node === undefined) return new Map();
  const named = child(node, 'clusters');
  const others = named === undefined ? [] : Object.keys(named.value).map((name) => [name, child(named, name)] as const);
  return new Map([['default', node] as const, ...others].flatMap(([name, of]) => (of ? [[name, read(of)]] : [])));
}

function consulBlock(node: Node): ConsulBlock {
  return {
    serviceIdentity: identity(child(node, 'serviceIdentity')),
    taskIdentity: identity(child(node, 'taskIdentity')),
  };
}

function vaultBlock(node: Node): VaultBlock {
  return { enabled: flag(node, 'enabled'), defaultIdentity: identity(child(node, 'defaultIdentity')) };
}

export function readNamespace(given: unknown): NomadNamespace {
  const node = nodeAt(given, 'namespace');
  return {
    name: text(node, 'Name') || 'default',
    requiredExtraClaims: textMap(node, 'RequiredExtraClaims'),
    optionalExtraClaims: textMap(node, 'OptionalExtraClaims'),
  };
}

function identity(node: Node | undefined): ServerIdentity | undefined {
  return (
    node && {
      audience: texts(node, 'Audience'),
      env: flag(node, 'Env'),
      file: flag(node, 'File'),
      filepath: text(node, 'Filepath'),
      ttl: ttl(node),
      extraClaims: textMap(node, 'ExtraClaims'),
    }
  );
}

function ttl(node: Node): number {
  const given = node.value['TTL'];
  if (typeof given !== 'string') return number(node, 'TTL');
  const read = parseGoDuration(given);
  if (!read.ok) throw new WidError('syntax', `${pathOf(node, 'TTL')}: ${read.error}`);
  return Number(read.nanoseconds);
}
