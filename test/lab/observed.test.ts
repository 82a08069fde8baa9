import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLab, type Lab } from '../../src/lab/embedded.ts';
import { exchange, type Answered } from './exchange.ts';
import { workloadTokens } from './workload-tokens.ts';
import { observed, products, requestsOf, tokenHeader } from './observed.ts';

describe.each(products)('the lab, as %s', (product) => {
  let lab: Lab;
  let answers: readonly Answered[];

  beforeAll(async () => {
    // Consul and Vault are pointed at an issuer; a Nomad in development mode is none.
    lab = await startLab(product === 'nomad' ? {} : { nomad: { oidcIssuer: 'self' } });
    const { consul, vault, nomad } = lab;
    const tokens = { consul: consul.managementToken.reveal(), vault: vault.rootToken.reveal(), nomad: '' };
    const known = {
      jwks: `${nomad.address}/.well-known/jwks.json`,
      nomad: nomad.address,
      ...(await workloadTokens(nomad.state)),
      alias: nomad.address.replace('127.0.0.1', 'localhost'),
    };
    const target = { address: lab[product].address, token: tokens[product], header: tokenHeader[product], known };
    answers = await exchange(target, requestsOf[product]);
  });
  afterAll(async () => {
    await lab.stop();
  });

  it.each(
    requestsOf[product].map(
      ({ ask, body, as }, index) => [`${ask} ${JSON.stringify(body ?? null)} ${as ?? ''}`, index] as const,
    ),
  )('answers like the real one: %s', (_ask, index) => {
    expect(answers[index]).toEqual(observed(product)[index]);
  });
});
