/** What Vault says about a config or role before it stores it; `undefined` when it takes it. */
type Given = Readonly<Record<string, unknown>>;

export function configError(config: Given): string | undefined {
  const sources = ['jwt_validation_pubkeys', 'jwks_url', 'jwks_pairs', 'oidc_discovery_url'].filter((name) => {
    const value = config[name];
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== '';
  });
  if (sources.length !== 1)
    return "exactly one of 'jwt_validation_pubkeys', 'jwks_url', 'jwks_pairs' or 'oidc_discovery_url' must be set";
  return undefined;
}

export function roleError(role: Given): string | undefined {
  if (role['role_type'] !== 'jwt' && role['role_type'] !== 'oidc')
    return `invalid 'role_type': ${String(role['role_type'])}`;
  if (role['user_claim'] === '') return 'a user claim must be defined on the role';
  const filled = (name: string): boolean => {
    const value = role[name];
    return Array.isArray(value)
      ? value.length > 0
      : typeof value === 'object'
        ? value !== null && Object.keys(value).length > 0
        : value !== '';
  };
  if (role['role_type'] === 'oidc' && !filled('allowed_redirect_uris')) {
    return "'allowed_redirect_uris' must be set if 'role_type' is 'oidc' or unspecified.";
  }
  const bounds = ['bound_audiences', 'token_bound_cidrs', 'bound_subject', 'bound_claims'];
  if (role['role_type'] === 'jwt' && !bounds.some(filled))
    return 'must have at least one bound constraint when creating/updating a role';
  return undefined;
}
