import { predictVault, type VaultAnswer, type VaultQuestion } from '../../../src/simulate/vault-login/predict.ts';
import type { Server } from '../../servers/index.ts';
import { issuerOf, listen, type Listening } from '../../support/listen.ts';
import { signToken, type SigningKeys } from './tokens.ts';
import type { VaultCase } from './cases.ts';

/** An issuer whose discovery document and JWKS Vault fetches. */
export interface KeyServer extends Listening {
  readonly jwks: { readonly keys: readonly Readonly<Record<string, unknown>>[] };
}

export async function serveKeys({ rsa, ec, ed }: SigningKeys): Promise<KeyServer> {
  const keys = [rsa.jwk, ec.jwk, ed.jwk];
  return { ...(await listen(issuerOf(keys))), jwks: { keys } };
}

interface Reply {
  readonly status: number;
  readonly body: any; // oxlint-disable-line no-explicit-any -- each path answers with its own
}

/** What Vault and the prediction say about a case, in one form. */
export interface Outcome {
  readonly answered: Seen;
  readonly predicted: Seen;
  /** Texts that would have been as good as `predicted`'s. */
  readonly alternatives: readonly string[];
}

type Seen = Pick<VaultAnswer, 'config' | 'roles' | 'login' | 'auth' | 'capabilities'> & {
  readonly warnings: readonly string[];
};

export interface Bench {
  readonly vault: Server;
  readonly keys: SigningKeys;
  readonly issuer: KeyServer;
}

/** Tries a case on the server, in a mount of its own that is gone afterwards, and predicts it. */
export async function tryCase(bench: Bench, one: VaultCase, id: string): Promise<Outcome> {
  const { vault, keys, issuer } = bench;
  const send = sender(vault);
  const mount = `jwt-${id}`;
  await send('POST', `sys/auth/${mount}`, { type: 'jwt' });
  try {
    const { accessor } = (await send('GET', `sys/auth/${mount}`)).body.data as { accessor: string };
    const now = Math.floor(Date.now() / 1000);
    const config = JSON.parse(placed(JSON.stringify(one.config), bench)) as VaultCase['config'];
    const policies = Object.fromEntries(
      Object.entries(one.policies).map(([name, text]) => [name, text.replaceAll('ACCESSOR', accessor)]),
    );
    const role = { ...one.role };
    const claims = claimsAt(one, now, id);
    const jwt = signToken(keys, one.login.token, claims);
    const remaining = new Set(['p0', 'p1', 'p2', 'default']);
    for (const [name, text] of Object.entries(policies)) {
      const written = await send('POST', `sys/policies/acl/${name}`, { policy: text });
      if (written.status < 400) remaining.delete(name);
    }
    for (const name of remaining) await forget(send, name, bench);

    const writtenConfig = await send('POST', `auth/${mount}/config`, config);
    const writtenRole = await send('POST', `auth/${mount}/role/${one.roleName}`, role);
    const at = Date.now() / 1000;
    const login = await send('POST', `auth/${mount}/login`, { role: one.login.role, jwt }, '');
    const auth = login.body?.auth as Record<string, any> | undefined; // oxlint-disable-line no-explicit-any -- as the body
    const entity = auth === undefined ? undefined : await entityOf(send, auth['entity_id'] as string);
    const metadata = { team: 'web', odd: 'a/b' };
    if (entity !== undefined && one.knowsEntity) await send('POST', `identity/entity/id/${entity.id}`, { metadata });
    const paths = entity === undefined || !one.knowsEntity ? one.paths.filter((path) => !path.includes('ENTITY')) : one.paths.map((path) => path.replaceAll('ENTITYNAME', entity.name).replaceAll('ENTITY', entity.id)); // prettier-ignore
    const shown =
      auth === undefined ? {} : await capabilities(send, auth['client_token'] as string, paths, auth['num_uses'] === 0);

    const question: VaultQuestion = {
      mount: { path: mount, accessor },
      config,
      roles: { [one.roleName]: role },
      policies,
      login: { role: one.login.role, jwt },
      jwks: issuer.jwks,
      now: at,
      ...(one.knowsEntity && entity !== undefined ? { entity: { ...entity, metadata } } : {}),
      paths,
    };
    const { trace, ...predicted } = predictVault(question);
    const warnings = trace.flatMap((step) => (step.step === 'lease' ? [step.warning] : []));
    const answered: Seen = {
      config: verdict(writtenConfig),
      roles: { [one.roleName]: { ...verdict(writtenRole), warnings: (writtenRole.body?.warnings ?? []) as string[] } },
      login:
        login.status === 200
          ? { ok: true, status: 200, errors: [] }
          : { ok: false, status: login.status, errors: (login.body?.errors ?? []) as string[] },
      auth:
        auth === undefined
          ? null
          : {
              policies: auth['policies'] as string[],
              // An empty list is left out.
              tokenPolicies: (auth['token_policies'] ?? []) as string[],
              metadata: auth['metadata'] as Record<string, string>,
              leaseDuration: auth['lease_duration'] as number,
              renewable: auth['renewable'] as boolean,
              tokenType: auth['token_type'] as 'service',
              numUses: auth['num_uses'] as number,
              alias: entity?.alias ?? '',
            },
      capabilities: shown,
      warnings: (login.body?.warnings ?? []) as string[],
    };
    return settle(answered, { ...predicted, warnings });
  } finally {
    await send('DELETE', `sys/auth/${mount}`);
  }
}

