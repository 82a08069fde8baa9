import type { Server } from '../servers/index.ts';
import { requests } from './requests.ts';

type Row = Record<string, string>;

/** Takes away whatever a spec could have made, and the manifest, so that the same servers serve for another run. */
export async function wipe(consul: Server, vault: Server): Promise<void> {
  await Promise.all([wipeConsul(consul), wipeVault(vault)]);
}

async function wipeConsul(server: Server): Promise<void> {
  const consul = requests('consul', server);
  const rows = async (path: string): Promise<Row[]> => (await consul.get(path)) as Row[];
  const [methods, roles, policies, sessions] = await Promise.all(
    ['acl/auth-methods', 'acl/roles', 'acl/policies', 'session/list'].map(rows),
  );
  await Promise.all([
    // A method takes its binding rules with it.
    ...(methods ?? []).map(({ Name = '' }) => consul.delete(`acl/auth-method/${Name}`)),
    ...(roles ?? []).map(({ ID = '' }) => consul.delete(`acl/role/${ID}`)),
    ...(policies ?? [])
      .filter(({ ID = '', Name = '' }) => !ID.startsWith('00000000-') && !Name.startsWith('builtin/'))
      .map(({ ID = '' }) => consul.delete(`acl/policy/${ID}`)),
    ...(sessions ?? []).map(({ ID = '' }) => consul.put(`session/destroy/${ID}`, {})),
  ]);
  await consul.delete('kv/wid/?recurse=true');
}

async function wipeVault(server: Server): Promise<void> {
  const vault = requests('vault', server);
  const { data: mounts } = (await vault.get('sys/auth')) as { data: Record<string, Row> };
  const { data: policies } = (await vault.get('sys/policies/acl?list=true')) as { data: { keys: string[] } };
  await Promise.all([
    ...Object.keys(mounts)
      .filter((path) => mounts[path]?.type === 'jwt')
      .map((path) => vault.delete(`sys/auth/${path}`)),
    ...policies.keys
      .filter((name) => name !== 'default' && name !== 'root')
      .map((name) => vault.delete(`sys/policies/acl/${name}`)),
  ]);
}
