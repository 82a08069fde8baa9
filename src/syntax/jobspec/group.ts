import type { ConfigBlock, ConfigBody } from './config-body.ts';
import { partialContent } from './content.ts';
import type { Decoding, Struct } from './struct.ts';
import { decodeAsAttribute } from './task.ts';

export function decodeGroup(d: Decoding, body: ConfigBody, into: Struct): void {
  const before = d.reader.problems.length;
  const meta = decodeAsAttribute(d, body, 'meta', 'Meta', into);
  const shared = [
    { type: 'vault', labels: [] },
    { type: 'secret', labels: ['name'] },
  ];
  const { blocks, rest } = partialContent(d.reader, meta.rest, { attributes: [], blocks: shared });
  if (d.reader.problems.length > before) return;
  // Nomad forgets what was wrong in these blocks.
  let vault: Struct | undefined;
  let secrets: Struct[] = [];
  d.reader.refusals(() => {
    vault = blocks
      .filter(({ type }) => type === 'vault')
      .map((block) => d.rules.block(d, block, 'Vault'))
      .at(-1);
    secrets = blocks.filter(({ type }) => type === 'secret').map((block) => d.rules.block(d, block, 'Secret'));
  });
  d.rules.plainly(d, rest, 'TaskGroup', into);
  if (meta.found !== undefined) into.Meta = meta.found;
  for (const task of (into.Tasks as Struct[] | null) ?? []) {
    if (vault !== undefined) task.Vault ??= vault;
    const own = task.Secrets as Struct[] | null;
    // A task that has secrets gets its own a second time instead of those of the group: so does Nomad 1.11.1.
    if (secrets.length > 0) task.Secrets = own === null || own.length === 0 ? secrets : [...own, ...own];
  }
  if (into.Scaling !== null) checkScaling(d, into.Scaling as Struct, rest);
}

function checkScaling(d: Decoding, policy: Struct, rest: ConfigBody): void {
  if (policy.Type === '') policy.Type = 'horizontal';
  if (policy.Max !== null && policy.Type === 'horizontal') return;
  let block: ConfigBlock | undefined;
  d.reader.refusals(() => {
    [block] = partialContent(d.reader, rest, { attributes: [], blocks: [{ type: 'scaling', labels: [] }] }).blocks;
  });
  if (block === undefined) return;
  const { attributes } = partialContent(d.reader, block.body, {
    attributes: [{ name: 'max', required: true }, { name: 'type' }],
    blocks: [],
  });
  const type = attributes.get('type');
  if (policy.Type !== 'horizontal' && type !== undefined)
    d.reader.refuse(
      type.value.written,
      'Invalid group scaling type',
      `task group scaling policy had invalid type: ${JSON.stringify(policy.Type)}`,
    );
}
