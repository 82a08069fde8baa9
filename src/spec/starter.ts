import { packageText } from './package-text.ts';

/**
 * The commented spec that `wid init` writes. It loads as it is.
 * @param nomad where Nomad serves its keys, in place of its usual address
 */
export function starterSpec(nomad = usual): string {
  return packageText('docs/starter.yaml').replace(`${usual}/.well-known`, () => `${nomad}/.well-known`);
}

const usual = 'http://localhost:4646';