/** Takes the server's text where it is one of those that the prediction gives as alternatives. */
function settle(answered: Seen, predicted: Seen): Outcome {
  const alternatives: string[] = [];
  const chosen = <T extends { readonly errors: readonly string[]; readonly alternatives?: readonly string[] }>(
    own: T,
    real: { readonly errors: readonly string[] } | undefined,
  ): T => {
    const { alternatives: others = [], ...rest } = own;
    alternatives.push(...others);
    const text = real?.errors[0];
    return (text !== undefined && others.includes(text) ? { ...rest, errors: [text] } : rest) as T;
  };
  const roles = Object.fromEntries(
    Object.entries(predicted.roles).map(([name, role]) => [name, chosen(role, answered.roles[name])]),
  );
  const settled: Seen = {
    ...predicted,
    config: chosen(predicted.config, answered.config),
    roles,
    login: chosen(predicted.login, answered.login),
  };
  return { answered, predicted: settled, alternatives };
}

type Send = (method: string, path: string, body?: unknown, token?: string) => Promise<Reply>;

function sender(vault: Server): Send {
  return async (method, path, body, token = vault.token) => {
    const response = await fetch(`${vault.address}/v1/${path}`, {
      method,
      headers: token === '' ? {} : { 'X-Vault-Token': token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
}

function verdict({ status, body }: Reply): { accepted: boolean; errors: readonly string[] } {
  return { accepted: status < 400, errors: status < 400 ? [] : (body.errors as string[]) };
}

function placed(text: string, { keys, issuer }: Bench): string {
  const quoted = (pem: string): string => JSON.stringify(pem);
  return text
    .replaceAll('"RSA"', quoted(keys.rsa.pem))
    .replaceAll('"EC"', quoted(keys.ec.pem))
    .replaceAll('"ED"', quoted(keys.ed.pem))
    .replaceAll('ISSUER', issuer.address);
}

const times = ['exp', 'nbf', 'iat', 'EXP'];

function claimsAt({ claims, payload }: VaultCase, now: number, id: string): string {
  const own = Object.entries(claims).map(([name, value]) => {
    if (times.includes(name) && typeof value === 'number' && value !== 0) return [name, value + now];
    // An alias of its own for each case, so that none finds what another left.
    if (name === 'job' && typeof value === 'string' && value.length > 1) return [name, value];
    return [name, name === 'sub' && value === 's' ? 's' : value];
  });
  const text = JSON.stringify({ ...Object.fromEntries(own), case: id });
  switch (payload) {
    case 'object':
      return text;
    case 'list':
      return `[${text}]`;
    case 'null':
      return 'null';
    case 'twice':
      return `{"x":1,${text.slice(1, -1)},"ns":"again"}`;
    case 'huge':
      return `${text.slice(0, -1)},"h":1e999}`;
    case 'broken':
      return text.slice(0, -1);
    case 'text':
      return '"text"';
  }
}

/** A policy that a case does not have must not be there. `default` cannot be deleted. */
async function forget(send: Send, name: string, bench: Bench): Promise<void> {
  if (name !== 'default') {
    await send('DELETE', `sys/policies/acl/${name}`);
    return;
  }
  let text = defaults.get(bench);
  if (text === undefined) {
    text = (await send('GET', 'sys/policies/acl/default')).body.data.policy as string;
    defaults.set(bench, text);
  }
  await send('POST', 'sys/policies/acl/default', { policy: text });
}

const defaults = new WeakMap<Bench, string>();

/** Reads the text of the `default` policy while nobody has written it. */
export async function rememberDefault(bench: Bench): Promise<void> {
  await forget(sender(bench.vault), 'default', bench);
}

interface Entity {
  readonly id: string;
  readonly name: string;
  readonly alias: string;
}

async function entityOf(send: Send, id: string): Promise<Entity> {
  const { data } = (await send('GET', `identity/entity/id/${id}`)).body as {
    data: { name: string; aliases: { name: string }[] };
  };
  return { id, name: data.name, alias: data.aliases[0]?.name ?? '' };
}

async function capabilities(
  send: Send,
  token: string,
  paths: readonly string[],
  unlimited: boolean,
): Promise<Record<string, readonly string[]>> {
  if (paths.length === 0) return {};
  const self = unlimited ? await send('POST', 'sys/capabilities-self', { paths }, token) : undefined;
  // A token that may not ask about itself, or not often, is asked about.
  const reply = self?.status === 200 ? self : await send('POST', 'sys/capabilities', { paths, token });
  if (reply.status !== 200) return {};
  const data = (reply.body.data ?? {}) as Record<string, readonly string[]>;
  return Object.fromEntries(paths.map((path) => [path.trim(), data[path.trim()] ?? []]));
}
