import type { ConfigBlock, ConfigBody } from './config-body.ts';
import { partialContent } from './content.ts';
import { emptyStruct, type Decoding, type Struct } from './struct.ts';
import { goValue } from './go-value.ts';

/** `env = {...}` beside `env {...}`; the rest of the body is given back. */
export function decodeAsAttribute(
  d: Decoding,
  body: ConfigBody,
  name: string,
  member: string,
  into: Struct,
): { rest: ConfigBody; found: unknown } {
  const silent = d.reader.refusals(() => {
    partialContent(d.reader, body, { attributes: [{ name }], blocks: [] });
  });
  if (silent.length > 0) return { rest: body, found: undefined };
  const { attributes, rest } = partialContent(d.reader, body, { attributes: [{ name }], blocks: [] });
  const attribute = attributes.get(name);
  if (attribute === undefined) return { rest: body, found: undefined };
  let block: ConfigBlock | undefined;
  // The block of the same name is hidden by now only where the language has no difference between the two.
  d.reader.refusals(() => {
    const beside = body.written.json
      ? rest
      : { ...rest, hidden: new Set([...rest.hidden].filter((one) => one !== name)) };
    [block] = partialContent(d.reader, beside, { attributes: [], blocks: [{ type: name, labels: [] }] }).blocks;
  });
  if (block !== undefined) {
    d.reader.refuse(
      block.header,
      `Duplicate ${name} block`,
      `${name} may not be defined more than once. Another definition is defined at ${d.reader.describe(attribute.range)}.`,
    );
    return { rest, found: undefined };
  }
  const { start, end } = attribute.value.written;
  d.places.note(into, member, { name: attribute.nameRange, value: { start, end }, whole: attribute.range });
  const value = goValue(d.reader, attribute.value, 'map:string');
  return { rest, found: value === undefined ? {} : (d.places.plain(into, member, value) ?? {}) };
}

export function decodeTask(d: Decoding, body: ConfigBody, into: Struct): void {
  const env = decodeAsAttribute(d, body, 'env', 'Env', into);
  const meta = decodeAsAttribute(d, env.rest, 'meta', 'Meta', into);
  const { blocks, rest } = partialContent(d.reader, meta.rest, {
    attributes: [],
    blocks: [{ type: 'scaling', labels: ['name'] }],
  });
  const policies = scalingPolicies(d, blocks);
  if (policies.length > 0) into.ScalingPolicies = policies;
  d.rules.plainly(d, rest, 'Task', into);
  if (env.found !== undefined) into.Env = env.found;
  if (meta.found !== undefined) into.Meta = meta.found;
}

const POLICIES: Readonly<Record<string, string>> = { cpu: 'vertical_cpu', mem: 'vertical_mem' };

function scalingPolicies(d: Decoding, blocks: readonly ConfigBlock[]): Struct[] {
  const made: Struct[] = [];
  const seen = new Map<string, ConfigBlock>();
  for (const block of blocks) {
    const [label] = block.labels;
    const name = label?.text.toLowerCase() ?? '';
    const type = Object.hasOwn(POLICIES, name) ? POLICIES[name] : undefined;
    const before = seen.get(name);
    if (type === undefined) {
      d.reader.refuse(
        label ?? block.header,
        'Invalid scaling policy name',
        'scaling policy name must be "cpu" or "mem"',
      );
      continue;
    }
    if (before !== undefined) {
      d.reader.refuse(
        block.header,
        `Duplicate scaling ${JSON.stringify(name)} block`,
        `Only one scaling ${name} block is allowed. Another was defined at ${d.reader.describe(before.header)}.`,
      );
      continue;
    }
    seen.set(name, block);
    const policy = emptyStruct('ScalingPolicy');
    d.places.note(policy, '', { name: block.typeRange, value: block.whole, whole: block.whole });
    d.rules.struct(d, block.body, 'ScalingPolicy', policy);
    if (policy.Type === '') policy.Type = type;
    if (policy.Type === type) made.push(policy);
    else
      d.reader.refuse(
        block.header,
        'Invalid scaling policy type',
        `Invalid policy type, expected ${JSON.stringify(policy.Type)} but found ${JSON.stringify(type)}`,
      );
  }
  return made;
}
