import { spanning, type Expression } from '../hcl/hcl2-ast.ts';
import { convert, unify, Unsuitable } from './convert.ts';
import { report, type Evaluation } from './evaluation.ts';
import { friendlyName, type Type } from './type.ts';
import { isKnown, isNull, tainted, unknown, type Value } from './value.ts';

/** Both sides are evaluated for their types; mistakes of the side that is not taken do not count. */
export function conditional(e: Extract<Expression, { kind: 'conditional' }>, at: Evaluation): Value {
  const yes = { value: unknown(''), problems: [] as Evaluation['problems'] };
  const no = { value: unknown(''), problems: [] as Evaluation['problems'] };
  yes.value = at.evaluate(e.yes, { ...at, problems: yes.problems });
  no.value = at.evaluate(e.no, { ...at, problems: no.problems });
  const type = commonType(yes.value, no.value);
  if (type === undefined)
    return report(
      at,
      spanning(e.yes, e.no),
      'Inconsistent conditional result types',
      `The true and false result expressions must have consistent types. ${describe(yes.value.type, no.value.type)}.`,
    );
  const condition = at.evaluate(e.condition, at);
  if (isNull(condition))
    return report(
      at,
      e.condition,
      'Null condition',
      'The condition value is null. Conditions must either be true or false.',
    );
  if (!isKnown(condition)) return tainted(unknown(condition.unknown ?? '', type), condition, yes.value, no.value);
  let truth: Value;
  try {
    truth = convert(condition, 'bool');
  } catch (error) {
    if (!(error instanceof Unsuitable)) throw error;
    return report(at, e.condition, 'Incorrect condition type', 'The condition expression must be of type bool.');
  }
  const taken = truth.data === true ? yes : no;
  at.problems.push(...taken.problems);
  try {
    return tainted(type === 'dynamic' ? taken.value : convert(taken.value, type), condition);
  } catch (error) {
    if (!(error instanceof Unsuitable)) throw error;
    const side = truth.data === true ? 'true' : 'false';
    const place = truth.data === true ? e.yes : e.no;
    return report(
      at,
      place,
      'Inconsistent conditional result types',
      `The ${side} result value has the wrong type: ${error.message}.`,
    );
  }
}

function commonType(yes: Value, no: Value): Type | undefined {
  if (isNull(yes) && yes.type === 'dynamic') return no.type;
  if (isNull(no) && no.type === 'dynamic') return yes.type;
  if (yes.type === 'dynamic' || no.type === 'dynamic') return 'dynamic';
  return unify([yes.type, no.type]);
}

function describe(yes: Type, no: Type): string {
  if (typeof yes === 'object' && typeof no === 'object') {
    if ('object' in yes && 'object' in no) return describeObjects(yes.object, no.object);
    if ('tuple' in yes && 'tuple' in no) {
      if (yes.tuple.length !== no.tuple.length)
        return `The 'true' tuple has length ${String(yes.tuple.length)}, but the 'false' tuple has length ${String(no.tuple.length)}`;
    }
  }
  const [one, other] = [friendlyName(yes), friendlyName(no)];
  if (one === other)
    return "At least one deeply-nested attribute or element is not compatible across both the 'true' and the 'false' value";
  return `The 'true' value is ${one}, but the 'false' value is ${other}`;
}

function describeObjects(yes: Readonly<Record<string, Type>>, no: Readonly<Record<string, Type>>): string {
  const absent = (name: string, has: string, lacks: string): string =>
    `The '${has}' value includes object attribute ${JSON.stringify(name)}, which is absent in the '${lacks}' value`;
  for (const name of Object.keys(yes).toSorted()) {
    const other = no[name];
    if (other === undefined) return absent(name, 'true', 'false');
    const one = yes[name];
    if (one !== undefined && friendlyName(one) !== friendlyName(other))
      return `Type mismatch for object attribute ${JSON.stringify(name)}: ${describe(one, other)}`;
  }
  for (const name of Object.keys(no).toSorted()) if (!Object.hasOwn(yes, name)) return absent(name, 'false', 'true');
  return "At least one deeply-nested attribute or element is not compatible across both the 'true' and the 'false' value";
}
