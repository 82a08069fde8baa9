import { isDeepStrictEqual } from 'node:util';
import { compileConsul, predictConsul, type ConsulPrediction } from '../../../src/simulate/consul.ts';
import type { Server } from '../../servers/index.ts';
import { signJwt, testKey, type TestKey } from '../../support/jwt.ts';
import { issuerOf, listen } from '../../support/listen.ts';
import type { Case, Surroundings, Token } from './case.ts';

/** Keys, and a server that publishes some of them. */
export async function startSurroundings(): Promise<Surroundings & { stop(): Promise<void> }> {
  const keys: Record<string, TestKey> = {
    r1: testKey('r1', 'rsa'),
    r2: testKey('r2', 'rsa'),
    c1: testKey('c1', 'P-256'),
    c3: testKey('c3', 'P-384'),
    c5: testKey('c5', 'P-521'),
    e1: testKey('e1', 'ed25519'),
  };
  const jwks = ['r1', 'c1', 'c3', 'c5', 'e1'];
  const published = jwks.map((name) => keys[name]?.jwk);
  const { address: issuer, stop } = await listen(issuerOf(published, discoveryAlgorithms));
  return { keys, jwks, issuer, jwksUrl: `${issuer}/jwks`, stop };
}

const discoveryAlgorithms = ['RS256', 'ES256', 'zed'];

export interface Disagreement {
  readonly about: string;
  readonly predicted: unknown;
  readonly answered: unknown;
}

export interface Ran {
  /** How many logins were compared. */
  readonly compared: number;
  readonly succeeded: number;
  readonly disagreement: Disagreement | undefined;
}

let runs = 0;

/**
 * Sets a case up at the server, tries its tokens until one gets in, and compares everything.
 *
 * Not after that, and with new names in every run, because Consul 1.22.2 keeps parsed policies by their content and merges
 * service rules into the kept ones: a token with the policies A (`service_prefix "" { policy = "read" }`) and B (the same
 * with `write`) makes `write` of A for every token that has only A, until Consul forgets it. That depends on what others
 * did before, so a prediction knows nothing of it.
 */
export async function runCase(server: Server, around: Surroundings, one: Case): Promise<Ran> {
  runs += 1;
  const unique = `c${String(runs)}x${(Date.now() % 1e6).toString(36)}`;
  const text = JSON.stringify(one).replaceAll('@now', '#now').replaceAll('@', unique);
  const { authMethod, bindingRules, roles, policies, tokens, checks, meta } = JSON.parse(text) as Case;
  const configuration = {
    authMethod,
    bindingRules,
    roles,
    policies,
    datacenter: 'dc1',
    jwks: { keys: around.jwks.map((name) => around.keys[name]?.jwk ?? {}) },
    discoveryAlgorithms,
  };
  const consul = compileConsul(configuration);
  const made: string[] = [];
  const put = async (path: string, body: unknown): Promise<string> => {
    const { status, text: answer } = await ask(server, 'PUT', path, body, server.token);
    if (status !== 200) return answer;
    const { ID, Name } = JSON.parse(answer) as { ID?: string; Name?: string };
    if (path !== 'acl/binding-rule') made.push(`${path}/${path === 'acl/auth-method' ? (Name ?? '') : (ID ?? '')}`);
    return '';
  };
  let compared = 0;
  let succeeded = 0;
  const done = (disagreement?: Disagreement): Ran => ({ compared, succeeded, disagreement });
  try {
    const refusals = new Map<string, string>();
    for (const step of consul.trace) if (step.step === 'object') refusals.set(step.name, step.error);
    for (const [path, objects] of [
      ['acl/policy', policies],
      ['acl/role', roles],
    ] as const)
      for (const object of objects) {
        const answered = await put(path, object);
        const predicted = refusals.get(String(object['Name'])) ?? '';
        if (answered !== predicted) return done({ about: `${path} ${JSON.stringify(object)}`, predicted, answered });
      }
    const methodAnswer = await put('acl/auth-method', authMethod);
    if (!agrees(consul.authMethod, methodAnswer))
      return done({ about: 'method', predicted: consul.authMethod, answered: methodAnswer });
    for (const [index, rule] of bindingRules.entries()) {
      const answered = await put('acl/binding-rule', rule);
      const predicted = consul.bindingRules[index];
      if (predicted === undefined || !agrees(predicted, answered))
        return done({ about: `rule ${String(index)}`, predicted, answered });
    }
    for (const token of tokens) {
      const now = Date.now() / 1000;
      const jwt = assemble(token, around, now);
      const predict = (at: number): ConsulPrediction =>
        predictConsul(consul, { jwt, now: at, checks, ...(meta === undefined ? {} : { meta }) });
      const login = { AuthMethod: authMethod['Name'], BearerToken: jwt, ...(meta === undefined ? {} : { Meta: meta }) };
      const before = predict(Date.now() / 1000);
      const answer = await ask(server, 'POST', 'acl/login', login);
      const after = predict(Date.now() / 1000);
      compared += 1;
      const prediction = [before, after].find(({ login: { ok, status, error, alternatives = [] } }) =>
        answer.status === 200
          ? ok
          : status === answer.status && [error, ...alternatives].some((one_) => sameText(one_ ?? '', answer.text)),
      );
      if (prediction === undefined)
        return done({ about: `login of ${JSON.stringify(token)}`, predicted: before.login, answered: answer });
      if (answer.status !== 200) continue;
      succeeded += 1;
      return done(await compareToken(server, prediction, JSON.parse(answer.text) as StoredToken, checks));
    }
    return done();
  } finally {
    for (const path of made.toReversed()) await ask(server, 'DELETE', path, undefined, server.token);
  }
}

