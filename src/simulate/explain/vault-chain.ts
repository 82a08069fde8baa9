import type { VaultEntity, VaultMountWorld, VaultWorld } from '../../model/world.ts';
import { textsOf } from '../../validation/object.ts';
import { predictAtVault, type VaultAnswer } from '../vault-login/predict.ts';
import { prepareVault, type PreparedVault } from '../vault-login/setup.ts';
import { anyKeys, takenForRight, type Bearer } from './bearer.ts';
import { answered, nothing, unasked } from './consul-chain.ts';
import type { DecidedBy, Link, LoginLink } from './explanation.ts';
import type { Need } from './needs.ts';
import { isOpenPath } from './open-paths.ts';

/** From the login at a JWT mount to what the token may do. */
export function vaultLinks(
  vault: VaultWorld,
  at: { readonly mount: string; readonly role: string },
  bearer: Bearer,
  needs: readonly Need[],
  now: number,
): readonly Link[] {
  const mount = vault.mounts.find(({ path }) => path === at.mount);
  const defaultRole = mount?.config?.['default_role'];
  const role = at.role === '' && typeof defaultRole === 'string' ? defaultRole : at.role;
  const where = { mount: at.mount, role };
  if (mount === undefined) {
    const reason = `there is no JWT mount at auth/${at.mount}`;
    const link: LoginLink = { link: 'login', at: where, error: 'permission denied', reason, mapped: [], bound: [] };
    return [{ state: 'broken', ...link }, ...needs.map(unasked)];
  }
  const networks = textsOf(mount.roles[role]?.['token_bound_cidrs']);
  // All else is judged as if the client were in the first of them.
  const address = networks[0]?.replace(/\/.*$/, '');
  const paths = needs.flatMap(({ request }) => (request?.product === 'vault' ? [request.path] : []));
  const { prepared, entityOf } = knownMount(vault, mount);
  const answer = predictAtVault(prepared, {
    mount: { path: mount.path, accessor: mount.accessor },
    login: { role: at.role, jwt: bearer.jwt, ...(address === undefined ? {} : { remoteAddress: address }) },
    now,
    entityOf,
    paths,
  });
  return [
    loginLink(answer, where, bearer, networks),
    grantLink(answer),
    ...needs.map((need) => needLink(need, answer, vault)),
  ];
}

interface KnownMount {
  readonly prepared: PreparedVault;
  readonly entityOf: (alias: string) => VaultEntity | undefined;
}

/** Worlds are never changed, so what was made of one holds for all of its jobs. */
const known = new WeakMap<VaultWorld, Map<VaultMountWorld, KnownMount>>();

function knownMount(vault: VaultWorld, mount: VaultMountWorld): KnownMount {
  const ofWorld = known.get(vault) ?? new Map<VaultMountWorld, KnownMount>();
  known.set(vault, ofWorld);
  const made = ofWorld.get(mount) ?? makeKnown(vault, mount);
  ofWorld.set(mount, made);
  return made;
}

function makeKnown(
  { policies, stored = false, aliases = [] }: VaultWorld,
  { config, roles, accessor }: VaultMountWorld,
): KnownMount {
  const own = aliases.filter((one) => one.accessor === accessor);
  const entities = new Map(own.map(({ name, entity }) => [name, entity]));
  return {
    prepared: prepareVault({ config, roles, policies, jwks: anyKeys, stored }, takenForRight),
    entityOf: (alias) => entities.get(alias),
  };
}

