import type { Product } from '../../src/clients/api.ts';

/** Begins the reason in the name of a skipped suite. */
export const needMark = '[needs a real ';

/** `[needs a real consul and vault: ...]` */
export function need(missing: readonly Product[]): string {
  const variables = missing.map((product) => `WID_${product.toUpperCase()}_BIN`).join(', ');
  return `${needMark}${missing.join(' and ')}: "npm run servers" builds it with Go, or set ${variables}]`;
}
