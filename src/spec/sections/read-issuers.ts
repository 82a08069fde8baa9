import { fileBeside, mistake, type Context } from '../context.ts';
import type { SpecDocument } from '../document.ts';
import { audiencesOf, type Issuer } from '../issuer.ts';
import { spotIn, type Spot } from '../spot.ts';
import { describePlace } from '../../syntax/source.ts';
import type { IssuerEntry } from './issuers.ts';

/** Adds the issuers of one file to those known already. */
export function readIssuers(
  context: Context,
  document: SpecDocument,
  entries: Readonly<Record<string, IssuerEntry>>,
): void {
  for (const [name, entry] of Object.entries(entries)) {
    const spot = spotIn(document, ['issuers', name]);
    const earlier = context.issuers.get(name);
    if (earlier !== undefined) {
      mistake(
        context,
        `issuer "${name}" is defined twice: also at ${describePlace(earlier.spot.place)}`,
        spot.place,
        'keep one of the two',
      );
      continue;
    }
    const ca = caOf(context, entry, spot);
    context.issuers.set(name, {
      name,
      keys: keysOf(entry, ca),
      issuer: entry.issuer,
      audiences: audiencesOf(entry.audience),
      spot,
    });
  }
}

function keysOf(entry: IssuerEntry, ca: string | undefined): Issuer['keys'] {
  if (entry.jwks_url !== undefined) return { via: 'jwks', url: entry.jwks_url, ca };
  if (entry.oidc_discovery_url !== undefined) return { via: 'discovery', url: entry.oidc_discovery_url, ca };
  return { via: 'static', keys: entry.public_keys ?? [] };
}

function caOf(context: Context, entry: IssuerEntry, spot: Spot): string | undefined {
  const field = entry.ca_file === undefined ? 'ca' : 'ca_file';
  const text = entry.ca_file === undefined ? entry.ca : fileBeside(context, entry.ca_file, spot.field('ca_file'))?.text;
  if (text === undefined || text.includes('-----BEGIN CERTIFICATE-----')) return text;
  mistake(
    context,
    `${field} holds no certificate in PEM`,
    spot.field(field),
    'it starts with -----BEGIN CERTIFICATE-----',
  );
  return undefined;
}
