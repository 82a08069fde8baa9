import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { describeWithServers, startConsul, startVault } from '../servers/index.ts';
import type { Server } from '../servers/index.ts';
import { canary, echoes, found, startEcho } from './canary.ts';
import type { Echo } from './canary.ts';
import { startIssuer } from './jwks.ts';
import type { Issuer } from './jwks.ts';
import { inFolder, wid } from './wid.ts';

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

const planted = {
  consul: canary('consul'),
  vault: canary('vault'),
  nomad: canary('nomad'),
  basic: canary('basic'),
  client: canary('client'),
  spec: canary('spec'),
  file: canary('file'),
};
const canaries = Object.values(planted);
const tokens = {
  CONSUL_HTTP_TOKEN: planted.consul,
  CONSUL_HTTP_AUTH: `somebody:${planted.basic}`,
  VAULT_TOKEN: planted.vault,
  NOMAD_TOKEN: planted.nomad,
  CLIENT_SECRET: planted.client,
};

/** Runs command lines one after the other in one folder; all that they printed and wrote. */
async function everything(
  argLines: readonly (readonly string[])[],
  specText: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly text: string; readonly codes: readonly (number | null)[] }> {
  return inFolder({ 'wid.yaml': specText, '.vault-token': planted.file }, async (cwd) => {
    const parts: string[] = [];
    const codes: (number | null)[] = [];
    for (const args of argLines) {
      const ran = await wid(['--log-level', 'debug', ...args], { cwd, env });
      parts.push(ran.stdout, ran.stderr);
      codes.push(ran.code);
    }
    const written = readdirSync(cwd).filter((name) => name !== 'wid.yaml' && name !== '.vault-token');
    for (const name of written)
      if (statSync(join(cwd, name)).isFile()) parts.push(readFileSync(join(cwd, name), 'utf8'));
    return { text: parts.join('\n'), codes };
  });
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
      const { text } = await everything(all, spec(issuer.jwksUrl), { ...atEcho, ...tokens });
      expect(text, 'something was said').not.toBe('');
      expect(found(canaries, text)).toEqual([]);
      // The issuer too may be one that quotes, and the token may come from a file or stand in an address.
      const { VAULT_TOKEN: _, ...others } = tokens;
      const inAddress = atEcho.CONSUL_HTTP_ADDR.replace('//', `//somebody:${planted.basic}@`);
      const env = { ...others, ...atEcho, CONSUL_HTTP_ADDR: inAddress };
      const again = await everything([['plan'], ['apply', '-y'], ['export']], spec(`${echo.address}/jwks`), env);
      expect(found(canaries, again.text)).toEqual([]);
    } finally {
      echo.stop();
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
    const ran = await everything([['plan'], ['apply', '-y'], ['drift'], ['destroy', '-y']], text, tokens);
    expect(ran.codes).toEqual([2, 2, 2, 2]);
    expect(found(canaries, ran.text)).toEqual([]);
  });
});

describe('no secret comes out of a crash', () => {
  let silent: Echo;
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
    const env = { CONSUL_HTTP_ADDR: silent.address, VAULT_ADDR: silent.address, NOMAD_ADDR: silent.address, ...tokens };
    const NODE_OPTIONS = `--import "data:text/javascript,${encodeURIComponent(code)}"`;
    const { text, codes } = await everything([['plan']], spec(`${silent.address}/jwks`), { ...env, NODE_OPTIONS });
    expect(codes, text).toEqual([2]);
    expect(found(canaries, text)).toEqual([]);
  });
});

describeWithServers(['consul', 'vault'], 'no secret comes out of commands that do their work', () => {
  let servers: { consul: Server; vault: Server };
  let issuer: Issuer;
  beforeAll(async () => {
    const [consul, vault, keys] = await Promise.all([startConsul(), startVault(), startIssuer()]);
    servers = { consul, vault };
    issuer = keys;
  });
  afterAll(async () => {
    issuer.stop();
    await Promise.all([servers.consul.stop(), servers.vault.stop()]);
  });

  it('not in output, plan files or logs', async () => {
    const { consul, vault } = servers;
    const env = { CLIENT_SECRET: planted.client, ...consul.environment, ...vault.environment };
    const { plan = [], apply = [], drift = [], destroy = [] } = lines;
    const { text, codes } = await everything(
      [...plan, ['apply', '-y', 'kept.wid-plan.json'], ...drift, ['export'], ...apply.slice(0, 1), ...destroy],
      spec(issuer.jwksUrl),
      env,
    );
    expect(codes, text).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(found([...canaries, consul.token, vault.token], text)).toEqual([]);
  });
});
