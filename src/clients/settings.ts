import type { Secret } from '../support/secret.ts';

export interface TlsSettings {
  /** PEM texts. When there is any, the system's own authorities do not count, as with the products' CLIs. */
  readonly ca?: readonly string[];
  /** PEM of the client certificate. */
  readonly cert?: string;
  readonly key?: Secret;
  /** Name for SNI and for the check of the certificate, where it is not the address's. */
  readonly serverName?: string;
  /** Only when the user says so in so many words. */
  readonly skipVerify?: boolean;
}

/** How to reach and speak to one server. Says everything: clients never look at the environment themselves. */
export interface ServerSettings {
  /** `https://host:port`, with a path prefix if any, or `unix:///path/of/socket`. Without credentials. */
  readonly address: string;
  readonly token?: Secret;
  /** `user:password` for HTTP basic authentication at a proxy in front of the server. */
  readonly basicAuth?: Secret;
  /** For calls that name none. */
  readonly namespace?: string;
  /** For calls that name none; Consul Enterprise. */
  readonly partition?: string;
  /** Nomad. */
  readonly region?: string;
  readonly tls?: TlsSettings;
  /** Whether it is known that no proxy stands between. */
  readonly direct?: boolean;
  /** Milliseconds for one try of one request, from connecting to the last byte. */
  readonly timeout?: number;
}
