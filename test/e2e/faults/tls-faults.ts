import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAuthority, type Certificate } from '../../support/certificates.ts';
import { data, edited, type Bench, type Body } from './fault.ts';
import type { KeyFault } from './key-faults.ts';

interface TlsKeys {
  readonly jwksUrl: string;
  show(certificate: Certificate): void;
  stop(): void;
}

/** Nomad's keys over TLS, with a certificate that can become another one. */
async function overTls({ cluster }: Bench, { cert, key }: Certificate): Promise<TlsKeys> {
  const server = createServer({ cert, key }, (_, response) => {
    void fetch(`${cluster.nomad.address}/.well-known/jwks.json`)
      .then((answer) => answer.text())
      .then((text) => response.writeHead(200, { 'Content-Type': 'application/json' }).end(text))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    jwksUrl: `https://127.0.0.1:${String((server.address() as AddressInfo).port)}/.well-known/jwks.json`,
    show: (other) => {
      server.setSecureContext({ cert: other.cert, key: other.key });
      server.closeAllConnections();
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const trusting = {
  consul: ({ consul }: Bench, JWKSURL: string, JWKSCACert: string) =>
    edited(consul, 'acl/auth-method/nomad-workloads', ({ Config, ...before }) => ({
      ...before,
      Config: { ...(Config as Body), JWKSURL, JWKSCACert },
    })),
  vault: ({ vault }: Bench, jwks_url: string, jwks_ca_pem: string) =>
    edited(vault, 'auth/jwt-nomad/config', (before) => ({ ...before, jwks_url, jwks_ca_pem }), data),
};

/** Consul or Vault trusts the authority of an address, whose certificate then changes. */
const certificateOf =
  (product: keyof typeof trusting, names: string, byAnother: boolean, days?: number): KeyFault['inject'] =>
  async (bench) => {
    const authority = createAuthority();
    const tls = await overTls(bench, authority.issue('IP:127.0.0.1'));
    const back = await trusting[product](bench, tls.jwksUrl, authority.cert);
    tls.show((byAnother ? createAuthority() : authority).issue(names, days));
    return async () => {
      await back();
      tls.stop();
    };
  };

export const tlsFaults: readonly KeyFault[] = [
  {
    name: 'Consul fetches the keys over TLS, with the authority that it trusts',
    rule: undefined,
    inject: certificateOf('consul', 'IP:127.0.0.1', false),
  },
  {
    name: "the certificate of Consul's keys comes to be of an unknown authority",
    rule: 'keys/untrusted-certificate',
    inject: certificateOf('consul', 'IP:127.0.0.1', true),
  },
  {
    name: "the certificate of Vault's keys comes to be of an unknown authority",
    rule: 'keys/untrusted-certificate',
    inject: certificateOf('vault', 'IP:127.0.0.1', true),
  },
  {
    name: "the certificate of Vault's keys comes to be for another name",
    rule: 'keys/untrusted-certificate',
    inject: certificateOf('vault', 'DNS:nomad.example.com', false),
  },
  {
    name: "the certificate of Vault's keys has expired",
    rule: 'keys/untrusted-certificate',
    inject: certificateOf('vault', 'IP:127.0.0.1', false, -1),
  },
];
