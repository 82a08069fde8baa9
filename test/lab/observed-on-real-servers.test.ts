import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Product } from '../../src/clients/api.ts';
import { startNomad as startEmbeddedNomad, type EmbeddedNomad } from '../../src/lab/nomad/server.ts';
import { describeWithServers, startConsul, startNomad, startVault, type Server } from '../servers/index.ts';
import { exchange } from './exchange.ts';
import { workloadTokens } from './workload-tokens.ts';
import { observed, observedFile, products, requestsOf, tokenHeader } from './observed.ts';

const start: Readonly<Record<Product, () => Promise<Server>>> = {
  consul: startConsul,
  vault: startVault,
  nomad: startNomad,
};

for (const product of products) {
  describeWithServers([product], `what was observed of ${product}`, () => {
    let server: Server;
    let issuer: EmbeddedNomad;

    beforeAll(async () => {
      issuer = await startEmbeddedNomad({ oidcIssuer: 'self' });
      server = await start[product]();
    });
    afterAll(async () => {
      await server.stop();
      await issuer.stop();
    });

    it('is what the real server answers', async () => {
      const known = {
        jwks: `${issuer.address}/.well-known/jwks.json`,
        nomad: issuer.address,
        ...(await workloadTokens(issuer.state)),
        alias: issuer.address.replace('127.0.0.1', 'localhost'),
      };
      const { address, token } = server;
      const answers = await exchange({ address, token, header: tokenHeader[product], known }, requestsOf[product]);
      if (process.env.WID_OBSERVE === '1')
        writeFileSync(observedFile(product), `${JSON.stringify(answers, null, 1)}\n`);
      expect(answers).toEqual(observed(product));
    });
  });
}
