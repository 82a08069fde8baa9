import type { LiveObjects } from '../../../src/collect/live.ts';
import { consulObjects, vaultObjects } from '../../../src/collect/world-of-objects.ts';
import { kinds } from '../../../src/kinds/index.ts';
import type { KindId, Live } from '../../../src/kinds/kind.ts';
import type { World } from '../../../src/model/world.ts';
import { intentsOf } from '../../../src/provision/intent.ts';
import { impactOf } from '../../../src/provision/impact/impact-of.ts';
import type { Impact } from '../../../src/provision/impact/impact.ts';
import { makePlan } from '../../../src/provision/make-plan.ts';
import { emptyManifest } from '../../../src/provision/manifest/manifest.ts';
import { digestOf } from '../../../src/provision/ownership.ts';
import type { WorkPlan } from '../../../src/provision/planned-step.ts';
import { healthyWorld } from '../../../src/rules/healthy-world.ts';
import type { Resource } from '../../../src/spec/resource.ts';
import { loadSpec } from '../../../src/spec/load.ts';

export const now = 1_780_000_000;

/** What the presets make, in the explicit form, so that a test can change any part of it with a replacement of text. */
export const presets = `version: 1
issuers: { nomad: { jwks_url: "https://nomad.example.com:4646/.well-known/jwks.json" } }
presets:
  - { preset: nomad-consul, issuer: nomad }
  - { preset: nomad-vault, issuer: nomad }
`;

export const empty = 'version: 1\n';

/** The tasks' role and policy beside the presets, so that each can be changed by itself. */
export const own = `version: 1
issuers: { nomad: { jwks_url: "https://nomad.example.com:4646/.well-known/jwks.json" } }
presets:
  - { preset: nomad-consul, issuer: nomad, namespaces: [] }
  - { preset: nomad-vault, issuer: nomad }
consul:
  policies:
    motd: { rules: 'key "web/motd" { policy = "read" }' }
    other: { rules: 'key "other" { policy = "read" }' }
  roles:
    tasks: { policies: [motd, other] }
  binding_rules:
    - { auth_method: nomad-workloads, bind_type: role, bind_name: tasks, selector: '"nomad_service" not in value' }
`;

/** A mount in the explicit form. */
export const mounted = `version: 1
vault:
  auth_mounts:
    jwt-nomad:
      seal_wrap: false
      config: { jwks_url: "https://nomad.example.com:4646/.well-known/jwks.json", default_role: web }
      roles:
        web:
          bound_audiences: [vault.io]
          user_claim: nomad_job_id
          claim_mappings: { nomad_job_id: nomad_job_id }
          token_policies: [web]
  policies:
    web: { policy: 'path "secret/data/default/web/*" { capabilities = ["read"] }' }
`;
export const templated = mounted.replace(
  '/web/*',
  '/{{identity.entity.aliases.${accessor.jwt-nomad}.metadata.nomad_job_id}}/*',
);

function resourcesOf(text: string): readonly Resource[] {
  return loadSpec([{ name: 'wid.yaml', text }], {}, () => {
    throw new Error('the spec names no file');
  }).resources;
}

const accessor = 'auth_jwt_00000000';
const accessors = new Map([['jwt-nomad', accessor]]);

/** The plan that makes servers, which are as one spec says and owned, as the other spec says. */
export function planBetween(before: string, after: string): WorkPlan {
  const there = resourcesOf(before);
  const byKind = new Map<KindId, Live[]>();
  for (const [index, { kind, identity, body }] of there.entries()) {
    const id = kind === 'vault/auth-mount' ? accessor : kinds[kind].idIsName ? identity.name : `id-${String(index)}`;
    const resolved = kinds[kind].resolve?.(body, identity, accessors) ?? body;
    byKind.set(kind, [...(byKind.get(kind) ?? []), { identity, id, body: resolved }]);
  }
  const live: LiveObjects = { byKind, accessors: there.length === 0 ? new Map() : accessors };
  const entries = there.map(({ address, kind, identity, dependsOn }) => {
    const of = byKind.get(kind) ?? [];
    const { id, body } = of.find((one) => one.identity === identity) as Live;
    const digest = digestOf(kinds[kind], body, accessors);
    return { address, kind, identity, id, digest, pending: false, dependsOn: [...dependsOn] };
  });
  return makePlan({
    spec: 'prod',
    intents: intentsOf(resourcesOf(after)),
    manifest: { ...emptyManifest('prod'), entries },
    live,
    options: { adopt: false, prune: true, targets: [] },
  });
}

/** The healthy cluster with the objects of a spec, and with the job `web` as it is there. */
export function worldOf(spec: string): World {
  const healthy = healthyWorld();
  const resources = resourcesOf(spec);
  return {
    ...healthy,
    ...(healthy.consul && { consul: { ...healthy.consul, ...consulObjects(resources) } }),
    ...(healthy.vault && { vault: { ...healthy.vault, ...vaultObjects(resources) } }),
  };
}

export function impactBetween(before: string, after: string, world: World = worldOf(before)): Impact {
  return impactOf(planBetween(before, after), world, now);
}

/** In one line each: who, where, and what becomes of it. */
export function told({ workloads }: Impact): readonly string[] {
  return workloads.map(({ workload, product, effect, login, needs, revoked, denied }) => {
    const who = workload.service === null ? `task ${workload.task ?? ''}` : `service ${workload.service}`;
    const state = (works: boolean | null): string => (works === null ? '?' : works ? 'works' : 'fails');
    const logins = [login.before, login.after].map(({ works }) => state(works));
    return [
      `${who} at ${product} ${effect}`,
      ...(logins[0] === logins[1] ? [] : [`login ${logins.join(' -> ')}`]),
      ...needs.map(({ need, change }) => `${need} ${change}`),
      ...denied.map((need) => `${need} denied`),
      ...(revoked ? ['revoked'] : []),
    ].join(', ');
  });
}
