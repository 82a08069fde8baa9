import type { Operand, Pipeline, Statement, Templates } from '../../../src/syntax/consul-template/tree.ts';

/** Kind, offset in bytes as Go gives it, and text. */
export type Leaf = readonly [kind: string, at: number, text: string];

/** A tree as the oracle shows Go's: in order, with Go's offsets. */
export function leavesOf(text: string, templates: Templates): Leaf[] {
  const bytes = (offset: number): number => Buffer.byteLength(text.slice(0, offset));
  const leaves: Leaf[] = [];
  const add = (kind: string, at: number, shown = ''): void => {
    leaves.push([kind, bytes(at), shown]);
  };
  const walk = (statements: readonly Statement[]): void => statements.forEach(statement);
  const statement = (one: Statement): void => {
    switch (one.kind) {
      case 'text':
        return add('text', one.start, one.text);
      case 'action':
        return pipeline(one.pipeline);
      case 'break':
      case 'continue':
        return add(one.kind, one.start);
      case 'template':
        leaves.push(['template', -1, one.name]);
        return one.pipeline === undefined ? undefined : pipeline(one.pipeline);
      default:
        add(one.kind, one.pipeline.start);
        pipeline(one.pipeline);
        walk(one.body);
        if (one.otherwise === undefined) return undefined;
        leaves.push(['else', 0, '']);
        return walk(one.otherwise);
    }
  };
  const pipeline = (one: Pipeline): void => {
    for (const variable of one.variables) add(one.assigns ? 'assign' : 'declare', variable.start, variable.name);
    for (const command of one.commands) {
      add('command', command.start);
      command.operands.forEach(operand);
    }
  };
  // Go gives what has several fields the place of the second part.
  const fields = (kind: string, start: number, first: string, more: readonly string[]): void => {
    add(kind, more.length === 0 ? start : start + first.length, [first, ...more].join('.'));
  };
  const operand = (one: Operand): void => {
    switch (one.kind) {
      case 'identifier':
        return add('identifier', one.start, one.name);
      case 'variable':
        return fields('variable', one.start, one.name, one.fields);
      case 'field':
        return fields('field', one.start, `.${one.fields[0] ?? ''}`, one.fields.slice(1));
      case 'chain':
        operand(one.of);
        return one.fields.forEach((field) => add('chain', one.of.end, field));
      case 'bool':
        return add('bool', one.start, String(one.value));
      case 'number':
        return add('number', one.start, one.text);
      case 'string':
        return add('string', one.start, one.value);
      case 'pipeline':
        return pipeline(one);
      default:
        return add(one.kind, one.start);
    }
  };
  // In Go's order of names, by bytes.
  for (const [name, statements] of [...templates].toSorted(([a], [b]) =>
    Buffer.compare(Buffer.from(a), Buffer.from(b)),
  )) {
    leaves.push(['tree', 0, name]);
    walk(statements);
  }
  return leaves;
}
