import { beforeEach, describe, expect, it } from 'vitest';
import type { Product } from '../../src/clients/api.ts';
import { findServer } from './find.ts';
import { keepServerLogs } from './launch.ts';
import { need } from './need.ts';

/** Set where the servers must be there, as in continuous integration: a missing one is then a failure. */
export const serversRequired = process.env.WID_REQUIRE_SERVERS === '1';

/**
 * A `describe` whose tests need real servers. Without them it is skipped, with the reason in its name, which the end of
 * the run repeats; with `WID_REQUIRE_SERVERS=1` it fails. When a test in it fails, the logs of the servers are kept.
 */
export function describeWithServers(products: readonly Product[], name: string, tests: () => void): void {
  const missing = products.filter((product) => findServer(product) === undefined);
  if (missing.length === 0) {
    describe(name, () => {
      beforeEach(({ onTestFailed }) => {
        onTestFailed(keepServerLogs);
      });
      tests();
    });
    return;
  }
  if (!serversRequired) describe.skip(`${name} ${need(missing)}`, tests);
  else {
    describe(name, () => {
      it('has its servers', () => {
        expect.fail(`${need(missing)}: WID_REQUIRE_SERVERS=1 forbids to skip it`);
      });
    });
  }
}
