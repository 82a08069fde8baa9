import type { AskedWith, From, Need } from './need.ts';
import { NONE } from './value.ts';

/** Names and files by which a program finds a token; what it asks with it cannot be read from the job. */
const TOKENS: readonly { readonly product: Need['product']; readonly sees: RegExp }[] = [
  { product: 'consul', sees: /\bCONSUL_(?:HTTP_)?TOKEN\b|\bconsul_token\b|\bsi_token\b/ },
  { product: 'vault', sees: /\bVAULT_TOKEN\b|\bvault_token\b/ },
  { product: 'nomad', sees: /\bNOMAD_TOKEN(?:_\w+)?\b|\bnomad_token\b|\bapi\.sock\b/ },
];

/** One of these stands in every text that one of the patterns fits. */
const MAYBE = ['TOKEN', '_token', 'api.sock'] as const;

/** Where a token is given a value that is neither empty nor taken from a variable: the program asks with that one. */
const GIVEN = /(?<![$\w{])(?:VAULT_TOKEN|CONSUL_(?:HTTP_)?TOKEN|NOMAD_TOKEN)["']?[ \t]*[=:][ \t]*["']?(?![\s"'$])/g;

/** With spaces instead, so that all else stands where it stood. */
function withoutGiven(text: string): string {
  return text.replace(GIVEN, (given) => ' '.repeat(given.length));
}

/** A text of the job that may hand a token on: a template, the task's configuration or its environment. */
export interface Passage {
  readonly text: string;
  readonly from: From;
}

/** One need for each product whose token is spoken of: what the program asks for by itself, which is not known. */
export function applicationNeeds(
  passages: readonly Passage[],
  askedWith: (product: Need['product']) => AskedWith,
): readonly Need[] {
  if (!passages.some(({ text }) => MAYBE.some((part) => text.includes(part)))) return [];
  return TOKENS.flatMap(({ product, sees }): readonly Need[] => {
    for (const { text, from } of passages) {
      const found = sees.test(text) ? sees.exec(withoutGiven(text)) : null;
      if (found === null) continue;
      const place = from.template === undefined ? {} : { start: found.index, end: found.index + found[0].length };
      return [
        {
          product,
          permission: undefined,
          unknown: [{ because: 'application', sees: found[0] }],
          lack: 'denied',
          request: undefined,
          when: NONE,
          call: 'the program asks by itself',
          askedWith: askedWith(product),
          from: { ...from, ...place },
        },
      ];
    }
    return [];
  });
}
