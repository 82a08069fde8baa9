import { packageText } from './package-text.ts';

/** The commented spec that `wid init` writes. It loads as it is. */
export function starterSpec(): string {
  return packageText('docs/starter.yaml');
}
