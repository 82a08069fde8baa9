import { expect, it } from 'vitest';
import type { Api } from '../../../src/clients/api.ts';
import { newGaps } from '../../../src/collect/live/gaps.ts';
import { regionsOf } from '../../../src/collect/live/nomad-regions.ts';
import { tellUnseenNamespaces } from '../../../src/collect/live/nomad-sight.ts';
import { WidError } from '../../../src/support/errors.ts';

/** A Nomad that gives these answers, by path and region. */
const answering = (answers: Readonly<Record<string, unknown>>): Api =>
  ({
    get: (path: readonly string[], _: unknown, call?: { readonly query?: { readonly region?: string } }) => {
      const asked = `${path.join('/')} ${call?.query?.region ?? ''}`.trim();
      return Object.hasOwn(answers, asked)
        ? Promise.resolve(answers[asked])
        : Promise.reject(new WidError('api', `${asked}: 403 Permission denied`));
    },
  }) as unknown as Api;

const federation = {
  regions: ['east', 'west'],
  'status/leader': '10.1.0.1:4647',
  'status/leader east': '10.0.0.1:4647',
  'status/leader west': '10.1.0.1:4647',
};

it.each([
  ['is the one whose leader the agent follows', federation, undefined, ['west']],
  ['is the only one', { regions: ['north'] }, undefined, ['north']],
  ['is the usual one when nothing is told', {}, undefined, ['global']],
  ['is what was asked for', federation, 'east', ['east']],
  ['is each of the federation', federation, '*', ['east', 'west']],
  ['is what was asked for, when nobody tells which there are', {}, 'east', ['east']],
])('the region, for a token to which the agent tells nothing, %s', async (_, answers, region, expected) => {
  const regions = await regionsOf({ nomad: answering(answers) }, { region }, 'refused', newGaps());
  expect(regions.map(({ name }) => name)).toEqual(expected);
});

it('a region that the federation does not have is refused, with those that it has', async () => {
  await expect(
    regionsOf({ nomad: answering(federation) }, { region: 'wset' }, undefined, newGaps()),
  ).rejects.toMatchObject({ code: 'usage', message: 'Nomad has no region wset', hint: 'it has east, west' });
});

it.each([
  [['nomad/jobs', 'nomad/allocations'] as const, ['jobs of', 'allocations of']],
  [['nomad/allocations'] as const, ['allocations of']],
  [['nomad/nodes'] as const, []],
])('of %j, what a token for one namespace does not show is told', async (parts, expected) => {
  const nomad = answering({
    'acl/token/self': { AccessorID: 'a', Type: 'client', Policies: ['prod'] },
    'acl/policy/prod': { RulesJSON: { Namespaces: [{ Name: 'prod', Policy: 'read' }] } },
  });
  const gaps = newGaps();
  await tellUnseenNamespaces(nomad, new Set(parts), gaps);
  expect(gaps.found.map(({ what }) => what)).toEqual(
    expected.map((list) => `${list} namespaces that the token may not see`),
  );
  for (const { permission } of gaps.found) expect(permission).toMatch(/read-job in namespace "\*"$/);
});
