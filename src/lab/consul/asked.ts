import { checkError, type Check } from '../../simulate/consul-acl/authorize.ts';
import type { Answer, LabRequest, Route } from '../router.ts';
import { badRequest, json } from './answers.ts';
import { permits } from './permission.ts';
import { textOf } from './request.ts';
import type { ConsulState } from './state.ts';

const most = 64;

/** What Consul's own interface asks before it shows a button: may this token do that? */
export function permissionRoutes(state: ConsulState): readonly Route[] {
  return [{ path: '/v1/internal/acl/authorize', handlers: { POST: (request) => answers(state, request) } }];
}

function answers(state: ConsulState, request: LabRequest): Answer {
  const checks = read(request);
  if (checks.length > most) throw badRequest(`Refusing to process more than ${String(most)} authorizations at once`);
  const may = permits(state, request);
  for (const check of checks) {
    const error = checkError(check);
    if (error !== undefined) throw badRequest(error);
  }
  return json(
    request,
    checks.map(({ resource, segment, access }) => ({
      Resource: resource,
      ...(segment === '' ? {} : { Segment: segment }),
      Access: access,
      Allow: may(resource, access, segment),
    })),
  );
}

function read(request: LabRequest): readonly Check[] {
  const refuse = (why: string): Error => badRequest(`Failed to decode request body: ${why}`);
  const body = request.body.toString('utf8');
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    throw refuse(body === '' ? 'EOF' : 'unexpected EOF');
  }
  const type = '[]structs.ACLAuthorizationRequest';
  if (!Array.isArray(given)) throw refuse(`json: cannot unmarshal ${typeof given} into Go value of type ${type}`);
  return (given as readonly Readonly<Record<string, unknown>>[]).map((check) => ({
    resource: textOf(check, 'Resource'),
    segment: textOf(check, 'Segment'),
    access: textOf(check, 'Access'),
  }));
}
