import { expect, it } from 'vitest';
import { audit } from '../../../src/audit/audit.ts';
import type { Jwk } from '../../../src/model/jwks.ts';
import { change } from '../../../src/rules/change.ts';
import { healthyWorld } from '../../../src/rules/healthy-world.ts';
import anotherCluster from '../../../src/rules/keys/another-cluster.ts';
import { lookAt } from '../../../src/rules/look-at.ts';

const own: Jwk = { kid: 'own', kty: 'RSA', n: 'AQAB', e: 'AQAB' };

it.each<readonly [string, number, readonly Jwk[]]>([
  ['the same key is the same', 0, [own]],
  ['one more does no harm', 0, [{ ...own, kid: 'other', n: 'CCCC' }, own]],
  ['another id is another key', 2, [{ ...own, kid: 'other' }]],
  ['a key of another cluster may bear the same id', 2, [{ ...own, n: 'CCCC' }]],
  ['no id is tried for no JWT', 2, [{ kty: 'RSA', n: 'AQAB', e: 'AQAB' }]],
])('%s', (_, parties, served) => {
  const world = change.keySets(healthyWorld(), (set) => [
    { ...set, keys: { keys: served } },
    { ...set, usedBy: ['nomad/agent/server-1.global'], keys: { keys: [own] } },
  ]);
  expect(audit(world, lookAt(world, { now: world.takenAt }), [anotherCluster]).findings).toHaveLength(parties);
});

it.each([
  ['one of which is of this Nomad', 'own', 0],
  ['none of which is', 'other', 1],
])('a mount may have several key sets, %s', (_, kid, expected) => {
  const urls = ['https://west.example.com/jwks', 'https://east.example.com/jwks'];
  const world = change.jwtConfig(
    change.keySets(healthyWorld(), (set) => [
      { ...set, keys: { keys: [own] } },
      { ...set, usedBy: ['nomad/agent/server-1.global'], keys: { keys: [own] } },
      { ...set, usedBy: ['vault/jwt-config/jwt-nomad'], url: urls[0] ?? '', keys: { keys: [{ ...own, kid: 'west' }] } },
      { ...set, usedBy: ['vault/jwt-config/jwt-nomad'], url: urls[1] ?? '', keys: { keys: [{ ...own, kid }] } },
    ]),
    { jwks_url: '', jwks_pairs: urls.map((jwks_url) => ({ jwks_url, jwks_ca_pem: '' })) },
  );
  expect(audit(world, lookAt(world, { now: world.takenAt }), [anotherCluster]).findings).toHaveLength(expected);
});
