import { kinds } from '../kinds/index.ts';
import { toApi, type KindId } from '../kinds/kind.ts';
import type { Field } from '../kinds/field.ts';
import type { Place } from '../syntax/source.ts';
import { authMethodError } from '../validation/consul/auth-method.ts';
import { bindingRuleError } from '../validation/consul/binding-rule.ts';
import { consulPolicyNameError } from '../validation/consul/policy.ts';
import { roleError } from '../validation/consul/role.ts';
import type { Refusal } from '../validation/refusal.ts';
import { jwtConfigError } from '../validation/vault/jwt-config.ts';
import { jwtRoleError } from '../validation/vault/jwt-role.ts';
import { vaultPolicyNameError } from '../validation/vault/policy.ts';
import { checkPolicyText } from './check-policy-text.ts';
import { mistake, type Context } from './context.ts';
import { addressOfDraft, type Draft } from './draft.ts';
import type { Lookup } from './lookup.ts';

type Check = (context: Context, lookup: Lookup, draft: Draft) => void;

/** Notes what the servers would refuse of objects whose references are right, before anything is sent to them. */
export function checkBodies(context: Context, lookup: Lookup, drafts: readonly Draft[]): void {
  for (const draft of drafts) if (draft.incomplete !== true) checks[draft.kind]?.(context, lookup, draft);
}

const checks: Readonly<Partial<Record<KindId, Check>>> = {
  'consul/policy': (context, _, draft) => {
    noteName(context, draft, consulPolicyNameError(draft.identity.name));
    checkPolicyText(context, draft, 'rules');
  },
  'consul/role': (context, _, draft) => note(context, draft, roleError(request(draft))),
  'consul/auth-method': (context, _, draft) => {
    // The others are of other editions or take settings that the spec has no words for.
    if (draft.body['type'] !== 'jwt') return;
    const { NamespaceRules: _enterprise, ...method } = request(draft);
    note(context, draft, authMethodError(method));
  },
  'consul/binding-rule': (context, lookup, draft) => {
    const method = draft.identity.parent ?? '';
    const definition = lookup.find('consul/auth-method', method, draft.identity);
    if (definition === undefined && !lookup.existing('consul/auth-method', method)) return;
    if (!logsInWithClaims(draft, definition)) return;
    const mappedClaims = (): readonly string[] => (definition === undefined ? claimsIn(draft) : mappedBy(definition));
    const rule = { AuthMethod: method, ...toApi(kinds[draft.kind].fields, draft.body) };
    note(context, draft, bindingRuleError({ ...rule, AuthMethod: method }, { mappedClaims }));
  },
  'vault/jwt-config': (context, _, draft) => {
    // Vault never shows it, so that a spec written from a live mount has none; that is a warning.
    const isOidc = draft.body['oidc_client_id'] !== '' || draft.body['oidc_client_secret'] !== null;
    const secret = isOidc ? { oidc_client_secret: 'taken from the environment' } : {};
    const config = { ...request(draft), ...secret };
    noteVault(context, draft, (dialect) => jwtConfigError(config, { dialect }));
  },
  'vault/jwt-role': (context, lookup, draft) => {
    const mount = lookup.find('vault/auth-mount', draft.identity.parent ?? '', draft.identity);
    // Where the mount does not say, the server's own limit holds, which its operator may have raised.
    const maxLeaseTTL = Number(mount?.body['max_lease_ttl'] ?? 0) || Number.MAX_SAFE_INTEGER;
    noteVault(context, draft, (dialect) => jwtRoleError(request(draft), { dialect, maxLeaseTTL }));
  },
  'vault/policy': (context, _, draft) => {
    noteName(context, draft, vaultPolicyNameError(draft.identity.name));
    checkPolicyText(context, draft, 'policy');
  },
};

function request({ kind, identity, body }: Draft): Record<string, unknown> {
  return { Name: identity.name, ...toApi(kinds[kind].fields, body) };
}

/**
 * Whether the rule's method is one of those whose logins are seen as `value` and `list`. What others manage may be of
 * another type, which their rules' own words give away.
 */
function logsInWithClaims({ body }: Draft, method: Draft | undefined): boolean {
  if (method !== undefined) return method.body['type'] === 'jwt' || method.body['type'] === 'oidc';
  return !/\b(?:serviceaccount\.|entity_|account_id)/.test(
    JSON.stringify([body['selector'], body['bind_name'], body['bind_vars']]),
  );
}

function mappedBy({ body }: Draft): readonly string[] {
  return Object.values((body['claim_mappings'] ?? {}) as Readonly<Record<string, string>>);
}

/** What others' methods map is not known here; the rule is taken at its word. */
function claimsIn({ body }: Draft): readonly string[] {
  const text = JSON.stringify([body['bind_name'], body['bind_vars']]);
  return [...text.matchAll(/value\.([\w.-]+)/g)].map(([, claim = '']) => claim);
}

function note(context: Context, draft: Draft, refusal: Refusal | undefined): void {
  if (refusal === undefined) return;
  mistake(context, `${addressOfDraft(draft)} would be refused: ${refusal.text}`, placeOf(draft, refusal));
}

/** Which product the spec is for is not written in it, so what one of the two takes is good. */
function noteVault(context: Context, draft: Draft, check: (dialect: 'vault' | 'openbao') => Refusal | undefined): void {
  if (check('openbao') !== undefined) note(context, draft, check('vault'));
}

function noteName(context: Context, draft: Draft, text: string | undefined): void {
  if (text !== undefined) mistake(context, `${addressOfDraft(draft)} would be refused: ${text}`, draft.spot.place);
}

/** The spec's own field for the member of the request that the server would complain about. */
function placeOf({ kind, spot }: Draft, { member, span }: Refusal): Place {
  const fields: readonly (readonly [string, Field])[] = Object.entries(kinds[kind].fields);
  const name = fields.find(([, { api }]) => api.every((step, index) => member[index] === step))?.[0];
  if (name === undefined) return spot.place;
  return span === undefined ? spot.field(name) : spot.text(name, span.start, span.end);
}
