import { z } from 'zod';

const list = (description: string) => z.array(z.string().min(1)).min(1).optional().meta({ description });

const capability = z.enum(['read', 'list', 'create', 'update', 'patch', 'delete']);

function consulGrant() {
  return z
    .strictObject({
      keys: list('Keys that it may read; `web/*` is all keys that start with `web/`.'),
      services: list('Services that it may look up; `web-*` is all whose names start with `web-`.'),
      auth_method: z
        .string()
        .min(1)
        .optional()
        .meta({ description: 'Where it logs in; else the method of the preset nomad-consul.' }),
      namespace: z
        .string()
        .min(1)
        .optional()
        .meta({ description: 'Consul Enterprise: namespace of the auth method named here.' }),
      partition: z
        .string()
        .min(1)
        .optional()
        .meta({ description: 'Consul Enterprise: partition of the auth method named here.' }),
    })
    .refine(({ keys, services }) => (keys ?? services) !== undefined, 'needs keys or services')
    .meta({ description: 'What it may read in Consul.' });
}

function vaultGrant() {
  const path = z.union([
    z.string().min(1),
    z.strictObject({
      path: z
        .string()
        .min(1)
        .meta({ description: 'A path as `vault kv get` takes it; `/*` at its end means everything below.' }),
      kv_version: z
        .union([z.literal(1), z.literal(2)])
        .optional()
        .meta({ description: '1 takes the path as it is, which fits other engines too.' }),
      capabilities: z.array(capability).min(1).optional().meta({ description: 'Instead of read.' }),
    }),
  ]);
  return z
    .strictObject({
      paths: z.array(path).min(1).meta({ description: 'Paths that it may read.' }),
      kv_version: z
        .union([z.literal(1), z.literal(2)])
        .default(2)
        .meta({ description: 'Version of the KV engine; 1 takes paths as they are.' }),
      kv_mount: z
        .string()
        .min(1)
        .optional()
        .meta({ description: 'Mount of the KV engine, where it is more than the first part of the path.' }),
      mount: z
        .string()
        .min(1)
        .optional()
        .meta({ description: 'Auth mount where it logs in; else the mount of the preset nomad-vault.' }),
      namespace: z
        .string()
        .min(1)
        .optional()
        .meta({ description: 'Vault Enterprise: namespace of the auth mount named here.' }),
      audience: z
        .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
        .optional()
        .meta({ description: 'Audience that the JWT must have; else that of the preset, else vault.io.' }),
      user_claim: z.string().min(1).optional().meta({
        description:
          'Claim that names the Vault entity; else that of the preset if it differs from the default, else `sub`.',
      }),
    })
    .meta({ description: 'What it may read in Vault. The task names the role that is made: vault { role = "…" }.' });
}

/** What one job may read. */
export function grant() {
  return z
    .strictObject({
      job: z
        .string()
        .min(1)
        .meta({ description: 'Job id; children of periodic and parameterized jobs count as their parent.' }),
      namespace: z.string().min(1).default('default').meta({ description: 'Nomad namespace of the job.' }),
      task: z.string().min(1).optional().meta({ description: 'Only this task.' }),
      service: z.string().min(1).optional().meta({ description: 'Only the identity of this service.' }),
      consul: consulGrant().optional(),
      vault: vaultGrant().optional(),
    })
    .superRefine((value, context) => {
      if (value.consul === undefined && value.vault === undefined) {
        context.addIssue({ code: 'custom', message: 'grants nothing: give consul or vault' });
      }
      if (value.task !== undefined && value.service !== undefined) {
        context.addIssue({
          code: 'custom',
          path: ['service'],
          message: 'an identity is that of a task or of a service: give one of the two',
        });
      }
      if (value.service !== undefined && value.vault !== undefined) {
        context.addIssue({
          code: 'custom',
          path: ['vault'],
          message: 'services do not log in to Vault; grant it to the task',
        });
      }
    })
    .meta({ description: 'What one job, or one task or service of it, may read.' });
}

export type GrantEntry = z.output<ReturnType<typeof grant>>;
