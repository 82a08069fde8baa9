import { expect, it } from 'vitest';
import { ask, describeWithServers, startConsul, startNomad, startVault } from './index.ts';

describeWithServers(['consul', 'vault', 'nomad'], 'real servers', () => {
  it('start on ports of their own, know each other and end', async () => {
    const [consul, vault] = await Promise.all([startConsul(), startVault()]);
    try {
      const nomad = await startNomad({ consul, vault, acl: true });
      try {
        expect(await ask(`${consul.address}/v1/acl/token/self`, { 'X-Consul-Token': consul.token })).toHaveProperty(
          'AccessorID',
        );
        expect(
          await ask(`${vault.address}/v1/auth/token/lookup-self`, { 'X-Vault-Token': vault.token }),
        ).toHaveProperty('data');
        expect(await ask(`${nomad.address}/v1/acl/token/self`, { 'X-Nomad-Token': nomad.token })).toHaveProperty(
          'Type',
          'management',
        );
        expect(nomad.environment).toHaveProperty('NOMAD_TOKEN', nomad.token);
      } finally {
        await nomad.stop();
      }
    } finally {
      await Promise.all([consul.stop(), vault.stop()]);
    }
    await expect(fetch(consul.address)).rejects.toThrow();
    await expect(fetch(vault.address)).rejects.toThrow();
  });
});
