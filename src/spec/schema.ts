import { z } from 'zod';
import { auditSection } from './sections/audit.ts';
import { consulSection } from './sections/consul.ts';
import { grant } from './sections/grants.ts';
import { issuer } from './sections/issuers.ts';
import { manifest } from './sections/manifest.ts';
import { preset } from './sections/presets.ts';
import { vaultSection } from './sections/vault.ts';
import { byName } from './entry.ts';
import { nameShape } from './name-shape.ts';

function build() {
  return z
    .strictObject({
      $schema: z.string().optional().meta({ description: 'For editors: where the JSON Schema of this file is.' }),
      version: z.literal(1).meta({ description: 'The version of this format.' }),
      name: z.string().regex(nameShape.pattern, nameShape.words).optional().meta({
        description: 'Names the manifest of owned objects: two specs of one name claim the same objects.',
        default: 'default',
      }),
      manifest: manifest().optional(),
      issuers: byName(issuer(), 'Who signs the JWTs, by a name that presets, auth methods and mounts refer to.'),
      presets: z
        .array(preset())
        .optional()
        .meta({ description: 'What `nomad setup consul` and `nomad setup vault` make, with parameters.' }),
      consul: consulSection().optional(),
      vault: vaultSection().optional(),
      grants: z
        .array(grant())
        .optional()
        .meta({ description: 'What a job may read, compiled to roles, policies and binding rules.' }),
      wid: z
        .strictObject({ audit: auditSection().optional() })
        .optional()
        .meta({ description: 'Settings of wid itself.' }),
    })
    .meta({ title: 'wid spec', description: 'The trust between Nomad, Consul and Vault, as wid provisions it.' });
}

export type SpecSchema = ReturnType<typeof build>;
/** One file of a spec as written, checked and with every field in canonical form. */
export type SpecFile = z.output<SpecSchema>;

let built: SpecSchema | undefined;

/** Built at the first use: the start of a command that reads no spec pays nothing for it. */
export function specSchema(): SpecSchema {
  built ??= build();
  return built;
}
