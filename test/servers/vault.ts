import { randomUUID } from 'node:crypto';
import { ask, launch } from './launch.ts';
import type { Server } from './launch.ts';

/** A Vault in development mode: unsealed, in memory, a KV v2 store at `secret/`. */
export function startVault(): Promise<Server> {
  return launch({
    product: 'vault',
    ports: 1,
    prepare: (_folder, [port = 0]) => {
      const token = randomUUID();
      const host = `127.0.0.1:${String(port)}`;
      const address = `http://${host}`;
      return {
        args: ['server', '-dev', '-dev-no-store-token', '-dev-listen-address', host],
        env: { VAULT_DEV_ROOT_TOKEN_ID: token },
        address,
        environment: () => ({ VAULT_ADDR: address, VAULT_TOKEN: token }),
        ready: async () => {
          // Answers only once the store has been brought to version 2, which happens behind the listener's back.
          await ask(`${address}/v1/secret/config`, { 'X-Vault-Token': token });
          return token;
        },
      };
    },
  });
}
