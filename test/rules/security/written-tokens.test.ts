import { expect, it } from 'vitest';
import { writtenTokens } from '../../../src/rules/security/written-tokens.ts';

const task = { env: {}, templates: [] } as unknown as Parameters<typeof writtenTokens>[0];

it.each([
  ['VAULT_TOKEN', ['-c', 'VAULT_TOKEN=(secret) exec app']],
  ['VAULT_TOKEN', ['-c', 'export VAULT_TOKEN="(secret)"; exec app']],
  ['X-Vault-Token', ['-H', 'X-Vault-Token: (secret)', 'http://vault/v1/x']],
  ['token', ['-c', 'consul kv get -token=(secret) app/x']],
  ['token', ['-c', 'nomad job status -token (secret)']],
  [undefined, ['-c', 'VAULT_TOKEN=$OTHER exec app']],
  [undefined, ['-c', 'VAULT_TOKEN="${NOMAD_TOKEN}" exec app']],
  [undefined, ['-H', 'X-Vault-Token: $VAULT_TOKEN']],
  [undefined, ['-c', 'consul kv get -token-file=/secrets/token app/x']],
  [undefined, ['-c', 'consul kv get -token $CONSUL_HTTP_TOKEN app/x']],
  [undefined, ['-c', 'login --token=(secret)']],
  [undefined, ['-c', 'unset VAULT_TOKEN; exec app']],
])('%s is written into %j', (variable, args) => {
  expect(writtenTokens(task, { command: '/bin/sh', args }).map((one) => one.variable)).toEqual(
    variable === undefined ? [] : [variable],
  );
});

it('sees a flag and its value apart, behind the name of the command', () => {
  expect(writtenTokens(task, { command: 'consul', args: ['kv', 'get', '-token', '(secret)', 'x'] })).toEqual([
    { variable: 'token', path: 'Config/args' },
  ]);
});
