import { expect, it } from 'vitest';
import { audit } from '../../../src/audit/audit.ts';
import type { World } from '../../../src/model/world.ts';
import { change } from '../../../src/rules/change.ts';
import { healthyWorld } from '../../../src/rules/healthy-world.ts';
import { lookAt } from '../../../src/rules/look-at.ts';
import localTokenElsewhere from '../../../src/rules/workload/local-token-elsewhere.ts';

const asking =
  (template: string) =>
  (world: World): World =>
    change.jobs(world, (one) => ({
      ...one,
      job: JSON.parse(JSON.stringify(one.job).replaceAll('{{ key ', `${template}{{ key `)) as typeof one.job,
    }));
const anonymousMay =
  (policy: string) =>
  (world: World): World =>
    change.consul(world, {
      tokens: (world.consul?.tokens ?? []).map((token) =>
        token['Description'] === 'Anonymous Token' ? { ...token, Policies: [{ Name: policy }] } : token,
      ),
    });
const service = String.raw`{{ range service \"db@dc2\" }}{{ .Address }}{{ end }}`;

it.each<readonly [string, number, readonly ((world: World) => World)[]]>([
  ['asks for a service of another datacenter', 1, [asking(service)]],
  ['asks for a service of its own datacenter by name', 0, [asking(service.replace('dc2', 'dc1'))]],
  ['asks for a key of another datacenter', 1, [asking(String.raw`{{ key \"db/url@dc2\" }}`)]],
  ['asks for a service that everybody may see', 0, [asking(service), anonymousMay('policy-nomad-tasks')]],
  [
    'asks with a token that holds everywhere',
    0,
    [asking(service), (world) => change.authMethod(world, { TokenLocality: 'global' })],
  ],
  [
    'stands in a file, of which it is not known where it runs',
    0,
    [asking(service), (world) => change.consul(world, { stored: false })],
  ],
])('a template that %s', (_, expected, changes) => {
  const world = changes.reduce((before, make) => make(before), healthyWorld());
  expect(audit(world, lookAt(world, { now: world.takenAt }), [localTokenElsewhere]).findings).toHaveLength(expected);
});
