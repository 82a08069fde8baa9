import { expect, it } from 'vitest';
import { startLab } from '../../src/lab/embedded.ts';
import { afterMending, beforeMending } from '../../src/lab/scenarios/incident-steps.ts';
import { incident } from '../../src/lab/scenarios/incident.ts';
import { stepsOn } from '../../src/lab/scenarios/steps.ts';

it('comes out as told only where the cluster is as the story has it', async () => {
  const lab = await startLab();
  const { consul } = stepsOn(lab);
  const agent = await incident(lab);
  expect((await beforeMending(lab, agent)).map(({ asTold }) => asTold)).toEqual([true, true, true]);
  expect((await afterMending(lab)).map(({ asTold }) => asTold)).toEqual([false, false, false, false, false, false]);
  const { ID } = (await consul('GET', '/v1/acl/policy/name/nomad-agent')) as { ID: string };
  await consul('PUT', `/v1/acl/policy/${ID}`, { Name: 'nomad-agent', Rules: 'key_prefix "" { policy = "read" }' });
  const [read] = await beforeMending(lab, agent);
  expect(read).toMatchObject({ said: '200 only-for-the-demo', asTold: false });
  await lab.stop();
});
