import { afterAll, beforeAll, expect, it } from 'vitest';
import type * as Simulation from '../../../src/simulate/consul.ts';
import { startConsul, type Server } from '../../servers/index.ts';
import { testKey } from '../../support/jwt.ts';
import { issuerOf, listen, type Listening } from '../../support/listen.ts';
import { built } from '../built.ts';
import { report } from '../figure.ts';
import { best, rateOf, type Rate } from '../rate.ts';
import { authMethod, bindingRules, checks, policies, roles } from './configuration.ts';
import { comparable, logIn, setUp } from './real.ts';
import { signedTokens } from './tokens.ts';

const { compileConsul, predictConsul } = await built<typeof Simulation>('simulate/consul.js');

const key = testKey('bench', 'rsa');
const jwks = { keys: [key.jwk] };
const rounds = 12;
const count = 400;

let server: Server;
let keys: Listening;

beforeAll(async () => {
  keys = await listen(issuerOf(jwks.keys));
  server = await startConsul({ config: { log_level: 'WARN' } });
  await setUp(server, `${keys.address}/jwks`);
});

afterAll(async () => {
  await server.stop();
  await keys.stop();
});

it('predicts logins, signatures included, many times as quickly as Consul decides them', async () => {
  const now = Math.floor(Date.now() / 1000);
  let next = 0;
  const fresh = (many: number): readonly string[] => {
    next += many;
    return signedTokens(next - many, many, key, now);
  };
  const atConsul: Rate[] = [];
  const consulRound = async (tokens: readonly string[], concurrency: number): Promise<readonly string[]> => {
    let answers: readonly string[] = [];
    const log = async (): Promise<void> => {
      answers = await logIn(server, tokens, concurrency);
    };
    atConsul.push(await rateOf(tokens.length, log));
    return answers;
  };

  await consulRound(fresh(count), 8);
  const speeds: { readonly concurrency: number; readonly perSecond: number }[] = [];
  for (const concurrency of [1, 2, 4, 8, 16, 32, 64]) {
    await consulRound(fresh(count), concurrency);
    speeds.push({ concurrency, perSecond: atConsul.at(-1)?.perSecond ?? 0 });
  }
  const concurrency = speeds.toSorted((a, b) => b.perSecond - a.perSecond)[0]?.concurrency ?? 1;

  const consul = compileConsul({ authMethod: authMethod(`${keys.address}/jwks`), bindingRules, roles, policies, jwks });
  const predicted: Rate[] = [];
  const withChecks: Rate[] = [];
  for (let round = 0; round < rounds; round++) {
    const tokens = fresh(count);
    const answers = await consulRound(tokens, concurrency);
    const predictions: Simulation.ConsulPrediction[] = [];
    const predict = (): void => {
      for (const jwt of tokens) predictions.push(predictConsul(consul, { jwt, now, traced: false }));
    };
    predicted.push(await rateOf(count, predict));
    expect(predictions.map(({ token }) => comparable(token))).toEqual(answers);
    const predictChecks = (): void => {
      for (const jwt of tokens) predictConsul(consul, { jwt, now, checks, traced: false });
    };
    withChecks.push(await rateOf(count, predictChecks));
  }

  const [real, mine, more] = [best(atConsul), best(predicted), best(withChecks)];
  const tries = `best of ${String(rounds)} rounds of ${count.toLocaleString('en')} tokens, RS256 with 2048 bits`;
  report([
    { what: 'logins at Consul itself', measured: real.perSecond, unit: 'a second', how: `${tries}; ${String(concurrency)} at a time, which suits it best` },
    { what: 'the same logins predicted', measured: mine.perSecond, unit: 'a second', how: `${tries}; one core, signatures checked, every token as Consul made it` },
    { what: 'the same with 50 checks each', measured: more.perSecond, unit: 'a second', how: tries },
    { what: 'predictions for one login at Consul', measured: mine.perSecond / real.perSecond, unit: 'times', goal: { atLeast: 10 }, how: 'of the figures above' },
  ]); // prettier-ignore
});
