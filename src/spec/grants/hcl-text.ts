/**
 * A text as HCL 1 writes it in quotes. `${` is not special to the policies of Consul and Vault as they are parsed, but
 * the grammar reads it as the start of an interpolation, in which quotes nest; the escape of the `$` avoids that.
 */
export function hclText(text: string): string {
  return JSON.stringify(text).replaceAll('${', '\\u0024{').replaceAll('\u007f', '\\u007f');
}
