import { describe, expect, it } from 'vitest';
import { claimsOf } from '../../../src/simulate/nomad-claims/claims.ts';
import { nodeClaims, nodeIntroductionClaims } from '../../../src/simulate/nomad-claims/node-claims.ts';
import { registerJob } from '../../../src/simulate/nomad-claims/register.ts';
import { readServer } from '../../../src/simulate/nomad-claims/server.ts';
import { signingsOf } from '../../../src/simulate/nomad-claims/signing.ts';
import { claimsText, headerText } from '../../../src/simulate/nomad-claims/text.ts';
import { group, identity, job, task } from './parts.ts';

describe('the text of claims', () => {
  it.each([
    [{ b: 1, a: ['x'], Z: { d: 'e', c: '' } }, '{"Z":{"c":"","d":"e"},"a":["x"],"b":1}'],
    [{ a: '<>&\u2028\u2029' }, String.raw`{"a":"\u003c\u003e\u0026\u2028\u2029"}`],
    [{ a: '"\\\n\r\t\b\f\u0001\u007f/' }, String.raw`{"a":"\"\\\n\r\t\u0008\u000c\u0001` + '\u007f/"}'],
    [{ a: 'é日本😀\uD800' }, '{"a":"é日本😀\uFFFD"}'],
    [{ '\u{1F600}': 1, '\uFFFF': 2 }, '{"\uFFFF":2,"\u{1F600}":1}'],
  ])('%j', (claims, text) => {
    expect(claimsText(claims)).toBe(text);
  });

  it('has a header of three members', () => {
    expect(headerText('k')).toBe('{"alg":"RS256","kid":"k","typ":"JWT"}');
    expect(headerText('k', 'EdDSA')).toBe('{"alg":"EdDSA","kid":"k","typ":"JWT"}');
  });
});

it.each([
  [100.2, 1_500_000_000, 101],
  [100.6, 1_500_000_000, 102],
  [100.9, 3_600_000_000_000, 3700],
])('a token that is signed at %f for %d ns expires at %d', (now, ttl, exp) => {
  const server = readServer({ version: '1.11.1' });
  const given = { ID: 'j', ...job([group('g', [task('t', { Identities: [identity('a', { TTL: ttl })] })])]) };
  const registration = registerJob(given, server);
  if (!registration.accepted) return expect.fail(registration.error);
  const signing = signingsOf(registration.job, server).find((one) => one.identity.name === 'a');
  if (signing === undefined) return expect.fail('not there');
  expect(claimsOf(signing, { allocationId: 'x', jti: 'y', now }).claims).toMatchObject({ iat: 100, nbf: 100, exp });
});

describe('tokens of nodes', () => {
  const signing = { region: 'r', oidcIssuer: 'https://i', jti: 'j', now: 100.5, ttl: 86_400 };

  it('name the node and leave out what it does not have', () => {
    expect(claimsText(nodeClaims({ id: 'n', pool: 'p', class: '', datacenter: 'dc1' }, signing))).toBe(
      '{"aud":"nomadproject.io","exp":86500,"iat":100,"iss":"https://i","jti":"j","nbf":100,' +
        '"nomad_node_datacenter":"dc1","nomad_node_id":"n","nomad_node_pool":"p","sub":"node:r:p:n:default"}',
    );
  });

  it('introduce a node, even one without a name', () => {
    expect(claimsText(nodeIntroductionClaims({ name: '', pool: 'p' }, { ...signing, oidcIssuer: '', ttl: 300 }))).toBe(
      '{"aud":"nomadproject.io","exp":400,"iat":100,"jti":"j","nbf":100,"nomad_node_name":"","nomad_node_pool":"p","sub":"node-introduction:r:p::default"}',
    );
  });
});
