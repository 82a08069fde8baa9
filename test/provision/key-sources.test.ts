import { expect, it } from 'vitest';
import { NetworkError } from '../../src/clients/network-error.ts';
import { kinds } from '../../src/kinds/index.ts';
import { complete } from '../../src/kinds/kind.ts';
import { expectKeysReachable } from '../../src/provision/key-sources.ts';
import { makePlan } from '../../src/provision/make-plan.ts';
import { emptyManifest } from '../../src/provision/manifest/manifest.ts';
import { rejectionOf } from '../support/rejection.ts';

const kind = 'consul/auth-method';
const plan = makePlan({
  spec: 'prod',
  intents: [
    {
      kind,
      identity: { name: 'm' },
      address: 'consul/auth-method/m',
      body: complete(kinds[kind].fields, { jwks_url: 'https://nomad/keys' }),
      dependsOn: [],
      place: 'wid.yaml:1:1',
      origin: 'the spec',
    },
  ],
  manifest: emptyManifest('prod'),
  live: { byKind: new Map(), accessors: new Map() },
  options: { adopt: false, prune: false, targets: [] },
});

it.each([
  ['refused', 'add --skip-issuer-check', 'ca_file'],
  ['tls', '`ca_file` of the issuer', undefined],
] as const)('says what to do about an address that failed with %s', async (reason, told, untold) => {
  const failing = expectKeysReachable(plan, () =>
    Promise.reject(new NetworkError('GET https://nomad/keys', reason, 'why')),
  );
  const error = await rejectionOf(failing);
  expect(error.message).toContain('consul/auth-method/m: GET https://nomad/keys: why');
  const hint = String(
    (error as { hint?: string; errors?: readonly { hint?: string }[] }).errors?.[0]?.hint ?? error.hint,
  );
  expect(hint).toContain(told);
  if (untold !== undefined) expect(hint).not.toContain(untold);
});
