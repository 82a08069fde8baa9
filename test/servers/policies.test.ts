import { expect, it } from 'vitest';
import { consulPolicyNameError } from '../../src/validation/consul/policy.ts';
import { vaultPolicyNameError } from '../../src/validation/vault/policy.ts';
import { policyVerdicts } from '../fixtures/policy-verdicts.ts';
import { describeWithServers, startConsul, startVault } from './index.ts';

const names = ['a', 'a/b', '/a', 'builtin/a', 'a.b', 'a b', 'a'.repeat(128), 'a'.repeat(129), ''];

describeWithServers(['consul'], 'the real Consul', () => {
  it('still says of every policy what is stored, and of names what wid says', async () => {
    const consul = await startConsul();
    const write = async (Name: string, Rules: string): Promise<string | undefined> => {
      const body = JSON.stringify({ Name, Rules });
      const answer = await fetch(`${consul.address}/v1/acl/policy`, {
        method: 'PUT',
        headers: { 'X-Consul-Token': consul.token },
        body,
      });
      const text = await answer.text();
      return answer.ok ? undefined : text;
    };
    try {
      for (const [index, { text, error }] of policyVerdicts('consul').entries()) {
        expect([text, await write(`p-${String(index)}`, text)]).toEqual([text, error]);
      }
      for (const name of names) expect([name, await write(name, '')]).toEqual([name, consulPolicyNameError(name)]);
    } finally {
      await consul.stop();
    }
  });
});

describeWithServers(['vault'], 'the real Vault', () => {
  it('still says of every policy what is stored, and of names what wid says', async () => {
    const vault = await startVault();
    const write = async (name: string, policy: string): Promise<string | undefined> => {
      const url = `${vault.address}/v1/sys/policies/acl/${encodeURIComponent(name)}`;
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'X-Vault-Token': vault.token },
        body: JSON.stringify({ policy }),
      });
      const text = await answer.text();
      return answer.ok ? undefined : (JSON.parse(text) as { errors: string[] }).errors[0];
    };
    try {
      for (const { text, error } of policyVerdicts('vault'))
        expect([text, await write('p', text)]).toEqual([text, error]);
      for (const name of ['root', 'Root', 'response-wrapping', 'control-group', 'Web', 'a b', 'a/b']) {
        expect([name, await write(name, 'path "a" {}')]).toEqual([name, vaultPolicyNameError(name)]);
      }
    } finally {
      await vault.stop();
    }
  });
});
