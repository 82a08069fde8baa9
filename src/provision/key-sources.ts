import { NetworkError } from '../clients/network-error.ts';
import { kinds } from '../kinds/index.ts';
import type { KeySource } from '../kinds/kind.ts';
import { WidError, WidErrors } from '../support/errors.ts';
import type { WorkPlan } from './planned-step.ts';

/** The JWKS and discovery addresses that the servers will fetch while the plan is applied, each with who needs it. */
export function keySourcesOf({
  steps,
}: WorkPlan): readonly { readonly source: KeySource; readonly addresses: readonly string[] }[] {
  const byContent = new Map<string, { source: KeySource; addresses: string[] }>();
  for (const { address, kind, action, changes, intent } of steps) {
    const writes =
      action === 'create' || action === 'replace' || action === 'update' || (action === 'adopt' && changes.length > 0);
    if (!writes || intent === undefined) continue;
    for (const source of kinds[kind].keySources?.(intent.body) ?? []) {
      const known = byContent.get(JSON.stringify(source)) ?? { source, addresses: [] };
      byContent.set(JSON.stringify(source), known);
      known.addresses.push(address);
    }
  }
  return [...byContent.values()];
}

/**
 * Fetches every key source that the plan makes a server fetch, before anything is written: Consul refuses a method and
 * Vault a config whose JWKS it cannot fetch, and Vault does not say why.
 * @throws WidErrors with code `issuer`, one for each source that cannot be used
 */
export async function expectKeysReachable(
  plan: WorkPlan,
  fetchKeys: (source: KeySource) => Promise<unknown>,
): Promise<void> {
  const failures = await Promise.all(
    keySourcesOf(plan).map(async ({ source, addresses }) => {
      try {
        await fetchKeys(source);
        return [];
      } catch (error) {
        if (!(error instanceof WidError)) throw error;
        return [
          new WidError('issuer', `${addresses.join(', ')}: ${error.message}`, {
            hint: error.hint ?? hintFor(error),
            cause: error,
          }),
        ];
      }
    }),
  );
  const [first, ...rest] = failures.flat();
  if (first !== undefined) throw new WidErrors([first, ...rest]);
}

function hintFor(error: WidError): string {
  const reach =
    'Consul’s and Vault’s servers fetch it themselves and must reach it too; if only this machine cannot, add --skip-issuer-check';
  const untrusted = error instanceof NetworkError && error.reason === 'tls';
  return untrusted
    ? `where an authority of your own signed the certificate, give it as \`ca\` or \`ca_file\` of the issuer. ${reach}`
    : reach;
}
