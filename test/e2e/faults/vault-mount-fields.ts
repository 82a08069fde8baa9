import { until } from '../poll.ts';
import { data, edited, type Body, type Fault } from './fault.ts';
import { ownKeys, strangersKey } from './key-texts.ts';
import { configAt, policyAt, roleAt } from './vault-faults.ts';

const config =
  (change: Body): Fault['inject'] =>
  ({ vault }) =>
    edited(vault, configAt, (before) => ({ ...before, ...change }), data);

/** Moves an engine or an auth mount, and back. */
export const moved =
  (from: string, to: string): Fault['inject'] =>
  async ({ vault }) => {
    const move = async (one: string, other: string): Promise<void> => {
      const { migration_id: id } = data(await vault.post('sys/remount', { from: one, to: other }));
      await until('the mount is moved', async () => {
        const { migration_info: info } = data(await vault.get(`sys/remount/status/${String(id)}`));
        return (info as Body)['status'] === 'success' ? true : undefined;
      });
    };
    await move(from, to);
    return () => move(to, from);
  };

const tuned =
  (change: Body, back: Body): Fault['inject'] =>
  async ({ vault }) => {
    await vault.post('sys/auth/jwt-nomad/tune', change);
    return () => vault.post('sys/auth/jwt-nomad/tune', back);
  };

/** The mount is taken away and something else stands in its place. */
const instead =
  (type: string): Fault['inject'] =>
  async ({ vault }) => {
    const [before, kept, policies] = [
      data(await vault.get(configAt)),
      data(await vault.get(roleAt)),
      data(await vault.get(policyAt)),
    ];
    await vault.delete('sys/auth/jwt-nomad');
    await vault.post('sys/auth/jwt-nomad', { type });
    return async () => {
      await vault.delete('sys/auth/jwt-nomad');
      await vault.post('sys/auth/jwt-nomad', { type: 'jwt' });
      await vault.put(configAt, before);
      await vault.put(roleAt, kept);
      const { accessor } = data(await vault.get('sys/auth/jwt-nomad'));
      await vault.put(policyAt, {
        policy: String(policies['policy']).replace(/auth_jwt_[0-9a-f]+/g, String(accessor)),
      });
    };
  };

/** Field after field of the mount and its configuration. */
export const vaultMountFields: readonly Fault[] = [
  { name: 'the mount is moved', rule: 'vault/auth-mount-missing', inject: moved('auth/jwt-nomad', 'auth/jwt') },
  { name: 'the mount is made anew and left empty', rule: 'vault/mount-not-configured', inject: instead('jwt') },
  { name: 'a mount of AppRole stands in its place', rule: 'vault/auth-mount-missing', inject: instead('approle') },
  {
    name: "the mount's tokens may live for ten minutes at most",
    rule: 'vault/period-too-long',
    inject: tuned({ max_lease_ttl: '10m' }, { max_lease_ttl: '0' }),
  },
  {
    name: 'the mount gives batch tokens whatever the role says',
    rule: 'vault/batch-tokens',
    inject: tuned({ token_type: 'batch' }, { token_type: 'default-service' }),
  },
  {
    name: 'the mount gives batch tokens where the role says nothing',
    rule: undefined,
    inject: tuned({ token_type: 'default-batch' }, { token_type: 'default-service' }),
  },
  {
    name: "the mount's tokens live for an hour if nobody says otherwise",
    rule: undefined,
    inject: tuned({ default_lease_ttl: '1h' }, { default_lease_ttl: '0' }),
  },
  {
    name: 'the mount has a description',
    rule: undefined,
    inject: tuned({ description: 'of Nomad' }, { description: '' }),
  },
  {
    name: 'the mount has its keys written down',
    rule: 'keys/static-keys',
    inject: async (bench) => config({ jwks_url: '', jwt_validation_pubkeys: [...(await ownKeys(bench))] })(bench),
  },
  {
    name: 'the mount has the key of a stranger written down',
    rule: 'keys/static-keys',
    inject: async (bench) => config({ jwks_url: '', jwt_validation_pubkeys: [await strangersKey()] })(bench),
  },
  { name: 'the mount names no algorithms', rule: undefined, inject: config({ jwt_supported_algs: [] }) },
  {
    name: 'the mount takes EdDSA only',
    rule: 'keys/algorithm-not-taken',
    inject: config({ jwt_supported_algs: ['EdDSA'] }),
  },
  {
    name: 'the default role has a slip in its name',
    rule: 'vault/role-missing',
    inject: config({ default_role: 'nomad-workload' }),
  },
  {
    name: 'the default role is another one, which takes another audience',
    rule: 'vault/audience-mismatch',
    inject: async (bench) => {
      const before = data(await bench.vault.get(roleAt));
      await bench.vault.put('auth/jwt-nomad/role/ci', { ...before, bound_audiences: ['ci.example.com'] });
      const back = await config({ default_role: 'ci' })(bench);
      return async () => {
        await back();
        await bench.vault.delete('auth/jwt-nomad/role/ci');
      };
    },
  },
  {
    name: "the mount is bound to Nomad's address as issuer",
    rule: 'keys/issuer-mismatch',
    inject: (bench) => config({ bound_issuer: bench.cluster.nomad.address })(bench),
  },
];
