import { WidError } from '../../support/errors.ts';
import { evaluate } from '../../syntax/expression/evaluate.ts';
import { parseHcl2 } from '../../syntax/hcl/hcl2.ts';
import type { Expression } from '../../syntax/hcl/hcl2-ast.ts';
import { parseHcl2Json, type JsonNode } from '../../syntax/hcl/hcl2-json.ts';
import type { GivenVariables } from '../../syntax/jobspec/variables.ts';
import type { Source } from '../../syntax/source.ts';
import { readFileSource } from './read-source.ts';

/** What `nomad job run` takes for the variables of a job file. */
export interface VariableOptions {
  /** `-var name=value`, in their order. */
  readonly vars?: readonly string[];
  /** `-var-file`, in their order. */
  readonly varFiles?: readonly string[];
  /** Of which those named `NOMAD_VAR_…` count. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * The variables that are given. As with Nomad, a file counts more than the environment, `-var` more than a file, and of
 * several the last. Throws `usage`, `file` or `syntax`.
 */
export async function jobVariables({ vars = [], varFiles = [], env = {} }: VariableOptions): Promise<GivenVariables> {
  const files = await Promise.all(varFiles.map((path) => readFileSource(path, 'variable file')));
  return Object.fromEntries([
    ...fromEnvironment(env),
    ...files.flatMap((source) => Object.entries(variablesOfSource(source))),
    ...vars.map(fromOption),
  ]);
}

const prefix = 'NOMAD_VAR_';

function fromEnvironment(env: NonNullable<VariableOptions['env']>): readonly (readonly [string, string])[] {
  return Object.entries(env).flatMap(([name, value]) =>
    name.startsWith(prefix) && value !== undefined ? [[name.slice(prefix.length), value] as const] : [],
  );
}

function fromOption(text: string): readonly [string, string] {
  const [, name, value] = /^([^=]+)=([^]*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new WidError('usage', 'a variable is given without a value', { hint: 'write --var name=value' });
  return [name.trim(), value];
}

/** A file of variables, in HCL or JSON: each value as it would be written after `-var name=`. */
export function variablesOfSource(source: Source): Readonly<Record<string, string>> {
  return /^\s*\{/.test(source.text) ? ofJson(source) : ofHcl(source);
}

function ofHcl(source: Source): Readonly<Record<string, string>> {
  const { file, problems } = parseHcl2(source);
  const [problem] = problems;
  const [block] = file.body.blocks;
  if (problem !== undefined || block !== undefined) {
    const { start, end } = problem ?? { start: block?.start ?? 0, end: block?.open.end ?? 0 };
    const message = problem?.message ?? 'a file of variables has no blocks';
    throw new WidError('syntax', message, { place: { source, start, end }, hint: 'write name = value on each line' });
  }
  return Object.fromEntries(file.body.attributes.map(({ name, value }) => [name, given(source, value)]));
}

function given(source: Source, expression: Expression): string {
  const { start, end } = expression;
  const problems: Parameters<typeof evaluate>[1]['problems'] = [];
  const value = evaluate(expression, {
    evaluate,
    text: source.text,
    scope: { variables: new Map() },
    problems,
    functions: false,
  });
  const [problem] = problems;
  if (problem !== undefined)
    throw new WidError('syntax', problem.message, {
      place: { source, start: problem.start, end: problem.end },
      hint: 'values of variables are written out: no names, no functions',
    });
  const { data } = value;
  return typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean'
    ? String(data)
    : source.text.slice(start, end);
}

function ofJson(source: Source): Readonly<Record<string, string>> {
  const { root, problems } = parseHcl2Json(source);
  const [problem] = problems;
  if (problem !== undefined || root.kind !== 'object') {
    const { start, end } = problem ?? root;
    const message = problem?.message ?? 'a file of variables is an object';
    throw new WidError('syntax', message, { place: { source, start, end }, hint: 'write {"name": value}' });
  }
  const text = (node: JsonNode): string =>
    node.kind === 'string' ? node.value : source.text.slice(node.start, node.end);
  return Object.fromEntries(root.members.map(({ name, value }) => [name, text(value)]));
}
