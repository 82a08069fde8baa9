import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithServers } from '../servers/index.ts';
import { wid } from '../commands/child.ts';
import { inFolder } from '../support/folder.ts';
import { presetSpec } from './cluster.ts';
import { startPair, type Pair } from './pair.ts';
import { requests } from './requests.ts';

const policy = (path: string): string => readFileSync(new URL(`../../policies/${path}`, import.meta.url), 'utf8');

describeWithServers(['consul', 'vault'], 'what wid needs, as policies/ says', () => {
  let servers: Pair;
  let env: Record<string, string>;

  beforeAll(async () => {
    servers = await startPair();
    const ofConsul = requests('consul', servers.consul);
    await ofConsul.put('acl/policy', { Name: 'wid', Rules: policy('consul/wid.hcl') });
    const made = (await ofConsul.put('acl/token', { Policies: [{ Name: 'wid' }] })) as { SecretID: string };
    const ofVault = requests('vault', servers.vault);
    await ofVault.put('sys/policies/acl/wid', { policy: policy('vault/wid.hcl') });
    const { auth } = (await ofVault.post('auth/token/create', { policies: ['wid'] })) as {
      auth: { client_token: string };
    };
    env = {
      ...servers.environment,
      CONSUL_HTTP_TOKEN: made.SecretID,
      VAULT_TOKEN: auth.client_token,
    };
  });
  afterAll(() => servers.stop());

  it.each(['consul', 'vault'])(
    'is enough to apply, change, plan and destroy with the manifest in %s',
    async (store) => {
      const first = `${presetSpec(servers.issuer.jwksUrl, store)}manifest: { store: ${store} }\n`;
      const second = first.replaceAll(' issuer: nomad }', ' issuer: nomad, audience: changed }');
      const third = second.replace(`name: ${store}`, 'name: other');
      await inFolder({ 'first.yaml': first, 'second.yaml': second, 'third.yaml': third }, async (cwd) => {
        for (const [args, expected] of [
          [['apply', '-y', '-f', 'first.yaml'], 'Done: 9 objects written.'],
          [['apply', '-y', '-f', 'second.yaml'], 'Done: 2 objects written.'],
          [['plan', '-f', 'second.yaml'], 'No changes'],
          [['plan', '-f', 'third.yaml'], '9 objects are as the spec says but not owned by it'],
          [['plan', '--adopt', '-f', 'third.yaml'], `the spec "${store}" owns it`],
          [['destroy', '-y', '-f', 'second.yaml'], 'Done: 9 objects deleted.'],
        ] as const) {
          const ran = await wid(args, { cwd, env });
          expect(ran.stdout + ran.stderr).toContain(expected);
          expect(ran.code).toBe(expected.includes('owns it') ? 1 : 0);
        }
      });
    },
  );
});
