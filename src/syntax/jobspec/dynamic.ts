import { convert, Unsuitable } from '../expression/convert.ts';
import { friendlyName, isKeyed, isSequence } from '../expression/type.ts';
import { entries, isKnown, isNull, object, tainted, unknown, textOf, type Value } from '../expression/value.ts';
import type { Range } from '../hcl/ast.ts';
import type { Expression } from '../hcl/hcl2-ast.ts';
import type { JsonNode } from '../hcl/hcl2-json.ts';
import type { BodySchema, ConfigBlock, ConfigBody, ConfigExpression, Content, Iteration } from './config-body.ts';
import type { Reader } from './reader.ts';

type ReadContent = (reader: Reader, body: ConfigBody, schema: BodySchema) => Content;

/** The blocks that a `dynamic` block stands for: one for each element of its `for_each`. */
export function expandDynamic(
  reader: Reader,
  body: ConfigBody,
  schema: BodySchema,
  block: ConfigBlock,
  partial: boolean,
  read: ReadContent,
): ConfigBlock[] {
  const [label] = block.labels;
  if (label === undefined || body.hidden.has(label.text)) return [];
  const wanted = schema.blocks.find(({ type }) => type === label.text);
  if (wanted === undefined) {
    if (!partial)
      reader.refuse(
        label,
        'Unsupported block type',
        `Blocks of type ${JSON.stringify(label.text)} are not expected here.`,
      );
    return [];
  }
  const before = reader.problems.length;
  const plan = readPlan(reader, body, block, wanted, read);
  if (plan === undefined || reader.problems.length > before) return [];
  const { each, iterator, labels, content } = plan;
  const pairs: [Value, Value][] = isKnown(each)
    ? entries(each)
    : [[unknown(each.unknown ?? ''), unknown(each.unknown ?? '')]];
  return pairs.flatMap(([key, value]) => {
    const current = object([
      ['key', key],
      ['value', tainted(value, ...(each.secret === true ? [each] : []))],
    ]);
    const iteration: Iteration = {
      variables: new Map([[iterator, current]]),
      ...(body.iteration && { outer: body.iteration }),
    };
    const named = labels.map((expression) => labelOf(reader, { ...expression, iteration }));
    if (named.includes(undefined)) return [];
    return [
      {
        type: wanted.type,
        typeRange: label,
        labels: named as ConfigBlock['labels'],
        header: block.header,
        whole: content.whole,
        body: { ...content.body, iteration },
      },
    ];
  });
}

interface Plan {
  readonly each: Value;
  readonly iterator: string;
  readonly labels: readonly ConfigExpression[];
  readonly content: ConfigBlock;
}

function readPlan(
  reader: Reader,
  body: ConfigBody,
  block: ConfigBlock,
  wanted: BodySchema['blocks'][number],
  read: ReadContent,
): Plan | undefined {
  const before = reader.problems.length;
  const labelled = wanted.labels.length > 0 ? [{ name: 'labels', required: true }] : [];
  const attributes = [{ name: 'for_each', required: true }, { name: 'iterator' }, ...labelled];
  const found = read(
    reader,
    { ...block.body, dynamic: false },
    { attributes, blocks: [{ type: 'content', labels: [] }] },
  );
  const forEach = found.attributes.get('for_each');
  if (reader.problems.length > before || forEach === undefined) return undefined;
  const iterator = iteratorName(reader, found.attributes.get('iterator')?.value, wanted.type);
  const each = iterator === undefined ? undefined : reader.value({ ...forEach.value, iteration: body.iteration });
  if (iterator === undefined || each === undefined || reader.problems.length > before) return undefined;
  const refuse = (place: Range, title: string, message: string): undefined => {
    reader.refuse(place, title, message);
  };
  if (each.type !== 'dynamic' && !isSequence(each.type) && !isKeyed(each.type))
    return refuse(
      forEach.value.written,
      'Invalid dynamic for_each value',
      `Cannot use a ${friendlyName(each.type)} value in for_each. An iterable collection is required.`,
    );
  if (isNull(each))
    return refuse(forEach.value.written, 'Invalid dynamic for_each value', 'Cannot use a null value in for_each.');
  const labels = listOf(found.attributes.get('labels')?.value);
  const count = `Blocks of type ${JSON.stringify(wanted.type)} require ${String(wanted.labels.length)} label(s).`;
  const extra = labels[wanted.labels.length];
  if (extra !== undefined) return refuse(extra.written, 'Extraneous dynamic block label', count);
  if (labels.length < wanted.labels.length)
    return refuse(
      found.attributes.get('labels')?.value.written ?? block.header,
      'Insufficient dynamic block labels',
      count,
    );
  const [content, second] = found.blocks;
  if (content === undefined)
    return refuse(
      {
        start: block.body.written.json ? block.whole.end : block.body.written.body.start,
        end: block.body.written.json ? block.whole.end : block.body.written.body.start,
      },
      'Missing dynamic content block',
      'A dynamic block must have a nested block of type "content" to describe the body of each generated block.',
    );
  if (second !== undefined)
    return refuse(
      second.header,
      'Extraneous dynamic content block',
      'Only one nested content block is allowed for each dynamic block.',
    );
  return { each, iterator, labels, content: { ...content, body: { ...content.body, dynamic: true } } };
}

function iteratorName(reader: Reader, expression: ConfigExpression | undefined, otherwise: string): string | undefined {
  if (expression === undefined) return otherwise;
  if (expression.json) {
    const node = expression.written as JsonNode;
    return node.kind === 'string' ? node.value : otherwise;
  }
  const written = expression.written as Expression;
  if (written.kind === 'variable' && written.steps.length === 0) return written.name;
  if (written.kind === 'variable')
    reader.refuse(written, 'Invalid dynamic iterator name', 'Dynamic iterator must be a single variable name.');
  else
    reader.refuse(
      written,
      'Invalid expression',
      'A single static variable reference is required: only attribute access and indexing with constant keys. No calculations, function calls, template expressions, etc are allowed here.',
    );
  return undefined;
}

function listOf(expression: ConfigExpression | undefined): ConfigExpression[] {
  if (expression === undefined) return [];
  const { json, iteration } = expression;
  if (json) {
    const node = expression.written as JsonNode;
    return node.kind === 'array' ? node.items.map((written) => ({ written, json, iteration })) : [];
  }
  const written = expression.written as Expression;
  return written.kind === 'tuple' ? written.items.map((item) => ({ written: item, json, iteration })) : [];
}

function labelOf(reader: Reader, expression: ConfigExpression): (Range & { text: string }) | undefined {
  const before = reader.problems.length;
  const value = reader.value(expression);
  if (reader.problems.length > before) return undefined;
  const { start, end } = expression.written;
  const refuse = (message: string): undefined => {
    reader.refuse({ start, end }, 'Invalid dynamic block label', message);
  };
  try {
    const text = convert(value, 'string');
    if (isNull(text)) return refuse('Cannot use a null value as a dynamic block label.');
    if (!isKnown(text)) return { start, end, text: '' };
    return { start, end, text: textOf(text) };
  } catch (error) {
    if (!(error instanceof Unsuitable)) throw error;
    return refuse(`Cannot use this value as a dynamic block label: ${error.message}.`);
  }
}
