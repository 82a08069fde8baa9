/** What Vault says about a policy's text; `undefined` when it takes it. */
export function policyError(_text: string): string | undefined {
  return undefined;
}
