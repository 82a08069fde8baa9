import { refusal, type Refusal } from '../refusal.ts';

/** By type: what its `Config` may hold, and the text about what it must hold first. */
const others: Readonly<
  Record<string, { readonly keys: readonly string[]; readonly required: string; readonly text: string }>
> = {
  'aws-iam': {
    keys: [
      'BoundIAMPrincipalARNs',
      'EnableIAMEntityDetails',
      'IAMEntityTags',
      'ServerIDHeaderValue',
      'MaxRetries',
      'IAMEndpoint',
      'STSEndpoint',
      'AllowedSTSHeaderValues',
    ],
    required: 'BoundIAMPrincipalARNs',
    text: 'BoundIAMPrincipalARNs is required and must have at least 1 entry',
  },
  kubernetes: {
    keys: ['Host', 'CACert', 'ServiceAccountJWT'],
    required: 'Host',
    text: 'Config.Host is required',
  },
};

/**
 * What Consul's community edition finds wrong with the `Config` of a method that is not of type `jwt`, as far as the
 * names in it tell: one that was written for another type is refused.
 */
export function otherMethodConfigError(type: string, config: Readonly<Record<string, unknown>>): Refusal | undefined {
  const known = others[type];
  if (known === undefined) return undefined;
  const same = (name: string) => (given: string) => given.toLowerCase() === name.toLowerCase();
  const invalid = Object.keys(config).filter((given) => !known.keys.some(same(given)));
  if (invalid.length > 0) {
    const problem = `'' has invalid keys: ${invalid.toSorted().join(', ')}`;
    const text = `error decoding config: decoding failed due to the following error(s):\n\n${problem}`;
    return refusal(500, text, ['Config', invalid.toSorted()[0] ?? '']);
  }
  return Object.keys(config).some(same(known.required)) ? undefined : refusal(500, known.text, ['Config']);
}
