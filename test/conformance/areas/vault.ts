import { predictVault, type VaultQuestion } from '../../../src/simulate/vault-login/predict.ts';
import { mappedMetadata } from '../../../src/simulate/vault-login/metadata.ts';
import { checkBoundClaims } from '../../../src/simulate/vault-login/bound-claims.ts';
import { capabilitiesOf, decide, makeAcl, type Acl } from '../../../src/simulate/vault-policy/acl.ts';
import { readPolicy, rulesOf, type PathRule } from '../../../src/simulate/vault-policy/policy.ts';
import { fillTemplate, type Identity } from '../../../src/simulate/vault-policy/template.ts';
import { GoObject, parseGoJson } from '../../../src/syntax/go-json.ts';
import { jwtConfigError } from '../../../src/validation/vault/jwt-config.ts';
import { jwtRoleError } from '../../../src/validation/vault/jwt-role.ts';
import { vaultPolicyError, type Dialect } from '../../../src/validation/vault/policy.ts';
import type { Vector } from '../../fixtures/vectors.ts';
import { signJwt, testKey } from '../../support/jwt.ts';
import { equal, type Areas, type Run, type Verdict } from './area.ts';
import { vaultLive } from './vault-live.ts';

const dialects = ['vault', 'openbao'] as const;
const keys = {
  rsa: testKey('r1', 'rsa'),
  ec: testKey('c1', 'P-256'),
  ed: testKey('e1', 'ed25519'),
  other: testKey('other', 'rsa'),
};
const now = 1_795_362_470.5;
const agrees: Verdict = { agrees: true };

/** Both products must say it; what differs stands under their names. */
function inBoth(
  expected: Vector['expected'],
  answer: (dialect: Dialect) => unknown,
  form = (x: unknown): unknown => x,
): Verdict {
  for (const dialect of dialects) {
    const verdict = equal(answer(dialect), form(expected[dialect] ?? expected));
    if (!('agrees' in verdict) || !verdict.agrees) return verdict;
  }
  return agrees;
}

interface Try {
  readonly config?: unknown;
  readonly role?: Readonly<Record<string, unknown>>;
  readonly claims?: unknown;
  readonly key?: keyof typeof keys;
  readonly algorithm?: string;
  readonly kid?: string;
  readonly more?: Partial<VaultQuestion>;
}

/** A login with a token that is good unless something else is asked for. */
function login(
  dialect: Dialect,
  { config, role, claims, key = 'ed', algorithm, kid, more }: Try,
): ReturnType<typeof predictVault> {
  const used = keys[key];
  const alg = algorithm ?? used.algorithms[0] ?? '';
  const { rsa, ec, ed } = keys;
  return predictVault({
    product: dialect,
    mount: { path: 'jwt', accessor: 'auth_jwt_1' },
    config: config === undefined ? { jwt_validation_pubkeys: [rsa.pem, ec.pem, ed.pem] } : config,
    roles: { test: { role_type: 'jwt', user_claim: 'sub', bound_subject: 's', ...role } },
    policies: {},
    login: { role: 'test', jwt: signJwt({ alg, kid: kid ?? used.kid }, claims ?? {}, used, alg) },
    jwks: { keys: [rsa.jwk, ec.jwk, ed.jwk] },
    now,
    paths: [],
    ...more,
  });
}

const leeways: Run = ({ input, expected }) => {
  const relative = Object.entries(input.claimsRelativeToNowSeconds as Record<string, number>);
  const claims = {
    sub: 's',
    ...Object.fromEntries(relative.map(([name, offset]) => [name, Math.floor(now) + offset])),
  };
  const role = {
    clock_skew_leeway: input.clockSkewLeewaySeconds,
    expiration_leeway: input.expirationLeewaySeconds,
    not_before_leeway: input.notBeforeLeewaySeconds,
  };
  return inBoth(expected.valid, (dialect) => login(dialect, { claims, role }).login.ok);
};

const goJson = (value: unknown): GoObject => {
  const parsed = parseGoJson(Buffer.from(JSON.stringify(value ?? {})));
  return parsed.ok && parsed.value instanceof GoObject ? parsed.value : new GoObject([]);
};

const boundClaims: Run = ({ input: { bound_claims_type: type, bound_claims: bound, claims }, expected }) =>
  inBoth(expected.error, (dialect) =>
    checkBoundClaims({ type, bound }, goJson(claims), dialect).some(({ error }) => error !== undefined),
  );

const claimMappings: Run = ({ input, expected }) =>
  inBoth(expected, (dialect) => {
    const mapped = mappedMetadata(goJson(input.claims), input.claim_mappings ?? {}, dialect);
    return mapped.ok ? Object.fromEntries(mapped.value) : { error: mapped.error };
  });

const loginAudience: Run = ({ input, expected }) =>
  inBoth(expected.error, (dialect) => {
    const claims = { sub: 's', iat: now, ...(input.aud === undefined || input.aud === null ? {} : { aud: input.aud }) };
    return !login(dialect, { claims, role: { bound_audiences: input.bound_audiences } }).login.ok;
  });

