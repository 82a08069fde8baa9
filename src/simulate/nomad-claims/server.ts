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
  readonly serviceIdentity: ServerIdentity | undefined;
  readonly taskIdentity: ServerIdentity | undefined;
  readonly vaultEnabled: boolean;
  readonly vaultIdentity: ServerIdentity | undefined;
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

/** Reads `nomad` of a prediction. Identities are as `/v1/agent/self` shows them; a TTL may also be a Go duration. */
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
    serviceIdentity: consul && identity(child(consul, 'serviceIdentity')),
    taskIdentity: consul && identity(child(consul, 'taskIdentity')),
    vaultEnabled: vault !== undefined && flag(vault, 'enabled'),
    vaultIdentity: vault && identity(child(vault, 'defaultIdentity')),
  };
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
