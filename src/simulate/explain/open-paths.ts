import type { VaultWorld } from '../../model/world.ts';

/** Paths that Vault 1.21 answers whatever token comes with the request, below the mount, by the type of its engine. */
const open: Readonly<Record<string, RegExp>> = {
  pki: /^(?:ca(?:\/pem|_chain)?|cert\/.+|(?:unified-)?crl(?:\/pem|\/delta(?:\/pem)?)?|issuer\/[^/]+\/(?:json|der|pem|crl(?:\/.*)?)|issuers\/?)$/,
  ssh: /^public_key$/,
  identity: /^oidc\/(?:provider\/[^/]+\/)?\.well-known\/.+$/,
  system: /^(?:health|leader|seal-status)$/,
};

/** Whether a path is read without any policy, such as the certificate of a CA. */
export function isOpenPath({ engines, kv }: VaultWorld, path: string, capability: string): boolean {
  if (capability !== 'read' && capability !== 'list') return false;
  const known: Readonly<Record<string, string | undefined>> = engines ?? {};
  const mounts = Object.keys(engines ?? kv).filter((one) => path.startsWith(`${one}/`));
  const mount = mounts.toSorted((a, b) => b.length - a.length)[0];
  if (mount !== undefined) return open[known[mount] ?? '']?.test(path.slice(mount.length + 1)) === true;
  // Where it is not known what is mounted, the path itself says it well enough.
  return engines === undefined && /^[^/]+\/(?:ca\/pem|ca_chain|cert\/(?:ca|ca_chain|crl)|crl\/pem)$/.test(path);
}
