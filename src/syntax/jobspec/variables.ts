import { Secret } from '../../support/secret.ts';
import { convert, Unsuitable } from '../expression/convert.ts';
import { evaluate, type Evaluation } from '../expression/evaluate.ts';
import type { Type } from '../expression/type.ts';
import { typeOf } from '../expression/type-expression.ts';
import { isNull, object, string, unknown, type Value } from '../expression/value.ts';
import type { Range } from '../hcl/ast.ts';
import { parseHcl2Expression } from '../hcl/hcl2.ts';
import type { Expression } from '../hcl/hcl2-ast.ts';
import type { JsonNode } from '../hcl/hcl2-json.ts';
import { justAttributes } from './attributes.ts';
import type { ConfigBlock, ConfigExpression } from './config-body.ts';
import { wholeContent } from './content.ts';
import { jsonValue, type Reader } from './reader.ts';

/** What is given for variables, as with `nomad job run -var name=value`. A secret one stays sealed: what is made of it is secret. */
export type GivenVariables = Readonly<Record<string, string | Secret>>;

export interface Variable {
  readonly name: string;
  type: Type | undefined;
  value: Value | undefined;
  readonly place: Range;
  readonly validations: {
    readonly condition: ConfigExpression | undefined;
    readonly message: string;
    readonly place: Range;
  }[];
}

/** Reads `variable` and `variables` blocks. */
export function declaredVariables(reader: Reader, blocks: readonly ConfigBlock[]): Map<string, Variable> {
  const variables = new Map<string, Variable>();
  for (const block of blocks) {
    if (block.type === 'variable') declare(reader, block, variables);
    if (block.type !== 'variables') continue;
    for (const { name, nameRange, range, value } of justAttributes(reader, block.body)) {
      if (variables.has(name))
        reader.refuse(nameRange, 'Duplicate variable', `Duplicate ${name} variable definition found.`);
      else {
        const found = constant(reader, value);
        if (found !== undefined)
          variables.set(name, { name, type: found.type, value: found, place: range, validations: [] });
      }
    }
  }
  return variables;
}

const SCHEMA = {
  attributes: [{ name: 'description' }, { name: 'default' }, { name: 'type' }],
  blocks: [{ type: 'validation', labels: [] }],
};

function declare(reader: Reader, block: ConfigBlock, variables: Map<string, Variable>): void {
  const [label] = block.labels;
  const name = label?.text ?? '';
  if (variables.has(name)) {
    reader.refuse(block.header, 'Duplicate variable', `Duplicate ${name} variable definition found.`);
    return;
  }
  const found = wholeContent(reader, block.body, SCHEMA);
  if (!/^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(name))
    reader.refuse(
      label ?? block.header,
      'Invalid variable name',
      'A name must start with a letter or underscore and may contain only letters, digits, underscores, and dashes.',
    );
  const variable: Variable = { name, type: undefined, value: undefined, place: block.header, validations: [] };
  const typed = found.attributes.get('type');
  if (typed !== undefined) {
    variable.type = declaredType(reader, typed.value);
    if (variable.type === undefined) return;
  }
  const fallback = found.attributes.get('default');
  if (fallback !== undefined) {
    const value = constant(reader, fallback.value);
    if (value === undefined) return;
    variable.value = fitted(value, variable.type, (message) => {
      reader.refuse(
        fallback.value.written,
        'Invalid default value for variable',
        `This default value is not compatible with the variable's type constraint: ${message}.`,
      );
    });
    variable.type ??= variable.value.type;
  }
  for (const validation of found.blocks) addValidation(reader, validation, variable);
  variables.set(name, variable);
}

function declaredType(reader: Reader, { written, json }: ConfigExpression): Type | undefined {
  if (!json) return typeOf(written as Expression, reader.problems);
  const node = written as JsonNode;
  const parsed = node.kind === 'string' ? parseHcl2Expression(node.value) : undefined;
  if (parsed !== undefined && parsed.problems.length === 0) return typeOf(parsed.expression, reader.problems);
  reader.refuse(
    node,
    'Invalid type specification',
    'A type specification is either a primitive type keyword (bool, number, string) or a complex type constructor call, like list(string).',
  );
  return undefined;
}

/** The value of an expression in which no names and functions may be used; undefined where it is wrong. */
function constant(reader: Reader, { written, json }: ConfigExpression): Value | undefined {
  const before = reader.problems.length;
  const at: Evaluation = {
    evaluate,
    text: reader.source.text,
    scope: { variables: new Map() },
    problems: reader.problems,
    functions: false,
  };
  const value = json ? jsonValue(written as JsonNode, at, false) : evaluate(written as Expression, at);
  return reader.problems.length > before ? undefined : value;
}

