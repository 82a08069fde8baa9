import { stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/kinds/index.ts';
import type { KindId, Live } from '../../src/kinds/kind.ts';
import { loadSpec } from '../../src/spec/load.ts';
import type { Spec } from '../../src/spec/resource.ts';
import { specOf } from '../../src/spec/write.ts';
import { load } from './load-text.ts';

/** The objects of a spec as a cluster would have them after an apply. */
function cluster(spec: Spec): ReadonlyMap<KindId, readonly Live[]> {
  const accessors = new Map([['jwt-nomad', 'auth_jwt_0123abcd']]);
  return new Map(
    (Object.keys(kinds) as KindId[]).map((id) => [
      id,
      spec.resources
        .filter(({ kind }) => kind === id)
        .map(({ identity, body }) => ({
          identity,
          id: id === 'vault/auth-mount' ? (accessors.get(identity.name) ?? 'auth_other') : identity.name,
          body: kinds[id].resolve?.(body, identity, accessors) ?? body,
        })),
    ]),
  );
}

const objects = (spec: Spec): unknown =>
  Object.fromEntries(spec.resources.map(({ address, kind, identity, body }) => [address, { kind, identity, body }]));

describe('a spec that is written from what another made', () => {
  it.each([
    [
      'presets and grants',
      `issuers: { n: { jwks_url: 'http://n/keys', issuer: me } }
presets: [{ preset: nomad-consul, issuer: n, namespaces: [default, prod] }, { preset: nomad-vault, issuer: n }]
grants: [{ job: web, consul: { keys: [a] }, vault: { paths: [secret/a] } }]
`,
    ],
    [
      'Enterprise namespaces',
      `issuers: { n: { jwks_url: 'http://n/keys' } }
presets: [{ preset: nomad-consul, issuer: n, namespace: nomad }, { preset: nomad-vault, issuer: n, namespace: team }]
`,
    ],
    [
      'rules of others, of all types',
      `consul:
  existing: { auth_methods: [m, kube], policies: [p], roles: [r] }
  binding_rules:
    - { auth_method: m, bind_name: web }
    - { auth_method: m, bind_name: web, selector: 'value.a == b' }
    - { auth_method: m, bind_type: role, bind_name: r }
    - { auth_method: m, bind_type: templated-policy, bind_name: builtin/service, bind_vars: { name: '\${value.x}' } }
    - { auth_method: kube, bind_type: role, bind_name: 'k8s-\${serviceaccount.name}', selector: 'serviceaccount.namespace == default' }
`,
    ],
    [
      'an OIDC mount whose secret no one can read back',
      `vault: { auth_mounts: { o: { type: oidc, config: { oidc_discovery_url: 'http://i', oidc_client_id: c } } } }\n`,
    ],
  ])('asks for the same objects: %s', (_, text) => {
    const spec = load(text);
    const written = stringify(specOf('default', cluster(spec)));
    const again = loadSpec([{ name: 'written.yaml', text: written }], {}, () => '');
    expect(objects(again)).toEqual(objects(spec));
  });
});
