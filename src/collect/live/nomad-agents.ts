import pLimit from 'p-limit';
import { z } from 'zod';
import type { Api } from '../../clients/api.ts';
import { withoutCredentials } from '../../clients/issuer.ts';
import type { Agent } from '../../model/agent.ts';
import type { ApiObject } from '../../model/api-object.ts';
import { isObject } from '../../validation/object.ts';
import { versionOf } from '../agent.ts';
import { agentWithoutSecrets } from './agent-without-secrets.ts';
import type { Gaps } from './gaps.ts';
import type { LiveReach } from './wanted.ts';

/** An agent that told of itself, and which node it is, if it is a client. */
export interface SeenAgent {
  readonly agent: Agent;
  readonly nodeId: string | undefined;
  /** Where it says that its HTTP API is reached: `10.0.0.1:4646`. */
  readonly http: string;
}

const anything = z.looseObject({});
const permission = 'agent:read';
const atOnce = 16;

/** What an agent says of itself. */
export async function askAgent(nomad: Api, what: string, gaps: Gaps): Promise<SeenAgent | undefined> {
  return gaps.attempt({ part: 'nomad/agents', what, permission }, async () => {
    const self = (await nomad.get(['agent', 'self'], anything)) ?? {};
    return seen(self, nomad.address);
  });
}

function seen(self: ApiObject, address: string): SeenAgent {
  const config = inside(self, 'config');
  const member = inside(self, 'member');
  const stats = inside(self, 'stats');
  const version = versionOf(inside(config, 'Version'), text(inside(member, 'Tags')['build']));
  const prerelease = text(inside(config, 'Version')['VersionPrerelease']);
  const isServer = inside(config, 'Server')['Enabled'] === true;
  const nodeId = text(inside(stats, 'client')['node_id']);
  const name = isServer ? text(member['Name']) : text(config['NodeName']);
  const called = name || nodeId || address;
  const agent: Agent = {
    name: called,
    region: text(config['Region']) || 'global',
    server: isServer,
    client: inside(config, 'Client')['Enabled'] === true || nodeId !== '',
    version: prerelease === '' ? version : version.replace(/(?=\+)|$/, `-${prerelease}`),
    config: agentWithoutSecrets(config),
    origin: { from: 'server', request: `nomad GET /v1/agent/self (${called})` },
  };
  return {
    agent,
    nodeId: nodeId === '' ? undefined : nodeId,
    http: text(inside(config, 'AdvertiseAddrs')['HTTP']),
  };
}

/** An agent of which it is known where it should answer. */
export interface AgentPlace {
  readonly name: string;
  readonly address: string;
  /** Whether what answers there is the agent that is meant. */
  readonly is: (found: SeenAgent) => boolean;
}

/** Asks agents at their own addresses, for Nomad passes such a request on to nobody. */
export async function askAgents(
  { nomadAt }: LiveReach,
  places: readonly AgentPlace[],
  gaps: Gaps,
  onProgress: (done: number, of: number) => void = () => undefined,
): Promise<readonly SeenAgent[]> {
  if (nomadAt === undefined) return [];
  const limit = pLimit(atOnce);
  let done = 0;
  const found = await Promise.all(
    places.map(({ name, address, is }) =>
      limit(async () => {
        const answer = await askAgent(nomadAt(address), `agent ${name}`, gaps);
        done += 1;
        onProgress(done, places.length);
        if (answer === undefined || is(answer)) return answer;
        const reason = `another agent (${answer.agent.name}) answers at ${withoutCredentials(address)}`;
        gaps.add({ part: 'nomad/agents', what: `agent ${name}`, reason });
        return undefined;
      }),
    ),
  );
  return found.filter((one) => one !== undefined);
}

function inside(object: ApiObject, name: string): ApiObject {
  const value = object[name];
  return isObject(value) ? value : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
