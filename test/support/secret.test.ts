import { describe, expect, it } from 'vitest';
import { hideSecretsOf, scrub } from '../../src/support/secret.ts';

describe('output does not show what the environment holds in variables named like secrets', () => {
  it.each([
    ['CONSUL_HTTP_TOKEN', 'planted-token-one', 'a planted-token-one b', 'a (secret) b'],
    ['CONSUL_HTTP_AUTH', 'somebody:planted-password', 'a planted-password b', 'a (secret) b'],
    ['CLIENT_SECRET', 'planted-secret', '"planted-secret"', '"(secret)"'],
    ['VAULT_ADDR', 'http://planted.example', 'http://planted.example', 'http://planted.example'],
    ['SHORT_TOKEN', 'root', 'the root of it', 'the root of it'],
  ])('%s', (name, value, text, shown) => {
    hideSecretsOf({ [name]: value });
    expect(scrub(text)).toBe(shown);
  });
});
