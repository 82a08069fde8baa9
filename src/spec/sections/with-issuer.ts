import { issuerNamed, mistake, type Context } from '../context.ts';
import type { Entry } from '../entry.ts';
import { keyFields, type Issuer } from '../issuer.ts';
import type { Spot } from '../spot.ts';

/** The issuer that an auth method or a mount's config names. What the entry sets besides must not contradict it. */
export function withIssuer(context: Context, entry: Entry, spot: Spot): Issuer | undefined {
  const { issuer: name } = entry;
  if (typeof name !== 'string') return undefined;
  for (const field of keyFields) {
    if (entry[field] === undefined) continue;
    mistake(
      context,
      `${field} cannot be set beside issuer, which says where the keys are`,
      spot.key(field),
      'remove one of the two',
    );
  }
  return issuerNamed(context, name, spot.field('issuer'));
}