/** The one text that holds the server's clock cannot be foretold to the digit. */
function sameText(predicted: string, answered: string): boolean {
  const clock = /current time .* before the nbf/;
  return predicted.replace(clock, '') === answered.replace(clock, '');
}

function agrees(predicted: { error: string | null; alternatives?: readonly string[] }, answered: string): boolean {
  return [predicted.error ?? '', ...(predicted.alternatives ?? [])].includes(answered);
}

interface StoredToken {
  readonly SecretID: string;
  readonly Description: string;
  readonly Local: boolean;
  readonly AuthMethod: string;
  readonly CreateTime: string;
  readonly ExpirationTime?: string;
  readonly Policies?: readonly { Name: string }[];
  readonly Roles?: readonly { Name: string }[];
  readonly ServiceIdentities?: readonly unknown[];
  readonly NodeIdentities?: readonly unknown[];
  readonly TemplatedPolicies?: readonly unknown[];
}

async function compareToken(
  server: Server,
  { token, checks }: ConsulPrediction,
  made: StoredToken,
  questions: Case['checks'],
): Promise<Disagreement | undefined> {
  const broken = checks.some(({ decidedBy }) => decidedBy !== null && 'broken' in decidedBy);
  const self = await ask(server, 'GET', 'acl/token/self', undefined, made.SecretID);
  const stored = self.status === 200 ? (JSON.parse(self.text) as StoredToken) : made;
  if (self.status !== 200 && !broken) return { about: 'the token itself', predicted: token, answered: self };
  const predicted = token && sortedLists({ ...token, templatedPolicies: token.templatedPolicies.map(settled) });
  const answered = sortedLists(contents(stored));
  if (!isDeepStrictEqual(predicted, answered)) return { about: 'token', predicted, answered };
  const asked = questions.map(({ resource, segment, access }) => ({
    Resource: resource,
    Segment: segment,
    Access: access,
  }));
  const answers = await ask(server, 'POST', 'internal/acl/authorize', asked, made.SecretID);
  if (broken)
    return answers.status === 200 ? { about: 'broken token', predicted: checks, answered: answers } : undefined;
  if (answers.status !== 200) return { about: 'checks', predicted: checks, answered: answers };
  const allowed = (JSON.parse(answers.text) as { Allow: boolean }[]).map(({ Allow }) => Allow);
  const wrong = checks.findIndex(({ allow }, index) => allow !== allowed[index]);
  return wrong === -1
    ? undefined
    : { about: `check ${JSON.stringify(questions[wrong])}`, predicted: checks[wrong], answered: allowed[wrong] };
}

