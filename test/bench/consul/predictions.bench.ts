import { expect, it } from 'vitest';
import type * as Simulation from '../../../src/simulate/consul.ts';
import { testKey } from '../../support/jwt.ts';
import { built } from '../built.ts';
import { report } from '../figure.ts';
import { best, rateOf, type Rate } from '../rate.ts';
import { authMethod, bindingRules, checks, policies, roles } from './configuration.ts';
import { unsignedTokens } from './tokens.ts';

const { compileConsul, predictConsul } = await built<typeof Simulation>('simulate/consul.js');

const rounds = 24;
const count = 5000;

it('predicts logins at one configuration with ever other tokens', async () => {
  const now = Math.floor(Date.now() / 1000);
  const key = testKey('bench', 'rsa');
  const configuration = { authMethod: authMethod('http://127.0.0.1:1/jwks'), bindingRules, roles, policies };
  const consul = compileConsul({ ...configuration, jwks: { keys: [key.jwk] } });
  const tokens = unsignedTokens(count, key.kid, now);
  const verifies = (): boolean => true;

  const measure = async (traced: boolean): Promise<Rate> => {
    const rates: Rate[] = [];
    for (let round = 0; round < rounds; round++) {
      let allowed = 0;
      const rate = await rateOf(count, () => {
        for (const jwt of tokens) {
          const { login, checks: answers } = predictConsul(consul, { jwt, now, checks, verifies, traced });
          if (login.ok) for (const { allow } of answers) allowed += Number(allow);
        }
      });
      // Every login is good, and of its fifty questions some are allowed and others are not.
      expect(allowed).toBeGreaterThan(10 * count);
      expect(allowed).toBeLessThan(40 * count);
      rates.push(rate);
    }
    return best(rates);
  };
  const traced = await measure(true);
  const bare = await measure(false);

  // A second on one core is a second of processor time, of whatever threads: that holds on a busy machine too.
  const how = ({ perSecond }: Rate): string =>
    `10 rules, 20 policies, 50 checks each, signatures not counted; best of ${String(rounds)} rounds of ` +
    `${count.toLocaleString('en')} tokens; ${Math.round(perSecond).toLocaleString('en')} a second by the clock`;
  report([
    {
      what: 'Consul predictions',
      measured: bare.perCpuSecond,
      unit: 'a second of one core',
      goal: { atLeast: 20_000 },
      how: how(bare),
    },
    {
      what: 'Consul predictions with their trace',
      measured: traced.perCpuSecond,
      unit: 'a second of one core',
      how: how(traced),
    },
  ]);
});
