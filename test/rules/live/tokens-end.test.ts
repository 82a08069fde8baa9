import { expect, it } from 'vitest';
import { audit } from '../../../src/audit/audit.ts';
import type { ApiObject } from '../../../src/model/api-object.ts';
import { change } from '../../../src/rules/change.ts';
import { healthyWorld } from '../../../src/rules/healthy-world.ts';
import tokensEnd from '../../../src/rules/live/tokens-end.ts';
import { lookAt } from '../../../src/rules/look-at.ts';

const isWorkloads = ({ AuthMethod }: ApiObject): boolean => AuthMethod === 'nomad-workloads';

it.each<readonly [string, number, (token: ApiObject, ending: ApiObject) => readonly ApiObject[]]>([
  ['is that of what runs', 1, (_, ending) => [ending]],
  ['stands beside one without an end for each that runs', 0, (token, ending) => [token, ending]],
  [
    'is of something that does not run',
    0,
    (token, ending) => [
      token,
      { ...ending, Description: 'token created via login: {"requested_by":"nomad_task_gone"}' },
    ],
  ],
])('a token that ends and %s', (_, expected, make) => {
  const world = healthyWorld();
  const ExpirationTime = new Date((world.takenAt + 3600) * 1000).toISOString();
  const changed = change.consul(world, {
    tokens: (world.consul?.tokens ?? []).flatMap((token) =>
      isWorkloads(token) ? make(token, { ...token, AccessorID: 'ending', ExpirationTime }) : token,
    ),
  });
  const { findings } = audit(changed, lookAt(changed, { now: changed.takenAt }), [tokensEnd]);
  expect(findings).toHaveLength(expected);
});
