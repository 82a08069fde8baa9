/** What Nomad made of a case: the part of its configuration that is about identities, or why it did not start. */
export type Verdict = { readonly config: unknown } | { readonly refused: string };

const members: Readonly<Record<string, true | readonly string[]>> = {
  ACL: ['Enabled', 'TokenTTL', 'PolicyTTL', 'RoleTTL', 'TokenMinExpirationTTL', 'TokenMaxExpirationTTL'],
  Client: ['Enabled', 'NodeClass', 'NodePool', 'DisableRemoteExec'],
  Consuls: true,
  Datacenter: true,
  Region: true,
  Server: ['AuthoritativeRegion', 'OIDCIssuer', 'RootKeyGCInterval', 'RootKeyGCThreshold', 'RootKeyRotationThreshold'],
  TLSConfig: [
    'EnableHTTP',
    'EnableRPC',
    'VerifyHTTPSClient',
    'VerifyServerHostname',
    'CAFile',
    'CertFile',
    'TLSMinVersion',
  ],
  Vaults: true,
};

/** Nothing, for the one, is null or left out for the other; `ConnectionRetryIntv` cannot be set. */
export function comparable(config: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.entries(members).map(([name, wanted]) => {
      const value = config[name] as Readonly<Record<string, unknown>>;
      if (wanted === true) return [name, trimmed(value)];
      return [name, Object.fromEntries(wanted.map((member) => [member, trimmed(value[member])]))];
    }),
  );
}

function trimmed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(trimmed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, one]) => name !== 'ConnectionRetryIntv' && one !== null && one !== undefined)
      .map(([name, one]) => [name, trimmed(one)]),
  );
}
