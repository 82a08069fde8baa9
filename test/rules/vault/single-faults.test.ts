import { expect, it } from 'vitest';
import { audit } from '../../../src/audit/audit.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { World } from '../../../src/model/world.ts';
import { change, inTask } from '../../../src/rules/change.ts';
import { healthyWorld } from '../../../src/rules/healthy-world.ts';
import { rules } from '../../../src/rules/index.ts';
import { lookAt } from '../../../src/rules/look-at.ts';

const own = 'nomad-workloads';

/** A policy more, which the role that all use gives as well. */
const also =
  (text: string) =>
  (world: World): World =>
    change.jwtRole(
      change.vault(world, { policies: { ...world.vault?.policies, shared: text }, engines: { secret: 'kv' } }),
      { token_policies: [own, 'shared'] },
    );
const policy =
  (make: (text: string) => string) =>
  (world: World): World =>
    change.vaultPolicies(world, (text, name) => (name === own ? make(text) : text));
const path = (label: string, ...capabilities: string[]): string =>
  `path "${label}" { capabilities = ${JSON.stringify(capabilities)} }`;
const identities =
  (...names: string[]) =>
  (world: World) =>
    change.jobs(world, (job) =>
      inTask(job, {
        Identities: names.map((Name) => ({ Name, Audience: [Name.startsWith('consul') ? 'consul.io' : 'vault.io'] })),
      }),
    );
const unmounted = (world: World): World => change.vault(world, { engines: {}, kv: {} });

