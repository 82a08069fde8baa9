/** Keys of the vault block that belong to the flow in which servers made tokens, with their members in the API. */
export const leftovers: Readonly<Record<string, string>> = {
  task_token_ttl: 'TaskTokenTTL',
  allow_unauthenticated: 'AllowUnauthenticated',
  token: 'Token',
};

export function isLeftover(key: string): boolean {
  return Object.hasOwn(leftovers, key);
}
