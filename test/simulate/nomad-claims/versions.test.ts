import { describe, expect, it } from 'vitest';
import { predictNomad, type PredictedIdentity } from '../../../src/simulate/nomad.ts';
import { group, hour, identity, job, task, type Json } from './parts.ts';

// Only 1.11.1 was tried live. What is said here of other versions stands on the facts that were read in their source.

interface Wanted {
  readonly nomad?: Json;
  readonly namespace?: Json;
}

function identitiesAt(version: string, of: Json, { nomad = {}, namespace }: Wanted = {}): readonly PredictedIdentity[] {
  const answer = predictNomad({ nomad: { version, region: 'global', ...nomad }, job: { ID: 'j', ...of }, namespace });
  expect(answer.error).toBe(null);
  return answer.identities;
}

const claimsAt = (
  version: string,
  of: Json,
  name: string,
  wanted: Wanted = {},
): PredictedIdentity['claims'] | undefined =>
  identitiesAt(version, of, wanted).find((one) => one.identity === name)?.claims;

const withVault = {
  vault: {
    enabled: true,
    defaultIdentity: { Audience: ['v'], TTL: hour, ExtraClaims: { id: '${job.id}', 'of meta': '${job.meta.k}' } },
  },
};
const noDefault = { vault: { enabled: true } };
const vaultJob = job([
  group('g', [task('t', { Vault: { Role: 'r', Policies: ['p'] }, Identities: [identity('vault_default')] })]),
]);

describe('claims for Vault', () => {
  it.each([
    ['1.7.0', undefined],
    ['1.7.2', undefined],
    ['1.7.3', 'r'],
    ['1.8.2', 'r'],
    ['1.8.3', undefined],
    ['1.11.1', undefined],
    ['2.0.6', undefined],
  ])('name the role in Nomad %s without a default identity: %s', (version, role) => {
    expect(claimsAt(version, vaultJob, 'vault_default', { nomad: noDefault })?.['vault_role']).toBe(role);
  });

  it.each([
    ['1.8.2', undefined],
    ['1.8.3', { id: 'j', 'of meta': '${job.meta.k}' }],
    ['2.0.2', { id: 'j', 'of meta': '${job.meta.k}' }],
    ['2.0.3', { id: 'j', 'of meta': 'value' }],
    ['2.0', { id: 'j', 'of meta': 'value' }],
  ])('hold extra claims in Nomad %s: %j', (version, extra) => {
    const claims = claimsAt(version, { ...vaultJob, Meta: { k: 'value' } }, 'vault_default', { nomad: withVault });
    expect(claims?.['extra_claims']).toEqual(extra);
  });
});

describe('a dispatched job', () => {
  const parent = { ...vaultJob, ParameterizedJob: {} };

  it.each([
    ['1.8.3', undefined, true],
    ['1.8.4', 'global:default:j:g:t:vault_default', false],
    ['1.11.1', 'global:default:j:g:t:vault_default', false],
  ])('has in Nomad %s the subject %s', (version, subject, unknown) => {
    const found = identitiesAt(version, parent, { nomad: withVault }).find((one) => one.identity === 'vault_default');
    expect(found?.claims['sub']).toBe(subject);
    expect(found?.unknown.includes('sub')).toBe(unknown);
    expect(found?.unknown.includes('extra_claims.id')).toBe(unknown);
    expect(found?.claims['nomad_job_id']).toBe('j');
  });

  it.each([
    ['1.8.3', 'global:default:j/dispatch-1:g:t:a'],
    ['1.8.4', 'global:default:j:g:t:a'],
  ])('has in Nomad %s, once it is there, the subject %s', (version, subject) => {
    const child = {
      ...job([group('g', [task('t', { Identities: [identity('a')] })])]),
      ID: 'j/dispatch-1',
      ParentID: 'j',
    };
    expect(claimsAt(version, child, 'a')).toMatchObject({ sub: subject, nomad_job_id: 'j' });
  });
});