function loginLink(
  { login, config, roles, trace }: VaultAnswer,
  at: LoginLink['at'] & { role: string },
  bearer: Bearer,
  networks: readonly string[],
): Link {
  const mapped = trace.flatMap((step) => {
    if (step.step === 'user claim') return [{ claim: step.claim, target: 'alias', value: step.alias }];
    return step.step === 'mapping' ? [{ claim: step.claim, target: `metadata.${step.target}`, value: step.value }] : [];
  });
  const bound = trace.flatMap((step) => (step.step === 'bound claim' ? [withoutStep(step)] : []));
  const rootOf = ({ claim }: { readonly claim: string }): string => claim.replace(/^\//, '').split('/')[0] ?? '';
  const looked = new Set([...mapped, ...bound].map(rootOf));
  // That it fails with a value that was made up says nothing about the real one.
  const madeUp = bound.some((one) => !one.ok && bearer.open.has(rootOf(one)));
  const unsure = [...bearer.open].filter((claim) => looked.has(claim));
  const refused =
    config.errors[0] === undefined
      ? roles[at.role]?.errors[0]
      : `Vault refuses this mount's config: ${config.errors[0]}`;
  const disabled = trace.find((step) => step.step === 'disabled entity');
  const reasons = [
    ...(refused === undefined ? [] : [refused]),
    ...(disabled === undefined ? [] : [`its entity, by the alias ${disabled.alias}, is disabled`]),
    ...(login.unknown === undefined ? [] : [login.unknown]),
    ...(unsure.length === 0 ? [] : [`not known yet: ${unsure.join(', ')}`]),
    ...(networks.length === 0 ? [] : [`whether the client is in ${networks.join(', ')}`]),
  ];
  const open = login.unknown !== undefined || madeUp;
  const state = open ? 'unknown' : !login.ok ? 'broken' : unsure.length + networks.length > 0 ? 'unknown' : 'ok';
  const { alternatives } = login;
  return {
    state,
    link: 'login',
    at,
    error: madeUp ? null : (login.errors[0] ?? null),
    mapped,
    bound: bound.length === 0 ? nothing : bound,
    ...(alternatives === undefined || madeUp ? {} : { alternatives }),
    ...(reasons.length === 0 ? {} : { reason: reasons.join('; ') }),
  };
}

function withoutStep({ claim, ok, error }: { claim: string; ok: boolean; error?: string }): LoginLink['bound'][number] {
  return { claim, ok, ...(error === undefined ? {} : { error }) };
}

function grantLink({ auth, trace, login }: VaultAnswer): Link {
  const missing = trace.flatMap((step) =>
    step.step === 'policy' && step.error === undefined && !step.exists ? [`policy ${step.name}`] : [],
  );
  const left = trace.flatMap((step) => {
    if (step.step === 'policy' && step.error !== undefined) return [{ what: `policy ${step.name}`, error: step.error }];
    if (step.step !== 'dropped path') return [];
    return [{ what: `path ${step.path} of policy ${step.policy}`, error: step.reason }];
  });
  const unknown = trace.find((step) => step.step === 'unknown');
  return {
    state: auth === null ? 'broken' : unknown === undefined ? 'ok' : 'unknown',
    link: 'grant',
    policies: auth?.policies ?? nothing,
    roles: nothing,
    identities: nothing,
    missing: missing.length === 0 ? nothing : missing,
    left: left.length === 0 ? nothing : left,
    error: auth === null ? (login.errors[0] ?? null) : (unknown?.reason ?? null),
  };
}

function needLink(need: Need, { auth, capabilities, trace }: VaultAnswer, vault: VaultWorld): Link {
  const { request } = need;
  const held = request?.product === 'vault' ? capabilities[request.path] : undefined;
  if (request?.product !== 'vault' || held === undefined || auth === null) return unasked(need);
  const decision = trace.find((step) => step.step === 'decision' && step.path === request.path);
  const allow =
    held.includes('root') || held.includes(request.capability) || isOpenPath(vault, request.path, request.capability);
  const decidedBy: DecidedBy = {
    path: decision?.step === 'decision' ? decision.pattern : null,
    policies: decision?.step === 'decision' ? decision.policies : [],
    capabilities: held,
  };
  return answered(need, allow ? 'ok' : 'broken', allow, decidedBy);
}
