import { draft, scoped, type Draft } from '../draft.ts';
import { audiencesOf, consulFields, type Issuer } from '../issuer.ts';
import { packageText } from '../package-text.ts';
import type { NomadConsul } from '../sections/presets.ts';
import type { Spot } from '../spot.ts';
import { consulClaims, toThemselves } from './claims.ts';

const origin = 'preset nomad-consul';

/**
 * What `nomad setup consul` makes, field for field (Nomad 1.11): an auth method, a rule that gives services their
 * identity, a rule that gives tasks the role of their Nomad namespace, and such a role with its policy.
 * On Consul Enterprise, policy and roles stand in a namespace of their own, and the method sends logins to the namespace
 * that the job asks for.
 */
export function nomadConsul(preset: NomadConsul, issuer: Issuer, spot: Spot): readonly Draft[] {
  const enterprise = preset.namespace !== undefined;
  const around = scoped(undefined, preset.partition);
  const inside = scoped(preset.namespace, preset.partition);
  const make = (kind: Draft['kind'], identity: Draft['identity'], given: Parameters<typeof draft>[2]): Draft =>
    draft(kind, identity, given, origin, spot);

  const namespace = make(
    'consul/namespace',
    { name: preset.namespace ?? '', ...around },
    { meta: { 'created-by': 'nomad-setup' } },
  );
  const policy = make(
    'consul/policy',
    { name: preset.policy, ...inside },
    { rules: packageText('policies/consul/nomad-tasks.hcl') },
  );
  const roles = [...new Set(preset.namespaces)].map((nomadNamespace) =>
    make(
      'consul/role',
      { name: `${preset.role_prefix}${nomadNamespace}${preset.role_suffix}`, ...inside },
      { description: 'Role for Nomad tasks using workload identities', policies: [preset.policy] },
    ),
  );
  const method = make(
    'consul/auth-method',
    { name: preset.auth_method, ...around },
    {
      ...consulFields(issuer),
      type: 'jwt',
      display_name: preset.auth_method,
      description: 'Login method for Nomad workloads using workload identities',
      token_locality: 'local',
      jwt_supported_algs: ['RS256'],
      bound_audiences: (audiencesOf(preset.audience) ?? issuer.audiences ?? ['consul.io']).toSorted(),
      claim_mappings: toThemselves(consulClaims),
      namespace_rules: enterprise
        ? [{ selector: '"consul_namespace" in value', bind_namespace: '${value.consul_namespace}' }]
        : undefined,
    },
  );
  const rule = (type: string, name: string, selector: string, who: string): Draft =>
    make(
      'consul/binding-rule',
      { name: `${type}/${name}`, parent: preset.auth_method, ...around },
      {
        description: `Binding rule for Nomad ${who} authenticated using a workload identity`,
        bind_type: type,
        bind_name: name,
        selector,
      },
    );

  const services = rule('service', '${value.nomad_service}', '"nomad_service" in value', 'services');
  const tasks = rule(
    'role',
    `${preset.role_prefix}\${value.nomad_namespace}${preset.role_suffix}`,
    '"nomad_service" not in value',
    'tasks',
  );
  // Without a tasks role, its policy and the rule that binds it are of no use: what tasks may do is for grants to say.
  return [
    ...(enterprise && inside.namespace !== undefined ? [namespace] : []),
    ...(roles.length > 0 ? [policy, ...roles] : []),
    method,
    services,
    ...(roles.length > 0 ? [tasks] : []),
  ];
}
