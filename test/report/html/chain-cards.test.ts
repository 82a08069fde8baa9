import { describe, expect, it } from 'vitest';
import { cardsOf } from '../../../src/report/html/chain-cards.ts';
import { needsOf, verdictOf } from '../../../src/report/html/chain-needs.ts';
import type { Link } from '../../../src/simulate/explain/explanation.ts';
import { chain, claims, grant, identity, login, needs, refused, rules, secret, unreached } from './sample.ts';

/** The card of a link that stands alone. */
function cardOf(link: Link): object {
  const card = cardsOf(chain([link], {}, 'at' in link && 'mount' in link.at ? 'vault' : 'consul')).find(
    ({ name }) => name !== '',
  );
  return { state: card?.state, name: card?.name, notes: card?.notes };
}

const vault: Link = {
  ...login,
  link: 'login',
  at: { mount: 'jwt-nomad', role: 'web' },
  bound: [{ claim: 'nomad_namespace', ok: true }],
} as Link;

describe('the few words of a card', () => {
  it.each<[string, Link, object]>([
    ['an identity', identity('aws'), { state: 'ok', name: 'aws', notes: ['Nomad signs a JWT for it'] }],
    ['none', identity(null), { state: 'broken', name: 'no identity', notes: ['there is no consul block'] }],
    ['claims', claims(), { state: 'ok', name: 'aud consul.io', notes: ['namespace prod', 'job shop', 'task server'] }],
    ['audiences', claims({ aud: ['a', 'b'] }), expect.objectContaining({ name: 'aud a, b' }) as object],
    ['a login', login, { state: 'ok', name: 'nomad-workloads', notes: ['3 claims mapped'] }],
    [
      'a refusal',
      refused,
      {
        state: 'broken',
        name: 'nomad-workloads',
        notes: ['error validating claims: aud claim does not match any bound audience'],
      },
    ],
    [
      'a login at Vault',
      vault,
      { state: 'ok', name: 'auth/jwt-nomad', notes: ['role web', '1 bound claim', '3 claims mapped'] },
    ],
    ['rules', rules, { state: 'ok', name: '1 of 2 match', notes: ['role nomad-prod-tasks'] }],
    [
      'a role and its policies',
      grant,
      { state: 'ok', name: 'nomad-prod-tasks', notes: ['role with policy-nomad-tasks'] },
    ],
    [
      'policies, the one that everybody has last',
      { ...grant, roles: [], policies: ['default', 'web'] } as Link,
      { state: 'ok', name: 'web', notes: ['policy', 'policy default'] },
    ],
    [
      'a service identity',
      { ...grant, roles: [], identities: ['service identity web'] } as Link,
      { state: 'ok', name: 'web', notes: ['service identity'] },
    ],
    [
      'what is missing',
      { ...grant, state: 'broken', roles: [], missing: ['role a'], error: 'Permission denied' } as Link,
      { state: 'broken', name: 'no rights', notes: ['role a does not exist', 'Permission denied'] },
    ],
  ])('say %s', (_, link, expected) => {
    expect(cardOf(link)).toEqual(expected);
  });

  it('say nothing of what would have come behind a broken link', () => {
    const cards = cardsOf(chain([identity(), claims(), refused, unreached(rules), unreached(grant)]));
    expect(cards.slice(3).map(({ state, name, notes }) => [state, name, notes])).toEqual([
      ['unreached', '', []],
      ['unreached', '', []],
    ]);
  });
});

describe('the verdict on a need', () => {
  it.each<[Link, string]>([
    [needs('a'), 'allowed by policy policy-nomad-tasks'],
    [needs('a', false), 'denied by default: no rule fits'],
    [secret('a'), 'allowed by policy nomad-workloads'],
    [secret('a', false), 'denied since no path fits'],
    [secret('a', null), 'not known, asked under a condition'],
    [unreached(needs('a')), 'not reached'],
  ])('is said in few words: %#', (link, words) => {
    expect(needsOf(chain([link])).map(verdictOf)).toEqual([words]);
  });
});
