import { z } from 'zod';
import { set, text, type Field } from '../field.ts';

/** A name that Vault keeps in lower case whatever was sent. */
export function lowerCase(api: readonly string[], doc: string): Field<string> {
  const whole = text(api, doc);
  return { ...whole, schema: z.string().transform(lower), fromApi: (value) => lower(whole.fromApi(value)) };
}

/** Names of policies: Vault trims and lower-cases them, if not when it stores them then when it uses them. */
export function policyNames(api: readonly string[], doc: string): Field<readonly string[]> {
  return set(api, doc, { clean: lower });
}

/** A list from whose members Vault trims blanks. */
export function words(
  api: readonly string[],
  doc: string,
  options: Parameters<typeof set>[2] = {},
): Field<readonly string[]> {
  return set(api, doc, { ...options, clean: (member) => member.trim() });
}

/** Addresses and networks; Vault writes a network of one address without its length. */
export function cidrs(api: readonly string[], doc: string): Field<readonly string[]> {
  return set(api, doc, {
    clean: (member) => {
      const cidr = lower(member);
      return cidr.includes(':') ? cidr.replace(/\/128$/, '') : cidr.replace(/\/32$/, '');
    },
  });
}

function lower(name: string): string {
  return name.trim().toLowerCase();
}