function fitted(value: Value, type: Type | undefined, refuse: (message: string) => void): Value {
  if (type === undefined) return value;
  try {
    return convert(value, type);
  } catch (error) {
    if (!(error instanceof Unsuitable)) throw error;
    refuse(error.message);
    return unknown('the value does not fit the variable');
  }
}

function addValidation(reader: Reader, block: ConfigBlock, variable: Variable): void {
  const { attributes } = wholeContent(reader, block.body, {
    attributes: [
      { name: 'condition', required: true },
      { name: 'error_message', required: true },
    ],
    blocks: [],
  });
  const message = attributes.get('error_message');
  const value = message === undefined ? undefined : constant(reader, message.value);
  const text = typeof value?.data === 'string' ? value.data : '';
  if (message !== undefined && value !== undefined) {
    if (text === '')
      reader.refuse(
        message.value.written,
        'Invalid validation error message',
        'An empty string is not a valid nor useful error message.',
      );
    else if (/^\p{L}/u.test(text) && !/^\p{Lu}/u.test(text) ? true : !/[.?!]$/.test(text))
      reader.refuse(
        message.value.written,
        'Invalid validation error message',
        'Validation error message must be at least one full sentence starting with an uppercase letter ( if the alphabet permits it ) and ending with a period or question mark.',
      );
  }
  variable.validations.push({ condition: attributes.get('condition')?.value, message: text, place: block.header });
}

/** Sets what was given from outside. */
export function giveVariables(reader: Reader, variables: Map<string, Variable>, given: GivenVariables): void {
  for (const [name, text] of Object.entries(given)) {
    const variable = variables.get(name);
    // Nomad's server only warns of variables that nothing declares.
    if (variable === undefined) continue;
    if (text instanceof Secret) {
      // Nothing here needs to know it: what is made of it is secret, whatever it is.
      variable.value = { ...unknown(`var.${name} is secret`, variable.type ?? 'string'), secret: true };
      continue;
    }
    const value = givenValue(reader, variable, text);
    if (value === undefined) continue;
    variable.value = fitted(value, variable.type, (message) => {
      reader.refuse(
        variable.place,
        'Invalid argument value for -var variable',
        `The received arg value for ${name} is not compatible with the variable's type constraint: ${message}.`,
      );
    });
  }
}

function givenValue(reader: Reader, variable: Variable, text: string): Value | undefined {
  if (variable.type === undefined || variable.type === 'string' || variable.type === 'number') return string(text);
  const { expression, problems } = parseHcl2Expression(text);
  const found: Evaluation['problems'] = [];
  const value = evaluate(expression, {
    evaluate,
    text,
    scope: { variables: new Map() },
    problems: found,
    functions: false,
  });
  const [wrong] = [...problems, ...found];
  if (wrong === undefined) return value;
  reader.refuse(
    variable.place,
    'Invalid value for variable',
    `The value given for ${variable.name} cannot be read: ${wrong.message}`,
  );
  return undefined;
}

/** The value of each variable; one without is refused, or unknown where that is wanted. */
export function variableValues(
  reader: Reader,
  variables: ReadonlyMap<string, Variable>,
  unset: 'refuse' | 'unknown',
): Value {
  const values: [string, Value][] = [];
  for (const { name, value, type, place, validations } of variables.values()) {
    if (value === undefined) {
      if (unset === 'refuse')
        reader.refuse(
          place,
          `Unset variable ${JSON.stringify(name)}`,
          'A used variable must be set or have a default value; see https://developer.hashicorp.com/nomad/docs/reference/hcl2/variables  for details.',
        );
      values.push([name, unknown(`var.${name} has no value`, type)]);
      continue;
    }
    values.push([name, value]);
    for (const validation of validations) validate(reader, name, value, validation);
  }
  return object(values);
}

function validate(
  reader: Reader,
  name: string,
  value: Value,
  { condition, message, place }: Variable['validations'][number],
): void {
  if (condition === undefined) return;
  const before = reader.problems.length;
  const scope = { variables: new Map([['var', object([[name, value]])]]) };
  const at: Evaluation = { evaluate, text: reader.source.text, scope, problems: reader.problems, functions: true };
  const result = condition.json
    ? jsonValue(condition.written as JsonNode, at)
    : evaluate(condition.written as Expression, at);
  if (result.unknown !== undefined || reader.problems.length > before) return;
  if (isNull(result)) {
    reader.refuse(
      condition.written,
      'Invalid variable validation result',
      'Validation condition expression must return either true or false, not null.',
    );
    return;
  }
  try {
    if (convert(result, 'bool').data === false)
      reader.refuse(
        place,
        'Invalid value for default variable',
        `${message}\n\nThis was checked by the validation rule at ${reader.describe(place)}.`,
      );
  } catch (error) {
    if (!(error instanceof Unsuitable)) throw error;
    reader.refuse(
      condition.written,
      'Invalid variable validation result',
      `Invalid validation condition result value: ${error.message}.`,
    );
  }
}
