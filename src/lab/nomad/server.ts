import { find, type Answer, type LabRequest, type Route } from '../router.ts';
import { listen, type Listener } from '../server.ts';
import { agentRoutes } from './agent.ts';
import { allocationRoutes } from './allocations.ts';
import { errorAnswer, HangUp, NomadError } from './answers.ts';
import { evaluationRoutes } from './evaluations.ts';
import { jobRoutes } from './jobs.ts';
import { keyringRoutes, newKeyring } from './keyring.ts';
import { namespaceRoutes, putNamespace } from './namespaces.ts';
import { emptyState, type Integration, type NomadState } from './state.ts';

export interface NomadOptions {
  readonly region?: string;
  readonly datacenter?: string;
  /** The server's `oidc_issuer`; `'self'` is its own address. Without it workload JWTs have no `iss`. */
  readonly oidcIssuer?: string;
  readonly integration?: Integration;
  /** Milliseconds since the epoch; the system's clock when left out. */
  readonly now?: () => number;
  readonly port?: number;
}

export interface EmbeddedNomad extends Listener {
  readonly state: NomadState;
}

/** A Nomad server without ACLs: jobs are judged, kept and placed, and their identities can be signed, but nothing runs. */
export async function startNomad(options: NomadOptions = {}): Promise<EmbeddedNomad> {
  const {
    region = 'global',
    datacenter = 'dc1',
    oidcIssuer = '',
    integration = {},
    now = Date.now,
    port = 0,
  } = options;
  const own: { address: string } = { address: '' };
  const issuer = (): string => (oidcIssuer === 'self' ? own.address : oidcIssuer);
  const state = emptyState({ region, datacenter, integration, oidcIssuer: issuer, keyring: await newKeyring(), now });
  putNamespace(state, { Name: 'default', Description: 'Default shared namespace' }, 1);
  const routes = [
    ...jobRoutes(state),
    ...evaluationRoutes(state),
    ...allocationRoutes(state),
    ...namespaceRoutes(state),
    ...agentRoutes(state),
    ...keyringRoutes(state),
  ];
  const listener = await listen(
    (request) => answer(routes, request),
    (message) => errorAnswer(new NomadError(500, message)),
    port,
  );
  own.address = listener.address;
  return { ...listener, state };
}

async function answer(routes: readonly Route[], request: LabRequest): Promise<Answer | 'hang up'> {
  try {
    const found = find(routes, request.method, request.path);
    if (found.kind === 'none') throw new NomadError(404, '');
    if (found.kind === 'method') throw new NomadError(405, 'Invalid method');
    return await found.handler({ ...request, params: found.params });
  } catch (error) {
    if (error instanceof NomadError) return errorAnswer(error);
    if (error instanceof HangUp) return 'hang up';
    throw error;
  }
}
