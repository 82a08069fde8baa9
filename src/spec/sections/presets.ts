import { z } from 'zod';
import { parseDuration } from '../../syntax/duration.ts';

const notADuration = 'not a duration: write for example "90s", "1h30m" or 3600';

const name = (description: string, unset: string) => z.string().min(1).default(unset).meta({ description });
const audience = () =>
  z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .meta({
      description: 'Audience that a JWT must have; else the one of the issuer, else the default of `nomad setup`.',
    });
const issuer = () => z.string().min(1).meta({ description: 'The issuer of the JWTs, by its name under `issuers`.' });

/** What `nomad setup consul` makes; every default is what that command hard-codes. */
export function nomadConsul() {
  return z
    .strictObject({
      preset: z.literal('nomad-consul'),
      issuer: issuer(),
      audience: audience(),
      auth_method: name('Name of the auth method.', 'nomad-workloads'),
      policy: name('Name of the policy that every task gets.', 'policy-nomad-tasks'),
      role_prefix: name('What stands before the Nomad namespace in the name of a tasks role.', 'nomad-'),
      role_suffix: name('What stands behind it.', '-tasks'),
      namespaces: z
        .array(z.string().min(1))
        .default(['default'])
        .meta({
          description:
            'Nomad namespaces: one tasks role for each, which may read all keys and services. With `[]` there are no ' +
            'tasks roles, and tasks read what grants give them and nothing else.',
        }),
      namespace: z.string().min(1).optional().meta({
        description:
          'Consul Enterprise: the namespace of the policy and the roles; `nomad setup` takes nomad-workloads.',
      }),
      partition: z
        .string()
        .min(1)
        .optional()
        .meta({ description: 'Consul Enterprise: the admin partition of everything.' }),
    })
    .meta({
      title: 'nomad-consul',
      description: 'Lets Nomad workloads log in to Consul, as `nomad setup consul` does.',
    });
}

/** What `nomad setup vault` makes. */
export function nomadVault() {
  return z
    .strictObject({
      preset: z.literal('nomad-vault'),
      issuer: issuer(),
      audience: audience(),
      mount: name('Path of the auth mount.', 'jwt-nomad'),
      role: name('Name of the default role.', 'nomad-workloads'),
      policy: name('Name of the policy that every task gets.', 'nomad-workloads'),
      kv_mount: name('Mount of the KV version 2 engine that the policy opens.', 'secret'),
      user_claim: name(
        'Claim that names the Vault entity. The default lets jobs of one name in two namespaces share an entity; ' +
          'a claim that is unique, such as /extra_claims/nomad_workload_id, does not.',
        '/nomad_job_id',
      ),
      token_period: z
        .union([z.string(), z.number()])
        .refine((value) => typeof value === 'number' || parseDuration(value) !== undefined, notADuration)
        .default('30m')
        .meta({ description: 'For how long a token lives without renewal.' }),
      namespace: z
        .string()
        .min(1)
        .optional()
        .meta({ description: 'Vault Enterprise: the namespace of everything; `nomad setup` takes nomad-workloads.' }),
    })
    .meta({ title: 'nomad-vault', description: 'Lets Nomad workloads log in to Vault, as `nomad setup vault` does.' });
}

export function preset() {
  return z.discriminatedUnion('preset', [nomadConsul(), nomadVault()]);
}

export type NomadConsul = z.output<ReturnType<typeof nomadConsul>>;
export type NomadVault = z.output<ReturnType<typeof nomadVault>>;
export type PresetEntry = NomadConsul | NomadVault;
