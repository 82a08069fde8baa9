import { expect, test } from 'vitest';
import { idTokenOf } from '../../../src/simulate/consul-login/id-token.ts';

function read(payload: string): ReturnType<typeof idTokenOf> {
  return idTokenOf(`e30.${Buffer.from(payload).toString('base64url')}.`);
}

const cannot = (what: string, field: string, type: string): string =>
  `failed to unmarshal claims: json: cannot unmarshal ${what} into Go struct field ${field} of type ${type}`;

/** Each is what Consul 1.22.2 answered to a login at a method with OIDC discovery, behind its own first words. */
test.each([
  ['{"sub":5}', cannot('number', 'idToken.sub', 'string')],
  ['{"ſub":[]}', cannot('array', 'idToken.sub', 'string')],
  ['{"Nonce":true}', cannot('bool', 'idToken.nonce', 'string')],
  ['{"at_hash":{}}', cannot('object', 'idToken.at_hash', 'string')],
  ['{"sub":5,"nonce":true}', cannot('number', 'idToken.sub', 'string')],
  [
    String.raw`{"exp":"\u0000é"}`,
    String.raw`failed to unmarshal claims: json: invalid number literal, trying to unmarshal "\"\\u0000é\"" into Number`,
  ],
  ['{"sub":5,"aud":5}', cannot('number', 'idToken.aud', '[]string')],
  ['{"_claim_names":"x"}', cannot('string', 'idToken._claim_names', 'map[string]string')],
  ['{"_claim_names":{"a":5}}', cannot('number', 'idToken._claim_names', 'string')],
  ['{"_claim_sources":[]}', cannot('array', 'idToken._claim_sources', 'map[string]oidc.claimSource')],
  ['{"_claim_sources":{"s":5}}', cannot('number', 'idToken._claim_sources', 'oidc.claimSource')],
  ['{"_claim_sources":{"s":{"Endpoint":5}}}', cannot('number', 'claimSource._claim_sources.endpoint', 'string')],
  ['{"_claim_names":{"a":null}}', 'failed to obtain source from claim name'],
  ['{"_CLAIM_NAMES":{"a":""},"iss":"x"}', 'failed to obtain source from claim name'],
  ['{"_claim_names":{"a":"s"},"_claim_sources":{"t":{}}}', 'source does not exist'],
  ['{"_claim_names":{"a":"s"},"_claim_names":{"b":"t"},"_claim_sources":{"t":{}}}', 'source does not exist'],
])('%s is refused', (payload, error) => {
  expect(read(payload)).toEqual({ ok: false, error: `oidc: ${error}`, alternatives: [] });
});

test.each([
  '{"sub":null,"nonce":null,"at_hash":null}',
  '{"_claim_names":null,"_claim_sources":null}',
  '{"_claim_names":{"a":""},"_claim_names":null}',
  '{"_claim_names":{"a":""},"_claim_names":{"a":"t"},"_claim_sources":{"t":{}}}',
  '{"_claim_names":{"a":"t"},"_claim_sources":{"t":null},"_claim_sources":{"s":{"JWT":5}}}',
  '{"jti":5,"azp":5,"email_verified":"x"}',
])('%s is read', (payload) => {
  expect(read(payload).ok).toBe(true);
});

test('of claims that are kept nowhere in two ways, the server may come upon either first', () => {
  expect(read('{"_claim_names":{"a":"s","b":""}}')).toEqual({
    ok: false,
    error: 'oidc: source does not exist',
    alternatives: ['oidc: failed to obtain source from claim name'],
  });
});