describe('the implicit identity for Consul', () => {
  const nomad = { consul: { taskIdentity: { Audience: ['c'], TTL: hour } } };
  const templates = [{ EmbeddedTmpl: 'x', DestPath: 'local/x' }];
  it.each([
    ['1.9.7', { Templates: templates }, {}, true],
    ['1.9.7', { Consul: {} }, { Consul: {} }, false],
    ['1.10.0', { Templates: templates }, {}, false],
    ['1.10.0', { Consul: {} }, {}, true],
    ['1.10.0', {}, { Consul: {} }, true],
  ])('comes in Nomad %s to a task with %j in a group with %j: %s', (version, ofTask, ofGroup, given) => {
    const found = claimsAt(version, job([group('g', [task('t', ofTask)], ofGroup)]), 'consul_default', { nomad });
    expect(found !== undefined).toBe(given);
  });
});

it.each([
  ['1.7.6', 's-${NOMAD_META_k}'],
  ['1.7.7', 's-value'],
  ['1.8.0', 's-value'],
])('the name of a service is in Nomad %s: %s', (version, name) => {
  const of = job([
    group('g', [task('t')], { Services: [{ Name: 's-${NOMAD_META_k}', Identity: { Audience: ['c'], TTL: hour } }] }),
  ]);
  const found = identitiesAt(version, { ...of, Meta: { k: 'value' } }).find(({ service }) => service !== null);
  expect(found?.claims['nomad_service']).toBe(name);
});

describe('extra claims of a namespace', () => {
  const namespace = {
    Name: 'default',
    RequiredExtraClaims: { all: '${job.namespace}/${task.name}/${node.id}' },
    OptionalExtraClaims: { wanted: '${job.id}', other: 'x' },
  };
  const of = job([
    group('g', [task('t', { Identities: [identity('a', { ExtraClaims: ['wanted', 'nothing'] })] })], {
      Services: [{ Name: 's', Identity: { Audience: ['c'], TTL: hour } }],
    }),
  ]);

  it('are added to every identity since Nomad 2.0.3', () => {
    const found = identitiesAt('2.0.3', of, { namespace });
    expect(found.map(({ claims, unknown }) => [claims['extra_claims'], unknown.includes('extra_claims.all')])).toEqual([
      [{ all: 'default/t/' }, false],
      [{ wanted: 'j' }, true],
      [{ all: 'default//' }, false],
    ]);
  });

  it('are not known to Nomad 2.0.2', () => {
    expect(identitiesAt('2.0.2', of, { namespace }).map(({ claims }) => claims['extra_claims'])).toEqual(
      Array.from({ length: 3 }),
    );
  });

  it('are those of the job’s own namespace only', () => {
    const elsewhere = { ...of, Namespace: 'elsewhere' };
    expect(claimsAt('2.0.3', elsewhere, 'a', { namespace })?.['extra_claims']).toBe(undefined);
  });
});

describe('a vault block in Nomad 1.7 to 1.9', () => {
  const withPolicies = (more: Json): Json => job([group('g', [task('t', { Vault: more })])]);
  const answer = (of: Json, nomad: Json): ReturnType<typeof predictNomad> =>
    predictNomad({ nomad: { version: '1.9.7', ...nomad }, job: { ID: 'j', ...of } });

  it('needs policies where there is no identity', () => {
    expect(answer(withPolicies({}), noDefault).error).toBe(
      '1 error occurred:\n\t* Task t has a Vault block with an empty list of policies\n\n',
    );
    expect(answer(withPolicies({ Policies: ['p'] }), noDefault).accepted).toBe(true);
  });

  it('is warned of when its policies do not count', () => {
    expect(answer(withPolicies({ Policies: ['p'] }), withVault).warnings).toEqual([
      'Task t has a Vault block with policies but uses workload identity to authenticate with Vault, policies will be ignored',
    ]);
  });
});

it.each(['1.6.9', '2.1.0', '0.9', 'latest', ''])('does not predict for Nomad %j', (version) => {
  expect(() => predictNomad({ nomad: { version }, job: {} })).toThrow();
});
