import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithServers, startConsul, startNomad, startVault, type Server } from '../../servers/index.ts';
import { presetSpec } from '../cluster.ts';
import { wid } from '../../commands/child.ts';
import { inFolder } from '../../support/folder.ts';
import { agentFaults, type AgentFault } from './agent-faults.ts';
import { auditorOf, expectFirst, lines } from './audited.ts';
import { benchOf, type Bench, type Body } from './fault.ts';
import { registered, template } from './job-faults.ts';
import { keyFaults } from './key-faults.ts';
import { tlsFaults } from './tls-faults.ts';
import { startKeysServer, type KeysServer } from './keys-server.ts';

const usesEverything = registered(
  {
    service: 'service {\n name = "web"\n port = "http"\n}',
    task: `consul {}
vault {}
${template('{{ key "app/greeting" }}{{ with secret "secret/data/default/web/config" }}{{ .Data }}{{ end }}')}`,
  },
  'web',
);

describeWithServers(['consul', 'vault', 'nomad'], 'a single fault of an agent or of the keys', () => {
  let consul: Server;
  let vault: Server;
  let nomad: Server | undefined;
  let keys: KeysServer;

  /** Starts Nomad anew, with its one job. */
  const start = async ({
    consul: c,
    vault: v,
    server,
    withoutJob,
    unseen,
  }: Partial<AgentFault> = {}): Promise<Bench> => {
    await nomad?.stop();
    const identity = (audience: string): Body => ({ aud: [audience], ttl: '1h' });
    const inConsul = {
      address: consul.address.replace('http://', ''),
      token: consul.token,
      service_identity: identity('consul.io'),
      task_identity: identity('consul.io'),
    };
    const inVault = { enabled: true, address: vault.address, default_identity: identity('vault.io') };
    const changed = v?.(inVault) ?? inVault;
    nomad = await startNomad({
      ...(unseen === 'consul' ? {} : { consul }),
      ...(unseen === 'vault' ? {} : { vault }),
      config: { consul: c?.(inConsul) ?? inConsul, vault: changed, ...(server && { server }) },
    });
    const bench = benchOf({
      consul,
      vault,
      nomad,
      environment: { ...consul.environment, ...vault.environment, ...nomad.environment },
      jwksUrl: keys.jwksUrl,
      stop: () => Promise.resolve(),
    });
    if (withoutJob !== true) await usesEverything(bench);
    return bench;
  };
  const audited = ({ cluster }: Bench): ReturnType<ReturnType<typeof auditorOf>> => auditorOf(cluster.environment)();

  let healthy: Bench;
  beforeAll(async () => {
    [consul, vault] = await Promise.all([startConsul(), startVault()]);
    keys = await startKeysServer(() => nomad?.address ?? '');
    healthy = await start();
    await healthy.consul.put('kv/app/greeting', 'hello');
    await healthy.vault.post('secret/data/default/web/config', { data: { password: 'x' } });
    await inFolder({ 'wid.yaml': presetSpec(keys.jwksUrl) }, async (cwd) => {
      expect(await wid(['apply', '-y'], { cwd, env: healthy.cluster.environment })).toMatchObject({ code: 0 });
    });
    expect(lines(await audited(healthy)), 'before any fault').toBe('');
  });
  afterAll(async () => {
    await nomad?.stop();
    await Promise.all([keys?.stop(), consul?.stop(), vault?.stop()]);
  });

  it.each([...keyFaults, ...tlsFaults])('$name: $rule is said first', async ({ inject, rule }) => {
    const heal = await inject(healthy, keys);
    try {
      expectFirst(await audited(healthy), rule);
    } finally {
      await heal();
    }
    expect(lines(await audited(healthy)), 'after healing').toBe('');
  });

  it.each(agentFaults)('$name: $rule is said first', async (fault) => {
    expectFirst(await audited(await start(fault)), fault.rule);
  });

  it('is quiet again when the agent is started as it was', async () => {
    expect(lines(await audited(await start()))).toBe('');
  });
});
