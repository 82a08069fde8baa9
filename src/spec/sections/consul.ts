import { z } from 'zod';
import { byName, entry } from '../entry.ts';

const names = (of: string) =>
  z
    .array(z.string().min(1))
    .optional()
    .meta({ description: `${of} that the spec refers to and others manage.` });

/** Everything in Consul. */
export function consulSection() {
  const scope = ['name', 'namespace', 'partition', 'depends_on'] as const;
  return z
    .strictObject({
      existing: z
        .strictObject({
          policies: names('Policies'),
          roles: names('Roles'),
          auth_methods: names('Auth methods'),
          namespaces: names('Namespaces'),
          partitions: names('Partitions'),
        })
        .optional()
        .meta({ description: 'What is managed elsewhere.' }),
      partitions: byName(entry('consul/partition', ['name', 'depends_on']), 'Admin partitions (Enterprise).'),
      namespaces: byName(entry('consul/namespace', ['name', 'partition', 'depends_on']), 'Namespaces (Enterprise).'),
      policies: byName(
        entry('consul/policy', scope, {
          rules_file: z
            .string()
            .min(1)
            .optional()
            .meta({ description: 'A file with the rules, relative to this file.' }),
        }),
        'ACL policies.',
      ),
      roles: byName(entry('consul/role', scope), 'ACL roles.'),
      auth_methods: byName(
        entry('consul/auth-method', scope, {
          issuer: z
            .string()
            .min(1)
            .optional()
            .meta({ description: 'The issuer whose keys, CA, `iss` and audience the method checks for.' }),
        }),
        'Auth methods.',
      ),
      binding_rules: z
        .array(
          entry('consul/binding-rule', ['namespace', 'partition', 'depends_on'], {
            auth_method: z.string().min(1).meta({ description: 'The auth method whose logins it applies to.' }),
          }),
        )
        .optional()
        .meta({ description: 'Binding rules: what a login is given.' }),
    })
    .meta({ description: 'Objects in Consul.' });
}
