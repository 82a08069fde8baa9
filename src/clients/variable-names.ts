import type { Product } from './api.ts';

interface Variables {
  /** As in a sentence. */
  readonly title: string;
  readonly address: string;
  readonly token: string;
  readonly ca: string;
  readonly clientCertificate: string;
  readonly serverName: string;
}

/** What the products' own CLIs call their settings: hints name the variable that a reader has to look at. */
export const variables: Readonly<Record<Product, Variables>> = {
  consul: {
    title: 'Consul',
    address: 'CONSUL_HTTP_ADDR',
    token: 'CONSUL_HTTP_TOKEN',
    ca: 'CONSUL_CACERT',
    clientCertificate: 'CONSUL_CLIENT_CERT and CONSUL_CLIENT_KEY',
    serverName: 'CONSUL_TLS_SERVER_NAME',
  },
  vault: {
    title: 'Vault',
    address: 'VAULT_ADDR',
    token: 'VAULT_TOKEN',
    ca: 'VAULT_CACERT',
    clientCertificate: 'VAULT_CLIENT_CERT and VAULT_CLIENT_KEY',
    serverName: 'VAULT_TLS_SERVER_NAME',
  },
  nomad: {
    title: 'Nomad',
    address: 'NOMAD_ADDR',
    token: 'NOMAD_TOKEN',
    ca: 'NOMAD_CACERT',
    clientCertificate: 'NOMAD_CLIENT_CERT and NOMAD_CLIENT_KEY',
    serverName: 'NOMAD_TLS_SERVER_NAME',
  },
};
