import { consulPolicyRules, type ConsulResource, type ConsulRule } from '../../validation/consul/policy.ts';
import type { Granting } from './grant.ts';

/** What a node, service or templated policy of a token or role gives, and where. */
export interface Template {
  /** `builtin/service` and so on. */
  readonly template: string;
  /** Empty for templates without a variable. */
  readonly name: string;
  /** Who grants, as in `service identity web`. */
  readonly title: string;
  /** Empty for all. */
  readonly datacenters: readonly string[];
}

type Access = 'read' | 'write';
const exact = (resource: ConsulResource, name: string, policy: Access): ConsulRule => ({
  resource, match: 'exact', name, policy, intentions: '',
}); // prettier-ignore
const every = (resource: ConsulResource, policy: Access): ConsulRule => ({
  resource, match: 'prefix', name: '', policy, intentions: '',
}); // prettier-ignore

const contents: Readonly<Record<string, (name: string) => readonly ConsulRule[]>> = {
  'builtin/service': (name) => [
    exact('service', name, 'write'),
    exact('service', `${name}-sidecar-proxy`, 'write'),
    every('service', 'read'),
    every('node', 'read'),
  ],
  'builtin/node': (name) => [exact('node', name, 'write'), every('service', 'read')],
  'builtin/dns': () => [every('node', 'read'), every('service', 'read'), every('query', 'read')],
  'builtin/nomad-server': () => [
    exact('acl', '', 'write'),
    every('agent', 'read'),
    every('node', 'read'),
    every('service', 'write'),
  ],
  'builtin/nomad-client': () => [
    every('agent', 'read'),
    every('node', 'read'),
    every('service', 'write'),
    every('key', 'read'),
  ],
};

/** Names that mean nothing but themselves between quotes in HCL. */
const plain = /^[\w ./:@~-]*$/;

/**
 * The policy that Consul makes up; `undefined` when its text would be no policy, at which Consul refuses the whole token.
 * Consul puts the names into text. Those of API gateways are checked by nobody, so they can end the quoted name and go
 * on with rules of their own; they are read as Consul reads them.
 */
export function templateGranting({ template, name, title }: Template): Granting | undefined {
  const known = contents[template];
  if (known !== undefined) return { policy: title, rules: known(name) };
  const around = [exact('mesh', '', 'read'), every('node', 'read'), every('service', 'read')];
  if (plain.test(name)) return { policy: title, rules: [...around, exact('service', name, 'write')] };
  const rules = gatewayRules(name);
  return rules === undefined ? undefined : { policy: title, rules };
}

/** The gateway's policy, written as Consul writes it. */
function gatewayRules(name: string): readonly ConsulRule[] | undefined {
  const block = (rule: string, label: string, policy: Access): string =>
    `${rule} "${label}" {\n\tpolicy = "${policy}"\n}\n`;
  const around = block('node_prefix', '', 'read') + block('service_prefix', '', 'read');
  return consulPolicyRules(`mesh = "read"\n${around}${block('service', name, 'write')}`);
}

const resources: readonly ConsulResource[] = ['agent', 'event', 'key', 'node', 'query', 'service', 'session'];
const wholes: readonly ConsulResource[] = ['acl', 'keyring', 'mesh', 'operator', 'peering'];

/** The two policies that every server has. */
export const builtinPolicies: readonly {
  readonly ID: string;
  readonly Name: string;
  readonly rules: readonly ConsulRule[];
}[] = [
  { ID: '00000000-0000-0000-0000-000000000001', Name: 'global-management', rules: everything('write') },
  { ID: '00000000-0000-0000-0000-000000000002', Name: 'builtin/global-read-only', rules: everything('read') },
];

function everything(policy: Access): readonly ConsulRule[] {
  return [
    ...wholes.map((resource) => exact(resource, '', policy)),
    ...resources.map((resource) => ({
      ...every(resource, policy),
      intentions: resource === 'service' ? policy : '',
    })),
  ];
}
