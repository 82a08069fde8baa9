import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { widHere } from '../commands/here.ts';
import { describeWithServers } from '../servers/index.ts';
import type { Listening } from '../support/listen.ts';
import { wid } from '../commands/child.ts';
import { inFolder } from '../support/folder.ts';
import { canary, echoes, found, startEcho } from './canary.ts';
import { startIssuer } from './jwks.ts';
import type { Issuer } from './jwks.ts';
import { startPair, type Pair } from './pair.ts';

/** How each command is run here. The first test says when one is missing. */
const lines: Readonly<Record<string, readonly (readonly string[])[]>> = {
  init: [['init']],
  schema: [['schema']],
  plan: [
    ['plan', '--out', 'kept.wid-plan.json'],
    ['plan', '--format', 'json', '--adopt'],
  ],
  apply: [
    ['apply', '-y'],
    ['apply', '-y', 'kept.wid-plan.json'],
  ],
  drift: [['drift'], ['drift', '--format', 'json']],
  export: [['export'], ['export', '--format', 'json']],
  predict: [
    ['predict', 'consul', '.vault-token'],
    ['predict', 'vault', '--ndjson', '.vault-token'],
    ['predict', 'nomad', '.vault-token'],
  ],
  explain: [
    ['explain', 'web'],
    ['explain', 'web', '--format', 'json', '--token', '.vault-token'],
    ['explain', 'web', '--format', 'html', '--token', '.vault-token'],
  ],
  can: [['can', 'web', 'read', 'key', 'web/key', '--token', '.vault-token']],
  audit: [['audit'], ['audit', '--no-cache', '--format', 'json'], ['audit', '--format', 'html']],
  fix: [['fix', '--dry-run', '.']],
  rules: [['rules'], ['rules', 'consul/audience-mismatch']],
  collect: [['collect'], ['collect', '--cache-dir', '.', '--out', 'world.json']],
  destroy: [['destroy', '-y']],
  lab: [['lab', 'demo']],
};

const spec = (jwksUrl: string): string => `version: 1
name: canary
issuers: { nomad: { jwks_url: "${jwksUrl}" } }
presets:
  - { preset: nomad-consul, issuer: nomad }
  - { preset: nomad-vault, issuer: nomad }
vault:
  auth_mounts:
    people:
      config:
        oidc_discovery_url: "${new URL(jwksUrl).origin}"
        oidc_client_id: wid
        oidc_client_secret: "\${CLIENT_SECRET}"
      roles:
        people: { role_type: oidc, user_claim: sub, allowed_redirect_uris: ["http://localhost/back"] }
`;

/** Secrets in every place from which a command takes one. */
interface Planted {
  readonly basic: string;
  readonly spec: string;
  readonly file: string;
  /** In the environment. */
  readonly tokens: Readonly<
    Record<'CONSUL_HTTP_TOKEN' | 'CONSUL_HTTP_AUTH' | 'VAULT_TOKEN' | 'NOMAD_TOKEN' | 'CLIENT_SECRET', string>
  >;
  readonly all: readonly string[];
}

function plant(): Planted {
  const tokens = {
    CONSUL_HTTP_TOKEN: canary('consul'),
    VAULT_TOKEN: canary('vault'),
    NOMAD_TOKEN: canary('nomad'),
    CLIENT_SECRET: canary('client'),
  };
  const [basic, spec, file] = [canary('basic'), canary('spec'), canary('file')];
  const all = [...Object.values(tokens), basic, spec, file];
  return { basic, spec, file, tokens: { ...tokens, CONSUL_HTTP_AUTH: `somebody:${basic}` }, all };
}

const planted = plant();

interface Said {
  readonly text: string;
  readonly codes: readonly (number | null)[];
}

/** Runs command lines one after the other in one folder; all that they printed and wrote. */
async function everything(
  argLines: readonly (readonly string[])[],
  specText: string,
  env: Readonly<Record<string, string>>,
): Promise<Said> {
  return inFolder({ 'wid.yaml': specText, '.vault-token': planted.file }, async (cwd) => {
    const parts: string[] = [];
    const codes: (number | null)[] = [];
    for (const args of argLines) {
      const ran = await wid(['--log-level', 'debug', ...args], { cwd, env });
      parts.push(ran.stdout, ran.stderr);
      codes.push(ran.code);
    }
    return { text: [...parts, ...writtenIn(cwd)].join('\n'), codes };
  });
}

/**
 * The same in this process, for there are many. A secret that was read is hidden from then on, so each line has secrets
 * of its own, as if it was the first.
 * @returns what was said, and the canaries that stand in it
 */
