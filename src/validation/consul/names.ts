/** Names of Consul's ACL objects. Go's `$` is the very end of the text, so a trailing line feed is refused, as here. */

export const methodNameRule = "Only alphanumeric characters, '-' and '_' are allowed";
export const identityNameRule = "Only lowercase alphanumeric characters, '-' and '_' are allowed";

export function isMethodName(name: string): boolean {
  return /^[A-Za-z0-9\-_]{1,128}$/.test(name);
}

export function isRoleName(name: string): boolean {
  return /^[A-Za-z0-9\-_]{1,256}$/.test(name);
}

/** Names of service and node identities. */
export function isIdentityName(name: string): boolean {
  return name.length <= 256 && /^[a-z0-9]([a-z0-9\-_]*[a-z0-9])?$/.test(name);
}
