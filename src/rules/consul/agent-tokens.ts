import type { ApiObject } from '../../model/api-object.ts';
import type { Look } from '../look.ts';

/** A token that agents of Nomad use for themselves. */
export interface AgentToken {
  readonly accessor: string;
  readonly token: ApiObject;
  readonly server: boolean;
  readonly client: boolean;
  /** Whether only its description says so. */
  readonly guessed: boolean;
  /** As in a sentence: `the token of Nomad's clients`. */
  readonly whose: string;
}

/**
 * Agents hide their tokens. Where it is not known which ones they are, those made by hand are taken for them that say so
 * in their description or by the names of their policies.
 */
export function agentTokens({ world: { consul } }: Look): readonly AgentToken[] {
  const users = new Map<string, string[]>();
  for (const [user, accessor] of Object.entries(consul?.tokensOfAgents ?? {}))
    if (user.startsWith('nomad ')) users.set(accessor, [...(users.get(accessor) ?? []), user]);
  return (consul?.tokens ?? []).flatMap((token): readonly AgentToken[] => {
    const accessor = String(token['AccessorID']);
    const known = users.get(accessor);
    if (known === undefined && users.size > 0) return [];
    const text = known?.join(' ') ?? descriptionOf(token);
    if (text === undefined) return [];
    const [saysServer, saysClient] = [/server/i.test(text), /client/i.test(text)];
    // One that says neither is that of both.
    const server = saysServer || !saysClient;
    const client = saysClient || !saysServer;
    const kind = server && client ? 'agents' : server ? 'servers' : 'clients';
    const name = typeof token['Description'] === 'string' ? ` (${token['Description']})` : '';
    const guessed = known === undefined;
    const hedge = guessed ? ', as its description has it,' : '';
    return [
      { accessor, token, server, client, guessed, whose: `the token of Nomad's ${kind} ${accessor}${name}${hedge}` },
    ];
  });
}

/** What a token made by hand says of itself, if that is about Nomad. */
function descriptionOf(token: ApiObject): string | undefined {
  if (token['AuthMethod'] !== undefined && token['AuthMethod'] !== '') return undefined;
  const named = ['Policies', 'Roles', 'TemplatedPolicies'].flatMap((member) => {
    const all = token[member];
    return Array.isArray(all)
      ? (all as readonly ApiObject[]).map(({ Name, TemplateName }) => String(Name ?? TemplateName))
      : [];
  });
  const text = [token['Description'], ...named].join(' ');
  return /\bnomad\b/i.test(text) && /\b(agent|client|server)s?\b/i.test(text) ? text : undefined;
}