const supportedAlgs: Run = ({ input, expected }) =>
  inBoth(expected.error, (dialect) => {
    const config = { jwt_validation_pubkeys: [keys.ec.pem], jwt_supported_algs: input.jwt_supported_algs };
    return !login(dialect, { config, claims: { sub: 's', iat: now }, key: 'ec' }).login.ok;
  });

/** The vectors' rules in few words: `a/*: policy=read + [update]; b: [list]`. */
function shorthand(text: string): string {
  return text
    .split('; ')
    .map((rule) => {
      const [, path, legacy, list] = /^(.*?): (?:policy=(\w+))?(?: \+ )?(?:\[(.*)\])?$/.exec(rule) ?? [];
      const capabilities = list === undefined ? '' : `capabilities = ${JSON.stringify(list.split(','))}`;
      return `path "${path ?? ''}" { ${legacy === undefined ? '' : `policy = "${legacy}"`}\n${capabilities} }`;
    })
    .join('\n');
}

function acl(texts: readonly string[], dialect: Dialect): Acl {
  const rules = texts.flatMap((text, index): readonly PathRule[] => {
    const policy = readPolicy(`p${String(index)}`, text, dialect);
    const read = policy && rulesOf(policy, { now, dialect });
    return read?.ok === true ? read.rules : [];
  });
  return makeAcl(rules, dialect);
}

const vaultAcl: Run = ({ input, expected }) => {
  const { allowed, sudo } = decide(acl([shorthand(input.policy)], 'vault'), input.operation, input.path);
  return equal({ allowed, sudo }, expected);
};

const priority: Run = ({ input, expected }) => {
  const texts = Object.entries(input.rules as Record<string, string[]>).map(
    ([path, list]) => `path "${path}" { capabilities = ${JSON.stringify(list)} }`,
  );
  return inBoth(expected.effective, (dialect) => capabilitiesOf(acl(texts, dialect), input.path));
};

const capabilities: Run = ({ input, expected }) =>
  equal(capabilitiesOf(acl([shorthand(input.policy)], 'vault'), input.path), expected.capabilities.toSorted());

/** `capabilities PATH` gives a list, an operation true or false, a LIST over HTTP a status (404: allowed, nothing there). */
const observed =
  (dialect: Dialect): Run =>
  ({ input, expected }) => {
    const may = acl(input.policies, dialect);
    const answered = Object.entries(expected.result as Record<string, unknown>).map(([question, wanted]) => {
      const [operation = '', path = ''] = question.split(' ');
      if (operation === 'capabilities') return [question, capabilitiesOf(may, path)];
      if (operation !== 'GET?list=true') return [question, decide(may, operation, path).allowed];
      // A LIST gets its slash from the server.
      const allowed = decide(may, 'list', path.endsWith('/') ? path : `${path}/`).allowed;
      return [question, allowed ? (wanted === 200 ? 200 : 404) : 403];
    });
    const result = Object.fromEntries(
      Object.entries(expected.result as Record<string, unknown>).map(([question, wanted]) => [
        question,
        Array.isArray(wanted) ? (wanted as string[]).toSorted() : wanted,
      ]),
    );
    return equal(Object.fromEntries(answered), result);
  };

const policyParse =
  (dialect: Dialect): Run =>
  ({ input, expected }) => {
    const [text] = input.policies as string[];
    // HTTP lets no empty policy through; the parser, which these vectors are about, takes one, as it takes a blank line.
    const asked = dialect === 'openbao' && text === '' ? '\n' : (text ?? '');
    return equal(vaultPolicyError(asked, dialect) ?? 'OK', expected.result);
  };

const identityTemplate: Run = ({ input, expected }) => {
  const { entity } = input;
  const identity: Identity = { ...entity, groups: entity.groups };
  const filled = fillTemplate(input.string, { identity, now, dialect: 'vault' });
  return equal('text' in filled ? { result: filled.text } : { error: filled.unfilled }, expected);
};

const openbaoTemplate: Run = ({ input, expected }) => {
  const identity: Identity = {
    id: 'eid',
    name: input.entityName,
    metadata: input.entityMetadata,
    aliases: [{ accessor: input.accessor, id: 'aid', name: input.aliasName, metadata: input.aliasMetadata }],
    groups: [],
  };
  const filled = fillTemplate(input.path, { identity, now, dialect: input.blocked === null ? 'vault' : 'openbao' });
  const text = 'text' in filled ? filled.text : '(path stanza dropped)';
  return equal({ result: text.replace(String(Math.floor(now)), '<unix seconds>') }, expected);
};

const withPems = (text: string): string =>
  text.replaceAll('"PEM"', JSON.stringify(keys.rsa.pem)).replaceAll('"EPEM"', JSON.stringify(keys.ed.pem));