/** Each changes one thing of a healthy cluster; what has to be said first, and nothing beside it that has another cause. */
const faults: readonly (readonly [says: string, said: string | undefined, make: (world: World) => World])[] = [
  ['all jobs read what belongs to none', undefined, also(path('secret/data/shared/+/config', 'read'))],
  ['all jobs read what Vault says of itself', undefined, also(path('sys/health', 'read'))],
  ['all tokens may renew themselves twice', undefined, also(path('auth/token/renew-self', 'update'))],
  [
    'all jobs may write what Vault is told',
    'security/open-privileged-role: any job may log in with role nomad-workloads and gets the policies shared',
    also(path('sys/config/cors', 'update')),
  ],
  ['less exact paths deny what tokens may do with themselves', undefined, also(path('auth/*', 'deny'))],
  [
    'no token may renew itself',
    'vault/no-default-policy: policy shared does not let tokens renew themselves, such as those of role nomad-workloads of auth/jwt-nomad',
    also(path('auth/token/renew-self', 'deny')),
  ],
  [
    'all jobs read what one of them has',
    'security/open-privileged-role: any job may log in with role nomad-workloads and gets the policies shared',
    also(path('secret/data/default/*', 'read')),
  ],
  [
    'all jobs read what one of them has, by a part left open',
    'security/open-privileged-role: any job may log in with role nomad-workloads and gets the policies shared',
    also(path('secret/data/+/web/config', 'read')),
  ],
  [
    'all jobs read what one of them has, in a folder called by its id',
    'security/open-privileged-role: any job may log in with role nomad-workloads and gets the policies shared',
    also(path('secret/data/web/*', 'read')),
  ],
  [
    'all jobs write what belongs to none',
    'security/open-privileged-role: any job may log in with role nomad-workloads and gets the policies shared',
    also(path('secret/data/shared/*', 'read', 'update')),
  ],
  [
    'all jobs get credentials',
    'security/open-privileged-role: any job may log in with role nomad-workloads and gets the policies shared',
    also(path('database/creds/web', 'read')),
  ],
  [
    'the engine is gone that policy and template are about',
    'vault/engine-missing: nothing is mounted in Vault at secret/, where task server of job web reads secret/data/default/web/config',
    unmounted,
  ],
  [
    'the engine is gone that another policy is about as well',
    'vault/engine-missing: nothing is mounted in Vault at secret/, where task server of job web reads secret/data/default/web/config',
    (world) => unmounted(also(path('secret/data/shared/config', 'read'))(world)),
  ],
  [
    'mappings are the wrong way round',
    'vault/template-without-mapping: policy nomad-workloads is templated with the metadata nomad_namespace, nomad_job_id, which role nomad-workloads does not map',
    (world) =>
      change.mount(world, (mount) => ({
        ...mount,
        roles: { [own]: { ...mount.roles[own], claim_mappings: { namespace: 'nomad_namespaces', job: 'nomad_job' } } },
      })),
  ],
  [
    'an identity is named in capitals, beside the one that servers add',
    'job/identity-name: identity vault_Default of task server of job web is not the one that Nomad logs in with: that is vault_default',
    identities('consul_default', 'vault_Default', 'vault_default'),
  ],
  [
    'the role that all use has another name',
    'vault/role-missing: auth/jwt-nomad has no role nomad-workloads, with which task server of job web logs in (default_role of the mount)',
    (world) =>
      change.mount(also(path('secret/data/shared/config', 'read'))(world), (mount) => ({
        ...mount,
        roles: { workloads: mount.roles[own] ?? {} },
      })),
  ],
  [
    'the job names a role that is not there',
    'vault/role-missing: auth/jwt-nomad has no role nomad-workload, with which task server of job web logs in (named by the job)',
    (world) => change.jobs(world, (one) => inTask(one, { Vault: { Cluster: 'default', Role: 'nomad-workload' } })),
  ],
  [
    'the role is bound to another namespace',
    'vault/bound-claims: role nomad-workloads of auth/jwt-nomad does not fit web/server: error validating claims: claim "nomad_namespace" does not match any associated bound claim values (bound to prod, stage; the JWT has default)',
    (world) => change.jwtRole(world, { bound_claims: { nomad_namespace: ['prod', 'stage'] } }),
  ],
  [
    'the role is bound to one allocation',
    'vault/bound-claims: role nomad-workloads of auth/jwt-nomad is bound to one nomad_allocation_id (aaaaaaaa), and each allocation has another',
    (world) => change.jwtRole(world, { bound_claims: { nomad_allocation_id: 'aaaaaaaa' } }),
  ],
  [
    'the role is bound to whatever allocation',
    undefined,
    (world) =>
      change.jwtRole(world, {
        bound_claims_type: 'glob',
        bound_claims: { nomad_allocation_id: '*', nomad_job_id: 'web' },
      }),
  ],
  [
    'the policy has a slip in a path',
    'workload/need-denied: task server of job web may not read secret/data/default/web/config (secret "secret/data/default/web/config" in template 1): role nomad-workloads gives nomad-workloads, and no path there fits; the nearest is secret/data/default/wed/* of policy nomad-workloads',
    policy(() => path('secret/data/default/wed/*', 'read')),
  ],
  [
    'the policy lets it be written only',
    'workload/need-denied: task server of job web may not read secret/data/default/web/config (secret "secret/data/default/web/config" in template 1): policy nomad-workloads allows create only at secret/data/{{…metadata.nomad_namespace}}/{{…metadata.nomad_job_id}}/*',
    policy((text) => text.replaceAll('"read"', '"create"')),
  ],
  [
    'another policy denies it',
    'workload/need-denied: task server of job web may not read secret/data/default/web/config (secret "secret/data/default/web/config" in template 1): policy shared denies it at secret/data/default/web/*',
    also(path('secret/data/default/web/*', 'deny')),
  ],
  [
    'the role gives no policy',
    'workload/need-denied: task server of job web may not read secret/data/default/web/config (secret "secret/data/default/web/config" in template 1): role nomad-workloads gives no policy but the default one',
    (world) => change.jwtRole(world, { token_policies: [] }),
  ],
];

it.each(faults)('%s: %s', (_, said, make) => {
  const world = make(healthyWorld());
  const { findings } = audit(world, lookAt(world, { now: world.takenAt, sources: new Map() }), rules);
  const [first, ...others] = findings.filter(({ severity }) => severity !== 'info');
  expect(first && sentence(first)).toBe(said);
  expect(others.filter(({ rule, causedBy }) => causedBy === undefined && rule !== first?.rule).map(sentence)).toEqual(
    [],
  );
});

function sentence({ rule, message }: Finding): string {
  return `${rule}: ${message}`;
}
