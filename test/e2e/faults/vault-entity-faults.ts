import { data, type Bench, type Body, type Fault } from './fault.ts';

/** The entity of the only job that has logged in. */
async function entityPath({ vault }: Bench): Promise<string> {
  const aliases = data(await vault.get('identity/entity-alias/id?list=true'))['key_info'] as Record<string, Body>;
  const [alias] = Object.values(aliases).filter(({ mount_path: path }) => path === 'auth/jwt-nomad/');
  return `identity/entity/id/${String(alias?.['canonical_id'])}`;
}

/** A policy that the entity gets, alone or through a group. */
const withPolicy =
  (text: string, through: 'entity' | 'group'): Fault['inject'] =>
  async (bench) => {
    const { vault } = bench;
    const path = await entityPath(bench);
    await vault.put('sys/policies/acl/extra', { policy: text });
    if (through === 'entity') await vault.post(path, { policies: ['extra'] });
    else
      await vault.post('identity/group/name/extra', {
        policies: ['extra'],
        member_entity_ids: [path.split('/').at(-1) ?? ''],
      });
    return async () => {
      if (through === 'entity') await vault.post(path, { policies: [] });
      else await vault.delete('identity/group/name/extra');
      await vault.delete('sys/policies/acl/extra');
    };
  };

const noSecrets = 'path "secret/data/default/web/*" { capabilities = ["deny"] }';

/** Whom Vault takes a job for, and what it lets that one do whatever its role says. */
export const vaultEntityFaults: readonly Fault[] = [
  {
    name: 'the entity of a job is disabled',
    rule: 'vault/entity-disabled',
    inject: async (bench) => {
      const path = await entityPath(bench);
      await bench.vault.post(path, { disabled: true });
      return () => bench.vault.post(path, { disabled: false });
    },
  },
  {
    name: 'the entity of a job has a policy that denies its secrets',
    rule: 'vault/entity-policies',
    inject: withPolicy(noSecrets, 'entity'),
  },
  {
    name: 'a group of the entity of a job has a policy that denies its secrets',
    rule: 'vault/entity-policies',
    inject: withPolicy(noSecrets, 'group'),
  },
  {
    name: 'the entity of a job may read more than its role says',
    rule: undefined,
    inject: withPolicy('path "secret/data/more" { capabilities = ["read"] }', 'entity'),
  },
];
