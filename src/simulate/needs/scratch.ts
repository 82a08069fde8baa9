import { ExecutionError, type Run, type Spot } from './run.ts';
import { bool, distinct, list, nil, reasonsOf, text, unknown, type Value } from './value.ts';

/** consul-template's `scratch`: a map that lasts as long as one run of the template. */
export function scratchMethod(run: Run, name: string, values: readonly Value[], spot: Spot): Value {
  const [key = nil, value = nil, extra = nil] = values;
  if (name === 'List') {
    const names = [...run.scratch.keys()].toSorted();
    return list(names.map((one) => run.scratch.get(one) ?? nil));
  }
  if (key.kind === 'unknown') {
    // Whatever is in it may have been replaced.
    for (const one of run.scratch.keys()) run.scratch.set(one, unknown(...key.reasons));
    return unknown(...key.reasons);
  }
  if (key.kind !== 'string') throw new ExecutionError(`wrong type for value; expected string; got ${key.kind}`, spot);
  const stored = run.scratch.get(key.value);
  switch (name) {
    case 'Key':
      return bool(stored !== undefined);
    case 'Get':
      return stored ?? nil;
    case 'Set':
      run.scratch.set(key.value, doubted(run, value));
      return text('');
    case 'SetX':
      if (stored === undefined) run.scratch.set(key.value, doubted(run, value));
      return text('');
    case 'MapSet':
    case 'MapSetX':
      run.scratch.set(key.value, mapWith(run, stored, value, extra, name === 'MapSetX'));
      return text('');
    case 'MapValues': {
      if (stored?.kind !== 'record') return stored?.kind === 'unknown' ? unknown(...stored.reasons) : list([]);
      return list([...stored.members].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, member]) => member));
    }
    default:
      throw new ExecutionError(`can't evaluate field ${name} in type *template.Scratch`, spot);
  }
}

/** What is set where it is not known whether that happens is not known afterwards. */
function doubted(run: Run, value: Value): Value {
  return run.when.length === 0 ? value : unknown(...distinct([...run.when, ...reasonsOf([value])]));
}

function mapWith(run: Run, stored: Value | undefined, name: Value, value: Value, keeps: boolean): Value {
  if (stored?.kind === 'unknown' || name.kind !== 'string' || run.when.length > 0) {
    return unknown(...run.when, ...reasonsOf([stored ?? nil, name, value]));
  }
  const members = new Map(stored?.kind === 'record' ? stored.members : []);
  if (!keeps || !members.has(name.value)) members.set(name.value, value);
  return { kind: 'record', members };
}
