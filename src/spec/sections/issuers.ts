import { z } from 'zod';

const takesEnv = 'Takes ${ENV}.';

const shape = () => ({
  jwks_url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ description: `Where its keys are. Consul and Vault must reach it too. ${takesEnv}` }),
  oidc_discovery_url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ description: `Base URL of its OIDC discovery document. ${takesEnv}` }),
  public_keys: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .meta({ description: 'Public keys in PEM, for an issuer that cannot be reached.' }),
  ca: z.string().min(1).optional().meta({ description: 'PEM of the CA that signed the certificate of the URL.' }),
  ca_file: z
    .string()
    .min(1)
    .optional()
    .meta({ description: `A file with that PEM, relative to this file. ${takesEnv}` }),
  issuer: z
    .string()
    .min(1)
    .optional()
    .meta({ description: `The \`iss\` claim that every JWT must have. ${takesEnv}` }),
  audience: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .meta({ description: 'The `aud` claim that a JWT must have, or a list of which it must have one.' }),
});

const sources = ['jwks_url', 'oidc_discovery_url', 'public_keys'] as const;

/** Who signs JWTs: one source of keys, and what its JWTs must say. */
export function issuer() {
  return z
    .strictObject(shape())
    .superRefine((value, context) => {
      const given = sources.filter((source) => value[source] !== undefined);
      if (given.length !== 1) {
        const found = given.length === 0 ? 'has none' : `has ${given.join(' and ')}`;
        context.addIssue({ code: 'custom', message: `needs exactly one of ${sources.join(', ')}, but ${found}` });
      }
      if (value.ca !== undefined && value.ca_file !== undefined) {
        context.addIssue({ code: 'custom', path: ['ca_file'], message: 'ca says it already; give one of the two' });
      }
      if (value.public_keys !== undefined && (value.ca ?? value.ca_file) !== undefined) {
        context.addIssue({ code: 'custom', message: 'public_keys are not fetched, so there is no use for a CA' });
      }
    })
    .meta({ description: 'An issuer of JWTs.' });
}

export type IssuerEntry = z.output<ReturnType<typeof issuer>>;
