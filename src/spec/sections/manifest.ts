import { z } from 'zod';

const path = (where: string) =>
  z
    .string()
    .min(1)
    .meta({ description: `${where} Takes \${ENV}.` });

/** Where the record of what this spec owns is kept. */
export function manifest() {
  return z
    .discriminatedUnion('store', [
      z.strictObject({ store: z.literal('consul'), path: path('Key in Consul KV.').optional() }),
      z.strictObject({
        store: z.literal('vault'),
        mount: z.string().min(1).optional().meta({ description: 'Mount of a KV version 2 engine.', default: 'secret' }),
        path: path('Path within the mount.').optional(),
        namespace: z.string().min(1).optional().meta({ description: 'Vault namespace of the mount.' }),
      }),
      z.strictObject({ store: z.literal('file'), path: path('Path of the file.') }),
    ])
    .meta({
      description: 'Where the manifest of owned objects is kept: Consul KV unless the spec has nothing in Consul.',
    });
}