/** Of two links with a template that needs no variables one stays, by an order of chance, with its variables. */
function settled(templated: unknown): unknown {
  const link = templated as { TemplateName: string; TemplateVariables?: unknown };
  if (!/dns|nomad/.test(link.TemplateName)) return link;
  const { TemplateVariables: _, ...rest } = link;
  return rest;
}

function contents(stored: StoredToken): Record<string, unknown> {
  const expires = stored.ExpirationTime === undefined ? null : seconds(stored.ExpirationTime, stored.CreateTime);
  return {
    description: stored.Description,
    local: stored.Local,
    authMethod: stored.AuthMethod,
    policies: (stored.Policies ?? []).map(({ Name }) => Name),
    roles: (stored.Roles ?? []).map(({ Name }) => Name),
    serviceIdentities: stored.ServiceIdentities ?? [],
    nodeIdentities: stored.NodeIdentities ?? [],
    templatedPolicies: (stored.TemplatedPolicies ?? []).map(settled),
    expiresIn: expires,
  };
}

/** Times have nanoseconds; milliseconds are enough to compare. */
function seconds(later: string, earlier: string): number {
  const cut = (time: string): number => Date.parse(time.replace(/(\.\d{3})\d*/, '$1'));
  return Math.round((cut(later) - cut(earlier)) / 10) / 100;
}

function sortedLists(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : value,
    ]),
  );
}

export function assemble(
  { header, payload, key, algorithm, mangled }: Token,
  { keys }: Surroundings,
  now: number,
): string {
  const pair = keys[key];
  if (pair === undefined) throw new Error(`no key ${key}`);
  const relative = (value: unknown): unknown =>
    typeof value === 'string' && value.startsWith('#now+') ? Math.floor(now) + Number(value.slice(5)) : value;
  const claims =
    typeof payload === 'string'
      ? payload
      : Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, relative(value)]));
  const jwt = signJwt(header, claims, pair, algorithm);
  const [head = '', body = '', signature = ''] = jwt.split('.');
  switch (mangled) {
    case 'cut':
      return `${head}.${body}`;
    case 'space':
      return `${head.slice(0, 5)} \n${head.slice(5)}.${body}\t.${signature} `;
    case 'padded':
      return `${head}==.${body}=.${signature}=`;
    case 'character':
      return `${head}.${body.slice(0, 9)}!${body.slice(9)}.${signature}`;
    case 'signature':
      return `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    case 'empty':
      return '';
    case 'object':
      return '{"signature":"x"}';
    case 'opening':
      return '{ x';
    case 'four':
      return `${jwt}.x`;
    case 'flat':
      return JSON.stringify({ payload: body, protected: head, signature });
    case 'listed':
      return JSON.stringify({ payload: body, signatures: [{ protected: head, signature }] });
    case 'two signatures': {
      const one = { protected: head, signature };
      return JSON.stringify({ payload: body, signatures: [one, one] });
    }
    case 'open header': {
      const [, , made] = signJwt('', claims, pair, algorithm).split('.');
      return JSON.stringify({ payload: body, header, signature: made });
    }
    case 'open kid':
      return JSON.stringify({
        payload: body,
        protected: head,
        header: { kid: key, alg: algorithm, x: [1] },
        signature,
      });
    case 'unsigned':
      return `${head}.${body}.`;
    default:
      return jwt;
  }
}

async function ask(
  { address }: Server,
  method: string,
  path: string,
  body?: unknown,
  token?: string,
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${address}/v1/${path}`, {
    method,
    headers: token === undefined ? {} : { 'X-Consul-Token': token },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}
