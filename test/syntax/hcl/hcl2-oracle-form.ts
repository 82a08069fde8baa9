import type { Range } from '../../../src/syntax/hcl/ast.ts';
import { goQuote } from '../../../src/syntax/go-string.ts';
import type { JsonNode } from '../../../src/syntax/hcl/hcl2-json.ts';
import type { Body, Expression, LiteralValue, Step } from '../../../src/syntax/hcl/hcl2-ast.ts';

/** A tree in the form in which the oracle prints its own: every node with its range. */
export function hcl2OracleForm(body: Body): string {
  const attributes = body.attributes.map(
    ({ name, nameRange, equals, value, start, end }) =>
      ` ${name}:${of(nameRange)}:${of(equals)}:${of({ start, end })}=${form(value)}`,
  );
  const blocks = body.blocks.map(({ type, typeRange, labels, open, close, body: inner }) => {
    const named = labels.map((label) => `[${goQuote(label.text)}:${of(label)}]`).join('');
    return ` ${type}:${of(typeRange)}${named}:${of(open)}:${of(close)}${hcl2OracleForm(inner)}`;
  });
  return `{${of(body)}${attributes.join('')}${blocks.join('')}}`;
}

const of = ({ start, end }: Range): string => `${String(start)}-${String(end)}`;
const all = (expressions: readonly Expression[]): string => expressions.map(form).join(',');

function literal(value: LiteralValue): string {
  if (value.type === 'string') return goQuote(value.value.normalize('NFC'));
  if (value.type === 'bool') return String(value.value);
  return { number: 'number', null: 'null', unreadable: '?' }[value.type];
}

function steps(list: readonly Step[]): string {
  return list
    .map((step) => (step.kind === 'attribute' ? `.${step.name}:${of(step)}` : `[${literal(step.key)}:${of(step)}]`))
    .join('');
}

function form(e: Expression): string {
  return `${e.kind}@${of(e)}${e.kind === 'item' ? '' : `(${inside(e)})`}`;
}

function inside(e: Exclude<Expression, { kind: 'item' }>): string {
  switch (e.kind) {
    case 'literal':
      return literal(e.value);
    case 'template':
      return all(e.parts);
    case 'wrap':
      return form(e.wrapped);
    case 'join':
      return form(e.tuple);
    case 'variable':
      return `${e.name}:${of(e.nameRange)}${steps(e.steps)}`;
    case 'relative':
      return form(e.source) + steps(e.steps);
    case 'index':
      return `${form(e.collection)},${form(e.key)},${of(e.bracket)}`;
    case 'splat':
      return `${form(e.source)},${form(e.each)},${of(e.marker)}`;
    case 'call':
      return `${e.name}:${of(e.nameRange)},${String(e.expand)},${of(e.open)}-${of(e.close)},${all(e.arguments)}`;
    case 'conditional':
      return all([e.condition, e.yes, e.no]);
    case 'binary':
      return all([e.left, e.right]);
    case 'unary':
      return form(e.operand);
    case 'parentheses':
      return form(e.inner);
    case 'tuple':
      return all(e.items);
    case 'object':
      return e.items.map(({ key, computed, value }) => `${form(key)}:${String(computed)}=${form(value)}`).join(',');
    case 'for':
      return [
        e.keyName ?? '',
        e.valueName,
        form(e.collection),
        e.key === undefined ? '' : form(e.key),
        form(e.value),
        e.condition === undefined ? '' : form(e.condition),
        String(e.group),
      ].join();
  }
}

/** The same for JSON, as far as the oracle can show it; undefined where it cannot. */
export function jsonOracleForm(root: JsonNode): string {
  if (root.kind !== 'object') return 'not an object';
  const names = new Set<string>();
  for (const { name } of root.members) {
    if (name !== '//' && names.has(name)) return 'not an object';
    names.add(name);
  }
  return root.members
    .filter(({ name }) => name !== '//')
    .map(({ name, nameRange, value }) => `${goQuote(name)}:${of(nameRange)}=${json(value)};`)
    .join('');
}

function json(node: JsonNode): string {
  if (node.kind === 'object')
    return `${of(node)}{${node.members.map(({ nameRange, value }) => `${of(nameRange)}=${json(value)};`).join('')}}`;
  if (node.kind === 'array') return `${of(node)}[${node.items.map((item) => `${json(item)};`).join('')}]`;
  if (node.kind === 'string') return of(node) + goQuote(node.value.normalize('NFC'));
  if (node.kind === 'number' || node.kind === 'null') return of(node) + node.kind;
  return of(node) + (node.kind === 'bool' ? String(node.value) : '?');
}
