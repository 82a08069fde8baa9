import { z } from 'zod';
import { byName, entry } from '../entry.ts';

const names = (of: string) =>
  z
    .array(z.string().min(1))
    .optional()
    .meta({ description: `${of} that the spec refers to and others manage.` });

/** Everything in Vault. */
export function vaultSection() {
  const config = entry('vault/jwt-config', ['depends_on'], {
    issuer: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'The issuer whose keys, CA and `iss` the mount checks for.' }),
  });
  return z
    .strictObject({
      existing: z
        .strictObject({
          policies: names('Policies'),
          auth_mounts: names('Auth mounts'),
          namespaces: names('Namespaces'),
        })
        .optional()
        .meta({ description: 'What is managed elsewhere.' }),
      namespaces: byName(
        entry('vault/namespace', ['name', 'namespace', 'depends_on']),
        'Namespaces (Enterprise, OpenBao), by path.',
      ),
      auth_mounts: byName(
        entry('vault/auth-mount', ['name', 'namespace', 'depends_on'], {
          config: config.optional().meta({ description: 'How the mount checks JWTs.' }),
          roles: byName(entry('vault/jwt-role', ['name', 'depends_on']), 'Roles that a login names.'),
        }),
        'JWT auth mounts, by path. A mount under `existing` may be given `roles` only.',
      ),
      policies: byName(
        entry('vault/policy', ['name', 'namespace', 'depends_on'], {
          policy_file: z
            .string()
            .min(1)
            .optional()
            .meta({ description: 'A file with the policy, relative to this file.' }),
        }),
        'ACL policies. `${accessor.PATH}` stands for the accessor of the auth mount at PATH.',
      ),
    })
    .meta({ description: 'Objects in Vault.' });
}
