import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithServers, startConsul, type Server } from '../servers/index.ts';
import { randomCase } from './consul/case.ts';
import { runCase, startSurroundings } from './consul/run.ts';
import { shrink } from './consul/shrink.ts';
import { random, runOf } from './random.ts';

describeWithServers(['consul'], 'predictions of logins at Consul', () => {
  let consul: Server;
  let around: Awaited<ReturnType<typeof startSurroundings>>;

  beforeAll(async () => {
    [consul, around] = await Promise.all([startConsul(), startSurroundings()]);
  }, 60_000);

  afterAll(async () => {
    await around.stop();
    await consul.stop();
  });

  test('what the server answers is what was predicted, in full', { timeout: 3_600_000 }, async () => {
    const { count, seed } = runOf(300);
    let compared = 0;
    let succeeded = 0;
    const disagreements: unknown[] = [];
    for (let index = 0; compared < count; index++) {
      const one = randomCase(random(seed + index), around);
      const ran = await runCase(consul, around, one);
      compared += ran.compared;
      succeeded += ran.succeeded;
      if (ran.disagreement === undefined) continue;
      if (disagreements.length < 5) {
        const { about } = ran.disagreement;
        const sort = about.split(' ')[0];
        const fails = async (less: typeof one): Promise<boolean> =>
          (await runCase(consul, around, less)).disagreement?.about.split(' ')[0] === sort;
        const least = await shrink(one, fails);
        const { disagreement } = await runCase(consul, around, least);
        disagreements.push({ seed: seed + index, disagreement: disagreement ?? ran.disagreement, least });
      } else disagreements.push({ seed: seed + index });
    }
    console.log(
      `consul: agree ${String(compared - disagreements.length)} of ${String(compared)} logins, ${String(succeeded)} of them good`,
    );
    expect(disagreements.map((one) => JSON.stringify(one, undefined, 1)).join('\n')).toBe('');
  });
});
