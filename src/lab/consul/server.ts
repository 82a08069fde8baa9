import { randomUUID } from 'node:crypto';
import { Secret } from '../../support/secret.ts';
import { find, type Answer, type LabRequest, type Route } from '../router.ts';
import { listen, type Listener } from '../server.ts';
import { agentRoutes } from './agent.ts';
import { badRequest, ConsulError, errorAnswer, notFound } from './answers.ts';
import { authMethodRoutes } from './auth-methods.ts';
import { bindingRuleRoutes } from './binding-rules.ts';
import { whenNewer } from './blocking.ts';
import { addDefaultNamespace, enterpriseRoutes } from './enterprise.ts';
import { kvRoutes } from './kv.ts';
import { loginRoutes } from './login.ts';
import { permissionRoutes } from './asked.ts';
import { serviceRoutes } from './services.ts';
import { addBuiltinPolicies, policyRoutes } from './policies.ts';
import { roleRoutes } from './roles.ts';
import { sessionRoutes } from './sessions.ts';
import { emptyState, touch, type ConsulState } from './state.ts';
import { addFirstTokens, tokenRoutes } from './tokens.ts';

export interface ConsulOptions {
  /** Namespaces and partitions. */
  readonly enterprise?: boolean;
  readonly datacenter?: string;
  /** Milliseconds since the epoch; the system's clock when left out. */
  readonly now?: () => number;
  /** Leaves out the management token, so that `consul acl bootstrap` makes it. */
  readonly bootstrapped?: boolean;
  readonly port?: number;
}

export interface EmbeddedConsul extends Listener {
  readonly managementToken: Secret;
  readonly state: ConsulState;
}

/** A Consul server with ACLs switched on and default policy `deny`, with its ACL, login, KV, session, service and status endpoints. */
export async function startConsul(options: ConsulOptions = {}): Promise<EmbeddedConsul> {
  const { enterprise = false, datacenter = 'dc1', now = Date.now, bootstrapped = true, port = 0 } = options;
  const state = emptyState({ enterprise, datacenter, now });
  const secret = randomUUID();
  addBuiltinPolicies(state);
  addFirstTokens(state, bootstrapped ? secret : undefined);
  if (enterprise) {
    const index = touch(state, 'partitions');
    state.partitions.set('default', {
      Name: 'default',
      Description: 'Builtin Default Partition',
      CreateIndex: index,
      ModifyIndex: index,
    });
    addDefaultNamespace(state, 'default');
  }
  const routes = [
    ...policyRoutes(state), ...roleRoutes(state), ...authMethodRoutes(state), ...bindingRuleRoutes(state), ...tokenRoutes(state),
    ...loginRoutes(state), ...permissionRoutes(state), ...serviceRoutes(state),
    ...kvRoutes(state), ...sessionRoutes(state), ...agentRoutes(state), ...enterpriseRoutes(state),
  ]; // prettier-ignore
  const listener = await listen(
    (request) => answer(state, routes, request),
    (message) => errorAnswer(new ConsulError(500, message)),
    port,
  );
  return { ...listener, managementToken: new Secret(secret), state };
}

async function answer(state: ConsulState, routes: readonly Route[], request: LabRequest): Promise<Answer> {
  try {
    // Go's mux sends clean paths on their way and redirects the others.
    if (request.path.includes('//'))
      return { status: 307, headers: { Location: request.path.replaceAll(/\/+/g, '/') } };
    const found = find(routes, request.method, request.path);
    if (found.kind === 'none') throw notFound('Invalid URL path: not a recognized HTTP API endpoint\n');
    if (found.kind === 'method') {
      const allowed = `OPTIONS,${found.allowed.join(',')}`;
      if (request.method === 'OPTIONS') return { status: 200, headers: { Allow: allowed } };
      throw new ConsulError(405, `method ${request.method} not allowed`, { Allow: allowed });
    }
    const consistency = ['stale', 'consistent'].filter((name) => request.query.has(name));
    if (consistency.length > 1) throw badRequest('Cannot specify ?stale with ?consistent, conflicting semantics.');
    const handled = { ...request, params: found.params };
    const run = async (): Promise<Answer> => found.handler(handled);
    return await (request.method === 'GET' && request.query.has('index') ? whenNewer(state, request, run) : run());
  } catch (error) {
    if (error instanceof ConsulError) return errorAnswer(error);
    throw error;
  }
}
