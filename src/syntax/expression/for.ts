import type { Expression } from '../hcl/hcl2-ast.ts';
import { convert, Unsuitable } from './convert.ts';
import { report, type Evaluation } from './evaluation.ts';
import { friendlyName, isKeyed, isSequence } from './type.ts';
import { entries, isKnown, isNull, object, tainted, tuple, unknown, textOf, type Value } from './value.ts';

type For = Extract<Expression, { kind: 'for' }>;

export function forEach(e: For, at: Evaluation): Value {
  const collection = at.evaluate(e.collection, at);
  if (isNull(collection))
    return report(
      at,
      e.collection,
      'Iteration over null value',
      "A null value cannot be used as the collection in a 'for' expression.",
    );
  if (collection.type === 'dynamic') return collection;
  if (!isSequence(collection.type) && !isKeyed(collection.type))
    return report(
      at,
      e.collection,
      'Iteration over non-iterable value',
      `A value of type ${friendlyName(collection.type)} cannot be used as the collection in a 'for' expression.`,
    );
  if (!isKnown(collection)) return tainted(unknown(collection.unknown ?? ''), collection);
  return new Loop(e, at, collection).run();
}

class Loop {
  private readonly e: For;
  private readonly at: Evaluation;
  private readonly collection: Value;
  private missing: string | undefined;
  /** What decided over keys and over what is in; secret ones make the whole secret. */
  private readonly deciding: Value[] = [];

  constructor(e: For, at: Evaluation, collection: Value) {
    this.e = e;
    this.at = at;
    this.collection = collection;
    if (collection.secret === true) this.deciding.push(collection);
  }

  run(): Value {
    const { e } = this;
    const all: Value[] = [];
    const named = new Map<string, Value[]>();
    for (const [key, value] of entries(this.collection)) {
      const variables = new Map([[e.valueName, value]]);
      if (e.keyName !== undefined) variables.set(e.keyName, key);
      const inner = { ...this.at, scope: { variables, outer: this.at.scope } };
      if (e.condition !== undefined && !this.included(e.condition, inner)) continue;
      if (e.key === undefined) all.push(inner.evaluate(e.value, inner));
      else this.add(e.key, inner, named);
    }
    if (this.missing !== undefined) return tainted(unknown(this.missing), ...this.deciding);
    if (e.key === undefined) return tainted(tuple(all), ...this.deciding);
    const members = [...named].map(
      ([name, values]) => [name, e.group ? tuple(values) : (values[0] ?? tuple([]))] as const,
    );
    return tainted(object(members), ...this.deciding);
  }

  private included(condition: Expression, inner: Evaluation): boolean {
    const value = this.converted(condition, inner.evaluate(condition, inner), 'bool', {
      title: "Invalid 'for' condition",
      isNull: "The value of the 'if' clause must not be null.",
      wrong: "The 'if' clause value is invalid",
    });
    return value?.data === true;
  }

  private add(key: Expression, inner: Evaluation, named: Map<string, Value[]>): void {
    const name = this.converted(key, inner.evaluate(key, inner), 'string', {
      title: 'Invalid object key',
      isNull: "Key expression in 'for' expression must not produce a null value.",
      wrong: 'The key expression produced an invalid result',
    });
    if (name === undefined) return;
    const value = inner.evaluate(this.e.value, inner);
    const text = textOf(name);
    const before = named.get(text);
    if (before === undefined) named.set(text, [value]);
    else if (this.e.group) before.push(value);
    else
      report(
        this.at,
        key,
        'Duplicate object key',
        `Two different items produced the key ${JSON.stringify(text)} in this 'for' expression. If duplicates are expected, use the ellipsis (...) after the value expression to enable grouping by key.`,
      );
  }

  /** Undefined, and the whole unknown, where it cannot be had. */
  private converted(
    place: Expression,
    value: Value,
    type: 'bool' | 'string',
    words: { title: string; isNull: string; wrong: string },
  ): Value | undefined {
    const wrong = (message: string): undefined => {
      if (this.missing === undefined) report(this.at, place, words.title, message);
      this.missing ??= 'the expression is wrong';
    };
    if (isNull(value)) return wrong(words.isNull);
    if (value.unknown !== undefined) {
      this.missing ??= value.unknown;
      return undefined;
    }
    try {
      const converted = convert(value, type);
      if (converted.secret === true) this.deciding.push(converted);
      return converted;
    } catch (error) {
      if (!(error instanceof Unsuitable)) throw error;
      return wrong(`${words.wrong}: ${error.message}.`);
    }
  }
}