const jwtConfig: Run = ({ input, expected }) => {
  const good = ['URL/jwks', 'URL/empty', 'URL'];
  return inBoth(expected, (dialect) => {
    const tail = /^error checking oidc discovery URL: (.*)$/.exec((expected[dialect] ?? expected).error ?? '')?.[1];
    const fetched = ({ url }: { url: string }): string | undefined => (good.includes(url) ? undefined : (tail ?? 'no'));
    const refused = jwtConfigError(JSON.parse(withPems(input.config)), { dialect, fetched });
    return refused === undefined ? { ok: true } : { error: refused.text };
  });
};

const jwtRole: Run = ({ input, expected }) => {
  const form = (one: Vector['expected']): unknown =>
    // The vectors come from the plugin alone; a whole server leaves these words out, and HTTP has no second error.
    one.error
      ?.replace(' [go error: invalid request]', '')
      // A failure instead of an answer, which the core of a whole server wraps.
      .replace(/^ \[go error: (.*)\]$/s, '1 error occurred:\n\t* $1\n\n')
      .replace('Field validation failed: ', '') ?? null;
  return inBoth(expected, (dialect) => jwtRoleError(JSON.parse(input.role), { dialect })?.text ?? null, form);
};

const role: Run = ({ input, expected }) =>
  inBoth(
    true,
    (dialect) =>
      jwtRoleError({ role_type: 'jwt', ...input }, { dialect })?.text.includes(expected.errorContains) === true,
  );

/** Vectors whose names tell more of the token than their claims do. */
const unsaid: Readonly<Record<string, Pick<Try, 'key' | 'algorithm' | 'kid'>>> = {
  'wrong key static': { key: 'other' },
  'unknown kid jwks': { kid: 'zz' },
  'HS256 static': { algorithm: 'HS256' },
  'HS256 jwks': { algorithm: 'HS256' },
  'no supported_algs allows EdDSA': { key: 'ed' },
};

const jwtLogin: Run = ({ name, input, expected }) => {
  // Times without a name are those of the observation, which was at this second.
  const observedAt = 1_795_362_470;
  const claims = input.claims.replaceAll(/NOW([+-]\d+)?/g, (_: string, offset = '0') =>
    String(observedAt + Number(offset)),
  );
  const duplicate = name.startsWith('duplicate JSON key') ? claims.replace('{', '{"x":1,') : claims;
  return inBoth(
    expected,
    (dialect) => {
      const how = { key: 'rsa' as const, ...unsaid[name] };
      const config = input.config === undefined ? null : JSON.parse(withPems(input.config));
      const token = signJwt({ alg: how.algorithm ?? keys[how.key].algorithms[0], kid: how.kid ?? keys[how.key].kid }, duplicate, keys[how.key], how.algorithm ?? keys[how.key].algorithms[0] ?? ''); // prettier-ignore
      const request = JSON.parse((input.request ?? '{"role":"test","jwt":"TOKEN"}').replace('TOKEN', token));
      const answer = login(dialect, {
        config,
        more: {
          roles: { test: JSON.parse(input.role) },
          login: { role: request.role ?? null, jwt: request.jwt ?? '' },
          now: observedAt + 0.5,
        },
      });
      if (answer.auth === null && name === 'user_claim empty string') return 'refused by the server, not by the plugin';
      if (answer.auth === null) return { error: answer.login.errors[0] };
      const { alias, metadata } = answer.auth;
      return { alias, metadata };
    },
    (one) => shownResult(name, one),
  );
};

/** Of the plugin's answer what a server shows too; the core adds `default` to the policies. */
function shownResult(name: string, expected: Vector['expected']): unknown {
  if (name === 'user_claim empty string') return 'refused by the server, not by the plugin';
  return expected.ok === true ? { alias: expected.result.alias, metadata: expected.result.metadata } : expected;
}

/** The areas of Vault, OpenBao and of the leeways that Consul and Vault share. */
export const vaultAreas: Areas = {
  'jwt.expiryLeeway': leeways,
  'jwt.notBeforeLeeway': leeways,
  'vault.boundClaims': boundClaims,
  'vault.claimMappings': claimMappings,
  'vault.loginAudience': loginAudience,
  'vault.supportedAlgs': supportedAlgs,
  'vault.role': role,
  'vault.identityTemplate': identityTemplate,
  'vault.acl': vaultAcl,
  'vault.acl.priority': priority,
  'vault.acl.observed': observed('vault'),
  'vault.capabilities': capabilities,
  'vault.jwt.config': jwtConfig,
  'vault.jwt.role': jwtRole,
  'vault.jwt.login': jwtLogin,
  'vault.policyParse': policyParse('vault'),
  'vault.live': vaultLive('vault'),
  'openbao.acl': observed('openbao'),
  'openbao.policyParse': policyParse('openbao'),
  'openbao.template': openbaoTemplate,
  'openbao.live': vaultLive('openbao'),
};
