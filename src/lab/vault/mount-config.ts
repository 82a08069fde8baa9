import { parseVaultDuration } from '../../syntax/vault-duration.ts';
import { invalid } from './answers.ts';
import type { MountConfig } from './state.ts';

const lists = [
  'audit_non_hmac_request_keys',
  'audit_non_hmac_response_keys',
  'passthrough_request_headers',
  'allowed_response_headers',
] as const;

/** The settings that a request names. Throws Vault's text about one that it does not take. */
export function readConfig(given: Readonly<Record<string, unknown>>): Partial<MountConfig> {
  const visibility = given['listing_visibility'];
  if (visibility !== undefined && !['', 'unauth', 'hidden'].includes(String(visibility))) {
    throw invalid(`invalid listing_visibility ${String(visibility)}`);
  }
  const type = given['token_type'];
  if (type !== undefined && !['', 'service', 'batch', 'default-service', 'default-batch'].includes(String(type))) {
    throw invalid("invalid value for 'token_type'");
  }
  const config: Record<string, unknown> = {};
  for (const name of ['default_lease_ttl', 'max_lease_ttl'] as const)
    if (given[name] !== undefined) config[name] = ttl(given[name]);
  for (const name of lists) if (given[name] !== undefined) config[name] = strings(given[name]);
  if (visibility !== undefined) config['listing_visibility'] = visibility;
  if (type !== undefined && type !== '') config['token_type'] = type;
  return config;
}

function ttl(value: unknown): number {
  const parsed = parseVaultDuration(value === 'system' ? 0 : value);
  if (!parsed.ok) throw invalid(parsed.error);
  return Number(parsed.nanoseconds) / 1e9;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.map(String)
    : String(value)
        .split(',')
        .filter((item) => item !== '');
}
