import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { kinds } from '../../kinds/index.ts';
import type { KindId } from '../../kinds/kind.ts';
import { WidError } from '../../support/errors.ts';
import { sortedBy } from '../../support/sorted-by.ts';

const identity = z.strictObject({
  name: z.string(),
  parent: z.string().exactOptional(),
  namespace: z.string().exactOptional(),
  partition: z.string().exactOptional(),
});

const entry = z.strictObject({
  address: z.string(),
  kind: z.custom<KindId>(
    (value) => typeof value === 'string' && Object.hasOwn(kinds, value),
    'not a kind that this version knows',
  ),
  identity,
  /** The server's own id, once it is known. */
  id: z.string().nullable(),
  /** Of what was last written, or is about to be: see `digestOf`. Empty where the id alone tells whose the object is. */
  digest: z.string(),
  /** Claimed before it is made: the object counts as ours only if it is exactly what was about to be written. */
  pending: z.boolean(),
  dependsOn: z.array(z.string()),
});

const manifest = z.strictObject({
  version: z.literal(1),
  spec: z.string(),
  /** Counts writes. */
  serial: z.int().nonnegative(),
  entries: z.array(entry),
});

/** An object that a spec owns. */
export type Entry = z.infer<typeof entry>;

/** What a spec owns, kept where all its users see it. Descriptions of the objects themselves stay as the spec says. */
export type Manifest = z.infer<typeof manifest>;

export function emptyManifest(spec: string): Manifest {
  return { version: 1, spec, serial: 0, entries: [] };
}

/**
 * @param where the store's description, for the message
 * @throws WidError `answer` when the text is no manifest of this version, or belongs to another spec
 */
export function parseManifest(text: string, spec: string, where: string): Manifest {
  const hint = 'mend or remove it; `wid apply --adopt` then rebuilds it and deletes nothing';
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new WidError('answer', `${where} does not hold a manifest: it is not JSON`, { hint });
  }
  const result = manifest.safeParse(data);
  if (!result.success) {
    const [issue] = result.error.issues;
    const member = issue?.path.join('.') ?? '';
    throw new WidError('answer', `${where} does not hold a manifest: ${member}: ${issue?.message ?? 'wrong shape'}`, {
      hint,
    });
  }
  if (result.data.spec !== spec) {
    throw new WidError('conflict', `${where} belongs to the spec "${result.data.spec}", not to "${spec}"`, {
      hint: 'give each spec its own `name` or its own `manifest.path`',
    });
  }
  return result.data;
}

/** A text that may be some spec's manifest; `undefined` when it is none that this version reads. */
export function readManifest(text: string): Manifest | undefined {
  try {
    return manifest.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function formatManifest(content: Manifest): string {
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

/** Whether two manifests claim the same, however often they were written. */
export function sameClaims(a: Manifest, b: Manifest): boolean {
  const claims = ({ entries }: Manifest): readonly Entry[] => sortedBy(entries, ({ address }) => address);
  return isDeepStrictEqual(claims(a), claims(b));
}