async function everythingHere(
  argLines: readonly (readonly string[])[],
  specText: string,
  envOf: (planted: Planted) => Readonly<Record<string, string>>,
): Promise<{ readonly text: string; readonly out: readonly string[] }> {
  return inFolder({ 'wid.yaml': specText }, async (cwd) => {
    const parts: string[] = [];
    const canaries: string[] = [];
    for (const args of argLines) {
      const own = plant();
      canaries.push(...own.all);
      writeFileSync(join(cwd, '.vault-token'), own.file);
      const ran = await widHere(['--log-level', 'debug', ...args], { cwd, env: envOf(own) });
      parts.push(ran.stdout, ran.stderr);
    }
    const text = [...parts, ...writtenIn(cwd)].join('\n');
    return { text, out: found(canaries, text) };
  });
}

function writtenIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name !== 'wid.yaml' && name !== '.vault-token');
  return names
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'));
}

it('every command is among those that are looked through', () => {
  expect(Object.keys(lines).toSorted()).toEqual(Object.keys(commands).toSorted());
});

describe('no secret comes out of a command whose servers answer with', () => {
  let issuer: Issuer;
  beforeAll(async () => {
    issuer = await startIssuer();
  });
  afterAll(() => issuer.stop());

  it.each(Object.keys(echoes))('%s', { timeout: 300_000 }, async (how) => {
    const echo = await startEcho(how);
    const atEcho = { CONSUL_HTTP_ADDR: echo.address, VAULT_ADDR: echo.address, NOMAD_ADDR: echo.address };
    try {
      const all = Object.values(lines).flat();
      const { text, out } = await everythingHere(all, spec(issuer.jwksUrl), ({ tokens }) => ({ ...atEcho, ...tokens }));
      expect(text, 'something was said').not.toBe('');
      expect(out).toEqual([]);
      // The issuer too may be one that quotes, and the token may come from a file or stand in an address.
      const again = await everythingHere(
        [['plan'], ['apply', '-y'], ['export']],
        spec(`${echo.address}/jwks`),
        ({ basic, tokens: { VAULT_TOKEN: _, ...others } }) => ({
          ...others,
          ...atEcho,
          CONSUL_HTTP_ADDR: echo.address.replace('//', `//somebody:${basic}@`),
        }),
      );
      expect(again.out).toEqual([]);
    } finally {
      await echo.stop();
    }
  });
});

describe('no secret of a spec comes out with a mistake', () => {
  const head = 'version: 1\nname: canary\n';
  it.each([
    ['beside it', `${head}consul:\n  token: ${planted.spec}\n`],
    [
      'above it',
      `${head}vault:\n  auth_mounts:\n    a:\n      config:\n        oidc_client_secret: ${planted.spec}\n        nonsense: 1\n`,
    ],
    ['in what is no YAML', `${head}consul: { token: "${planted.spec}", [\n`],
    ['in a value of the wrong type', `${head}consul:\n  policies:\n    secret: ${planted.spec}\n`],
  ])('%s', async (_, text) => {
    const ran = await everything([['plan'], ['apply', '-y'], ['drift'], ['destroy', '-y']], text, planted.tokens);
    expect(ran.codes).toEqual([2, 2, 2, 2]);
    expect(found(planted.all, ran.text)).toEqual([]);
  });
});

describe('no secret comes out of a crash', () => {
  let silent: Listening;
  beforeAll(async () => {
    silent = await startEcho('never an answer');
  });
  afterAll(() => silent.stop());

  it.each([
    [
      'a defect somewhere',
      'setTimeout(() => { throw new Error(`defect with ${process.env.CONSUL_HTTP_TOKEN}`); }, 500);',
    ],
    ['a promise that nobody awaits', 'setTimeout(() => Promise.reject(new Error(process.env.VAULT_TOKEN)), 500);'],
  ])('%s', async (_, code) => {
    const env = {
      CONSUL_HTTP_ADDR: silent.address,
      VAULT_ADDR: silent.address,
      NOMAD_ADDR: silent.address,
      ...planted.tokens,
    };
    const NODE_OPTIONS = `--import "data:text/javascript,${encodeURIComponent(code)}"`;
    const { text, codes } = await everything([['plan']], spec(`${silent.address}/jwks`), { ...env, NODE_OPTIONS });
    expect(codes, text).toEqual([2]);
    expect(found(planted.all, text)).toEqual([]);
  });
});

describeWithServers(['consul', 'vault'], 'no secret comes out of commands that do their work', () => {
  let servers: Pair;
  beforeAll(async () => {
    servers = await startPair();
  });
  afterAll(() => servers.stop());

  it('not in output, plan files or logs', async () => {
    const { consul, vault, issuer } = servers;
    const env = { CLIENT_SECRET: planted.tokens.CLIENT_SECRET, ...servers.environment };
    const { plan = [], apply = [], drift = [], destroy = [] } = lines;
    const { text, codes } = await everything(
      [...plan, ['apply', '-y', 'kept.wid-plan.json'], ...drift, ['export'], ...apply.slice(0, 1), ...destroy],
      spec(issuer.jwksUrl),
      env,
    );
    expect(codes, text).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(found([...planted.all, consul.token, vault.token], text)).toEqual([]);
  });
});
