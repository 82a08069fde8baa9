import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byBytes, claimsOf } from '../../../src/simulate/nomad-claims/claims.ts';
import { readServer } from '../../../src/simulate/nomad-claims/server.ts';
import { signingsOf } from '../../../src/simulate/nomad-claims/signing.ts';
import { storedJob } from '../../../src/simulate/nomad-claims/stored-job.ts';

const placement = { allocationId: 'a', jti: 'j', now: 1 };
const extraClaims = fc.dictionary(
  fc.stringMatching(/^[a-z_]{1,6}$/),
  fc.constantFrom('fixed', '${job.id}', '${alloc.id}', '${node.id}'),
);
const job = {
  ID: 'web',
  TaskGroups: [
    {
      Consul: { Namespace: 'apps' },
      Services: [
        { Name: 'web-${node.id}', Identity: { Name: 'consul-service_web', Audience: ['consul.io'], TTL: 1e9 } },
      ],
      Tasks: [
        {
          Name: 'server',
          Vault: { Role: 'reader', Namespace: 'team' },
          Identities: [
            { Name: 'consul_default', Audience: ['a', 'b'] },
            { Name: 'vault_default', TTL: 1e9 },
          ],
        },
      ],
    },
  ],
};

test('claims and what is not known of them stand in the order of their names', () => {
  fc.assert(
    fc.property(extraClaims, fc.constantFrom(undefined, placement), (ExtraClaims, at) => {
      const vault = { enabled: true, defaultIdentity: { Audience: ['vault.io'], ExtraClaims } };
      const server = readServer({ version: '1.11.1', oidcIssuer: 'https://nomad.example', vault });
      for (const signing of signingsOf(storedJob(job, 'global'), server)) {
        const { claims, unknown } = claimsOf(signing, at);
        const names = unknown.map(({ claim }) => claim);
        expect(Object.keys(claims)).toEqual(Object.keys(claims).toSorted(byBytes));
        expect(names).toEqual(names.toSorted(byBytes));
      }
    }),
  );
});
