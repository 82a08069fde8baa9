import type { Problem } from '../hcl/ast.ts';
import { parseHcl2 } from '../hcl/hcl2.ts';
import { parseHcl2Json } from '../hcl/hcl2-json.ts';
import type { Source } from '../source.ts';
import { jsonBody, nativeBody, type ConfigBlock, type ConfigBody } from './config-body.ts';
import { partialContent, wholeContent } from './content.ts';
import { decodeBlock, decodePlainly, decoding } from './decode.ts';
import { emptyStruct, type Decoding, type Struct } from './struct.ts';
import { localValues } from './locals.ts';
import { normalizeJob } from './normalize.ts';
import { Places, type MarkedPath, type MemberPlace } from './places.ts';
import { Reader } from './reader.ts';
import { decodeAsAttribute } from './task.ts';
import { declaredVariables, giveVariables, variableValues, type GivenVariables } from './variables.ts';

export interface JobOptions {
  readonly variables?: GivenVariables;
  /** What a variable without a value is: a mistake as for Nomad, which is the default, or something not known. */
  readonly unset?: 'refuse' | 'unknown';
  /** What `file(path)` gives, as with `nomad job run`: the text, or undefined when there is no such file. Nomad's servers read none. */
  readonly files?: (path: string) => string | undefined;
}

export interface JobProblemText extends Problem {
  /** `Title; detail` in Nomad's words; undefined for mistakes of the language itself. */
  readonly refusal: string | undefined;
}

export type JobReading =
  | {
      readonly ok: true;
      /** As `PUT /v1/jobs` takes it. */
      readonly job: Readonly<Record<string, unknown>>;
      readonly positions: JobPositions;
      /** Parts that are not known, or secret: null and `(secret)` stand in their place. */
      readonly marked: readonly MarkedPath[];
    }
  | { readonly ok: false; readonly problems: readonly JobProblemText[] };

export interface JobPositions {
  /** Where the member at a path is written, such as `['TaskGroups', 0, 'Tasks', 0, 'Vault']`, or else what is around it. */
  readonly at: (path: readonly (string | number)[]) => MemberPlace | undefined;
}

/**
 * Reads a job file, HCL 2 or JSON, as Nomad 1.11.1's `POST /v1/jobs/parse` does: variables and locals are filled in,
 * `dynamic` blocks written out, and what only a client can fill in (`${NOMAD_META_x}`, `${node.class}`) is left as it is.
 */
export function parseJob(source: Source, options: JobOptions = {}): JobReading {
  const { body, problems } = read(source);
  if (problems.length > 0)
    return { ok: false, problems: problems.map((problem) => ({ ...problem, refusal: undefined })) };
  const reader = new Reader(source, options.files);
  const places = new Places();
  const job = decodeFile(decoding(reader, places), body, options);
  if (job === undefined || reader.problems.length > 0) return { ok: false, problems: reader.problems.map(told) };
  return { ok: true, job, positions: { at: (path) => places.at(job, path) }, marked: places.marked(job) };
}

function read(source: Source): { body: ConfigBody; problems: readonly Problem[] } {
  // Nomad looks past blanks only: after a newline, "{" is native syntax.
  if (/^ *\{/.test(source.text)) {
    const { root, problems } = parseHcl2Json(source);
    return { body: jsonBody(root), problems };
  }
  const { file, problems } = parseHcl2(source);
  return { body: nativeBody(file.body), problems };
}

function told({ start, end, title, message }: Problem & { readonly title: string }): JobProblemText {
  return { start, end, message, refusal: `${title}; ${message}` };
}

const FILE = {
  attributes: [],
  blocks: [
    { type: 'variables', labels: [] },
    { type: 'variable', labels: ['name'] },
    { type: 'locals', labels: [] },
    { type: 'job', labels: ['name'] },
  ],
};

function decodeFile(
  d: Decoding,
  body: ConfigBody,
  { variables: given = {}, unset = 'refuse' }: JobOptions,
): Struct | undefined {
  const { reader } = d;
  const { blocks } = wholeContent(reader, body, FILE);
  if (reader.problems.length > 0) return undefined;
  const variables = declaredVariables(reader, blocks);
  giveVariables(reader, variables, given);
  reader.variables = new Map([['var', variableValues(reader, variables, unset)]]);
  if (reader.problems.length > 0) return undefined;
  localValues(reader, blocks);
  if (reader.problems.length > 0) return undefined;
  const [block, second] = blocks.filter(({ type }) => type === 'job');
  if (block === undefined) {
    reader.refuse({ start: 0, end: 0 }, 'Missing job block', 'A job block is required');
    return undefined;
  }
  if (second !== undefined)
    reader.refuse(
      second.header,
      'Duplicate job block',
      `Only one block of type "job" is allowed. Previous definition was at ${reader.describe(block.header)}.`,
    );
  return decodeJob(d, block);
}

const EXTRAS = [
  { type: 'vault', labels: [] },
  { type: 'secret', labels: ['name'] },
  { type: 'task', labels: ['name'] },
];

function decodeJob(d: Decoding, block: ConfigBlock): Struct {
  const job = emptyStruct('Job');
  const [label] = block.labels;
  d.places.note(job, '', { name: block.typeRange, value: block.whole, whole: block.whole });
  if (label !== undefined)
    for (const member of ['ID', 'Name'])
      d.places.note(job, member, { name: block.typeRange, value: label, whole: block.header });
  const body = { ...block.body, dynamic: true };
  const meta = decodeAsAttribute(d, body, 'meta', 'Meta', job);
  const { blocks, rest } = partialContent(d.reader, meta.rest, { attributes: [], blocks: EXTRAS });
  const vaults = blocks.filter(({ type }) => type === 'vault');
  for (const other of vaults.slice(1))
    d.reader.refuse(
      other.header,
      'Duplicate vault block',
      `Only one block of type "vault" is allowed. Previous definition was at ${d.reader.describe(vaults[0]?.header ?? other.header)}.`,
    );
  const vault = vaults[0] === undefined ? null : decodeBlock(d, vaults[0], 'Vault');
  const secrets = blocks.filter(({ type }) => type === 'secret').map((one) => decodeBlock(d, one, 'Secret'));
  const tasks = blocks.filter(({ type }) => type === 'task').map((one) => decodeBlock(d, one, 'Task'));
  decodePlainly(d, rest, 'Job', job);
  if (meta.found !== undefined) job.Meta = meta.found;
  if (d.reader.problems.length === 0)
    normalizeJob(job, { id: label?.text ?? '', vault, secrets, tasks }, () => emptyStruct('TaskGroup'));
  return job;
}
