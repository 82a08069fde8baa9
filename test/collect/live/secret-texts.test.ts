import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  isSecretName,
  templateWithoutCredentials,
  withoutCredentials,
  withoutToken,
} from '../../../src/collect/live/secret-texts.ts';

const word = `zq${randomUUID().replaceAll('-', '')}`;
const jwt = `eyJhbGciOiJSUzI1NiJ9.eyJ${word}.c2lnbmF0dXJl`;

describe('a name is that of a secret', () => {
  it.each(['VAULT_TOKEN', 'db_password', 'ApiKey', 'AWS_SECRET_ACCESS_KEY', 'Authorization', 'client-secret'])(
    '%s',
    (name) => {
      expect(isSecretName(name)).toBe(true);
    },
  );

  it.each([
    'VAULT_ADDR',
    'TOKEN_FILE',
    'token_ttl',
    'SECRET_PATH',
    'author',
    'image',
    'TokenLocality',
    'auth_method',
    'token_bound_cidrs',
  ])('and %s is not', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

describe('a credential is taken out of a text', () => {
  it.each([
    ['a JWT', `Bearer ${jwt}`],
    ["Vault's token", `hvs.${word}`],
    ['an address with a password', `postgres://web:${word}@db:5432/web`],
    ['a flag with its value', `--token=${word} --verbose`],
    ['a flag and its value', `run --password ${word}`],
    ['a line of a file', `user = web\npassword = "${word}"\n`],
    ['a member of JSON', `{"api_key": "${word}", "n": 1}`],
    ['a private key', `-----BEGIN RSA PRIVATE KEY-----\n${word}\n-----END RSA PRIVATE KEY-----`],
    ['a variable of a shell', `export DB_PASSWORD=${word}`],
    ['a password that begins like a variable', `password=$${word}`],
  ])('%s', (_, text) => {
    expect(withoutCredentials(text)).not.toContain(word);
    expect(withoutCredentials(text)).toContain('(secret)');
  });

  it.each([
    'failed to derive Vault token: failed to login with JWT',
    'error validating token: invalid audience (aud) claim',
    'arn:aws:iam::1:role/web',
    'https://vault.example.com:8200/v1/secret/data/web',
    'token = "${NOMAD_TOKEN}"',
    'curl -H "X-Vault-Token: $NOMAD_TOKEN_vault_default"',
    'export VAULT_TOKEN=$VAULT_TOKEN',
    'password={{ .Data.data.password }}',
    'token_file = /secrets/vault_token',
    'lacks permission \'key:read\' on "app/token"',
  ])('and %s stays', (text) => {
    expect(withoutCredentials(text)).toBe(text);
  });

  it('a bare UUID, which is how the tokens of Consul and Nomad look', () => {
    const token = randomUUID();
    expect(withoutToken(token)).toBe('(secret)');
    expect(withoutToken(`/alloc/${token}`)).toContain(token);
  });
});

describe('in a template', () => {
  it('what asks for secrets stays, and what somebody wrote into the text goes', () => {
    const text = `password = {{ with secret "secret/data/password" }}{{ .Data.data.password }}{{ end }}\ntoken = ${word}\n`;
    const clean = templateWithoutCredentials(text);
    expect(clean).not.toContain(word);
    expect(clean).toContain('{{ with secret "secret/data/password" }}{{ .Data.data.password }}{{ end }}');
  });

  it('of other delimiters too', () => {
    const clean = templateWithoutCredentials(`token = ${word}\n[[ key "app/token" ]]`, '[[', ']]');
    expect(clean).toBe('token = (secret)\n[[ key "app/token" ]]');
  });
});
