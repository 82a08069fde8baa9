import { authorize, authorizer, type Authorizer } from '../../../src/simulate/consul-acl/authorize.ts';
import { permissionDenied } from '../../../src/simulate/consul-acl/denial.ts';
import type { Granting } from '../../../src/simulate/consul-acl/grant.ts';
import { mergeLayer } from '../../../src/simulate/consul-acl/layer.ts';
import { consulPolicyRules } from '../../../src/validation/consul/policy.ts';
import { equal, type Areas } from './area.ts';
import { consulLabVerdict } from './consul-lab.ts';

function holder(policies: readonly string[], defaultPolicy: 'allow' | 'deny'): Authorizer {
  const grantings: Granting[] = policies.map((text, index) => ({
    policy: String(index),
    rules: consulPolicyRules(text) ?? [],
  }));
  return authorizer({ layer: mergeLayer(grantings), grantings }, [], defaultPolicy);
}

export const consulAclAreas: Areas = {
  'consul.acl': ({ input, expected }) => {
    const to = holder(input.policies, input.default);
    const answers = Object.keys(expected as Record<string, string>).map((question) => {
      const [, resource = '', access = '', segment = ''] = /^(\w+):([\w-]+) (.*)$/s.exec(question) ?? [];
      return [question, authorize(to, { resource, access, segment }).allow ? 'Allow' : 'Deny'];
    });
    return equal(Object.fromEntries(answers), expected);
  },
  'consul.permissionDenied': ({ input, expected }) => equal({ message: permissionDenied(input) }, expected),
  'consul.live.logout': consulLabVerdict,
  'consul.live.probe': (vector) => {
    const { name, input, expected } = vector;
    // The vectors' token has the service identity "web"; which permission an address needs is not part of the question.
    const lacks = /lacks permission '(\w+):(\w+)'(?: on "([^"]*)")?/.exec(expected.body ?? '');
    if (lacks === null) return consulLabVerdict(vector);
    const [, resource = '', access = '', segment = ''] = lacks;
    const anonymous = name.includes('anon');
    const rules = anonymous
      ? ''
      : 'service "web" { policy = "write" } service "web-sidecar-proxy" { policy = "write" } service_prefix "" { policy = "read" } node_prefix "" { policy = "read" }';
    const { allow } = authorize(holder([rules], 'deny'), { resource, access, segment });
    const accessor = anonymous ? '00000000-0000-0000-0000-000000000002' : '<accessor>';
    const named = lacks[3] === undefined ? {} : { name: segment };
    const body = allow ? '' : permissionDenied({ accessor, resource, level: access, ...named });
    return equal({ status: input.method === undefined ? 200 : 403, body }, expected);
  },
};
