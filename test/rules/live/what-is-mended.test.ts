import { describe, expect, it } from 'vitest';
import { audit } from '../../../src/audit/audit.ts';
import type { Allocation, World } from '../../../src/model/world.ts';
import { change } from '../../../src/rules/change.ts';
import { healthyWorld } from '../../../src/rules/healthy-world.ts';
import agentTokenFallback from '../../../src/rules/live/agent-token-fallback.ts';
import allocationFailing from '../../../src/rules/live/allocation-failing.ts';
import tokenMissing from '../../../src/rules/live/token-missing.ts';
import { lookAt } from '../../../src/rules/look-at.ts';
import type { Rule } from '../../../src/rules/rule.ts';

function severities(rule: Rule, world: World): readonly string[] {
  return audit(world, lookAt(world, { now: world.takenAt }), [rule]).findings.map(({ severity }) => severity);
}

const allocation = (world: World, patch: Partial<Allocation>): World =>
  change.nomad(world, { allocations: (world.nomad?.allocations ?? []).map((one) => ({ ...one, ...patch })) });

const failed = (message: string): World => {
  const world = healthyWorld();
  const events = [{ task: 'server', type: 'Setup Failure', message, at: world.takenAt - 60 }];
  return allocation(world, { clientStatus: 'failed', events });
};

describe('an allocation that failed', () => {
  it.each([
    ['failed to derive Consul token for service web: Unexpected response code: 403 (Permission denied)', 'info'],
    ['failed to derive Consul token for service web: ACL not found: auth method "nomad-workloads" not found', 'info'],
    [
      'Vault: failed to derive vault token: failed to login with JWT: role "nomad-workloads" could not be found',
      'info',
    ],
    ['failed to derive Consul token for service web: validation failed, token is expired (exp)', 'error'],
    ['Vault: failed to login with JWT: claim "/extra_claims/unique_id" not found in token', 'info'],
    ['Template failed: kv.block(app): Unexpected response code: 500', 'error'],
  ])('for %j is %s where the configuration is good', (message, severity) => {
    expect(severities(allocationFailing, failed(message))).toEqual([severity]);
  });

  it('is said to have failed, and one that waits to be pending', () => {
    const message = (world: World): readonly string[] =>
      audit(world, lookAt(world, { now: world.takenAt }), [allocationFailing]).findings.map((one) => one.message);
    const world = failed('Template failed: kv.block(app): Unexpected response code: 500');
    expect(message(world)[0]).toMatch(/^allocation \w+ of job web has failed: Template failed/);
    expect(message(allocation(world, { clientStatus: 'pending' }))[0]).toMatch(
      / of job web is pending: Template failed/,
    );
  });

  it.each([
    ['no reason that one failed', 'failed', []],
    ['worth knowing while one waits for it that may have it', 'pending', ['info']],
  ])('has what is missing as %s', (_, clientStatus, expected) => {
    const world = allocation(failed('Missing: vault.read(secret/data/default/web/config)'), { clientStatus });
    expect(severities(allocationFailing, world)).toEqual(expected);
  });

  it('is no matter of identities when the process that renders its template was ended', () => {
    const message = 'Template failed: error rendering "(dynamic)" => "local/out": template render subprocess failed: signal: terminated'; // prettier-ignore
    expect(severities(allocationFailing, failed(message))).toEqual([]);
  });

  const unverified = 'failed to derive Consul token: error verifying token: failed to verify id token signature';
  it.each([
    ['info when the address of the keys gives them by now', 'info', {}],
    ['an error while it gives others', 'error', { keys: { keys: [{ kid: 'other', kty: 'RSA' }] } }],
  ])('for a signature that nobody could check is %s', (_, severity, given) => {
    const own = { url: 'https://10.0.0.5:4646/.well-known/jwks.json', usedBy: ['nomad/agent/server-1.global'] };
    const world = change.keySets(failed(unverified), (set) => [
      { ...set, ...given },
      { ...set, ...own },
    ]);
    expect(severities(allocationFailing, world)).toEqual([severity]);
  });

  it('is an error while the configuration refuses it', () => {
    const world = change.authMethod(failed('Unexpected response code: 403 (Permission denied): failed to derive Consul token'), { Config: { BoundAudiences: ['nomad'] } }); // prettier-ignore
    expect(severities(allocationFailing, world)).toEqual(['error']);
  });
});

describe('a token that is gone', () => {
  const at = (seconds: number): string => new Date(seconds * 1000).toISOString();
  /** The allocation started, and of its two tokens that of the task is left, made at some time. */
  const left = (made: number, events: readonly string[]): World => {
    const world = healthyWorld();
    const start = world.takenAt - 600;
    return change.consul(
      allocation(world, {
        events: events.map((type, index) => ({ task: 'server', type, message: '', at: start + index })),
      }),
      {
        tokens: (world.consul?.tokens ?? []).flatMap((token) =>
          /nomad_service_web/.test(String(token['Description'])) ? [] : [{ ...token, CreateTime: at(start + made) }],
        ),
      },
    );
  };

  it.each([
    ['was deleted alone when another one of its time is left', 1, ['Received', 'Task Setup', 'Started'], 'warning'],
    ['may have gone with its method when all others are younger', 300, ['Received', 'Task Setup', 'Started'], 'info'],
    ['may have, when the start is too long ago to be seen', 1, ['Restarting', 'Started'], 'info'],
  ])('%s', (_, made, events, severity) => {
    expect(severities(tokenMissing, left(made, events))).toEqual([severity]);
  });
});

describe('an allocation of an older version of its job', () => {
  it.each([
    ['has a service without an identity', ['warning'], { web: [], server: ['consul_default'] }],
    ['has another service, for which it got a token', [], { before: ['consul-service_before-http'] }],
    ['has the service with an identity', [], { web: ['consul-service_web-http'] }],
  ])('%s: %j', (_, expected, identities) => {
    expect(severities(agentTokenFallback, allocation(healthyWorld(), { jobVersion: 0, identities }))).toEqual(expected);
  });
});
