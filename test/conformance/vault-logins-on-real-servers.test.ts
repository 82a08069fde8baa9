import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithServers, startVault } from '../servers/index.ts';
import { shrink } from './consul/shrink.ts';
import { newSigningKeys } from './vault/tokens.ts';
import { rememberDefault, serveKeys, tryCase, type Bench } from './vault/ask.ts';
import { vaultCases, type VaultCase } from './vault/cases.ts';
import { sample } from './writes.ts';

const count = 300;

/** The members that differ. */
function different<T extends object>(answered: T, predicted: T): { answered: Partial<T>; predicted: Partial<T> } {
  const names = (Object.keys(answered) as (keyof T)[]).filter(
    (name) => !isDeepStrictEqual(answered[name], predicted[name]),
  );
  const only = (from: T): Partial<T> => Object.fromEntries(names.map((name) => [name, from[name]])) as Partial<T>;
  return { answered: only(answered), predicted: only(predicted) };
}

describeWithServers(['vault'], 'logins at Vault and what their tokens may do', () => {
  let bench: Bench;
  let next = 0;

  beforeAll(async () => {
    const keys = newSigningKeys();
    const [vault, issuer] = await Promise.all([startVault(), serveKeys(keys)]);
    bench = { vault, keys, issuer };
    await rememberDefault(bench);
  }, 60_000);

  afterAll(async () => {
    await bench.issuer.stop();
    await bench.vault.stop();
  });

  async function difference(one: VaultCase): Promise<{ answered: unknown; predicted: unknown } | undefined> {
    const { answered, predicted } = await tryCase(bench, one, String(next++));
    return isDeepStrictEqual(answered, predicted) ? undefined : different(answered, predicted);
  }

  test('come out as predicted, to the letter', { timeout: 3_600_000 }, async () => {
    const cases = sample(vaultCases, count);
    const found: unknown[] = [];
    let accepted = 0;
    for (const one of cases) {
      const outcome = await tryCase(bench, one, String(next++));
      if (outcome.answered.login.ok) accepted += 1;
      if (isDeepStrictEqual(outcome.answered, outcome.predicted)) continue;
      if (found.length > 4) {
        found.push('more');
        continue;
      }
      const least = await shrink(one, async (smaller) => (await difference(smaller)) !== undefined);
      found.push({ case: least, ...(await difference(least)) });
      console.log(JSON.stringify(found.at(-1)));
    }
    console.log(`agree ${String(cases.length - found.length)} of ${String(cases.length)}, ${String(accepted)} let in`);
    expect(found).toEqual([]);
    expect(accepted).toBeGreaterThan(cases.length / 10);
  });
});
