import { ExecutionError, type Run, type Spot } from './run.ts';
import { distinct, NONE, shapeOf, text, list, unknown, type Value } from './value.ts';

/** How many arguments the functions take that ask a server or read a file, and whether nothing is asked for an empty one. */
interface Asking {
  readonly least: number;
  readonly most: number;
  readonly empty?: Value;
}

const ASKING: ReadonlyMap<string, Asking> = new Map<string, Asking>([
  ['key', { least: 1, most: 1, empty: text('') }],
  ['keyExists', { least: 1, most: 1, empty: { kind: 'bool', value: false } }],
  ['keyOrDefault', { least: 2, most: 2 }],
  ['ls', { least: 1, most: 1, empty: list([]) }],
  ['safeLs', { least: 1, most: 1, empty: list([]) }],
  ['tree', { least: 1, most: 1, empty: list([]) }],
  ['safeTree', { least: 1, most: 1, empty: list([]) }],
  ['node', { least: 0, most: 99 }],
  ['nodes', { least: 0, most: 99 }],
  ['service', { least: 0, most: 99, empty: list([]) }],
  ['connect', { least: 0, most: 99, empty: list([]) }],
  ['services', { least: 0, most: 99 }],
  ['datacenters', { least: 0, most: 1 }],
  ['partitions', { least: 0, most: 0 }],
  ['peerings', { least: 0, most: 99 }],
  ['exportedServices', { least: 0, most: 1 }],
  ['caRoots', { least: 0, most: 99 }],
  ['caLeaf', { least: 0, most: 99, empty: { kind: 'nil' } }],
  ['secret', { least: 0, most: 99 }],
  ['secrets', { least: 1, most: 1, empty: list([]) }],
  ['pkiCert', { least: 0, most: 99 }],
  ['nomadService', { least: 1, most: 3 }],
  ['nomadServices', { least: 0, most: 99 }],
  ['nomadVar', { least: 1, most: 1, empty: { kind: 'nil' } }],
  ['nomadVarExists', { least: 1, most: 1, empty: { kind: 'bool', value: false } }],
  ['nomadVarList', { least: 0, most: 1 }],
  ['nomadVarListSafe', { least: 0, most: 1 }],
  ['file', { least: 1, most: 1, empty: text('') }],
]);

export function isAsking(name: string): boolean {
  return ASKING.has(name);
}

/** Writes down that a server is asked. Source of the behaviour: consul-template 0.41. */
export function answerOf(run: Run, name: string, values: readonly Value[], spot: Spot): Value {
  const { least, most, empty } = ASKING.get(name) ?? { least: 0, most: 99 };
  if (values.length < least || values.length > most) {
    const wanted = least === most ? `want ${String(least)}` : `want between ${String(least)} and ${String(most)}`;
    throw new ExecutionError(`wrong number of args for ${name}: ${wanted} got ${String(values.length)}`, spot);
  }
  if (name !== 'datacenters' && name !== 'nomadService') for (const value of values) checkText(value, spot);
  const [first, second] = values;
  const nothing =
    first === undefined ? least === 0 && empty !== undefined : first.kind === 'string' && first.value === '';
  if (nothing && empty !== undefined) return empty;
  if (nothing && name === 'keyOrDefault') return second ?? text('');
  if (first === undefined && (name === 'secret' || name === 'pkiCert')) return { kind: 'nil' };
  run.asks.push({
    name,
    arguments: values,
    when: run.when.length === 0 ? NONE : [...distinct(run.when)],
    start: spot.start,
    end: spot.end,
  });
  if (run.first) return emptyAnswer(name, values);
  if (name === 'file') return unknown({ because: 'file', path: first?.kind === 'string' ? first.value : '…' });
  return unknown({ because: 'answer', call: shownCall(name, values) });
}

const WITHOUT_ANSWER: Readonly<Record<string, Value>> = {
  key: text(''),
  file: text(''),
  keyExists: { kind: 'bool', value: false },
  nomadVarExists: { kind: 'bool', value: false },
  secret: { kind: 'nil' },
  pkiCert: { kind: 'nil' },
  node: { kind: 'nil' },
  caLeaf: { kind: 'nil' },
  nomadVar: { kind: 'nil' },
};

function emptyAnswer(name: string, [, second]: readonly Value[]): Value {
  return (name === 'keyOrDefault' ? second : WITHOUT_ANSWER[name]) ?? list([]);
}

function checkText(value: Value, spot: Spot): void {
  if (value.kind === 'string' || value.kind === 'unknown') return;
  if (value.kind === 'nil') throw new ExecutionError('invalid value; expected string', spot);
  throw new ExecutionError(
    `wrong type for value; expected string; got ${value.kind === 'number' ? 'int' : value.kind}`,
    spot,
  );
}

/** `key "a/b"`, with an ellipsis for what is not known. */
export function shownCall(name: string, values: readonly Value[]): string {
  let call = name;
  for (const value of values) call += ` ${shownValue(value)}`;
  return call;
}

function shownValue(value: Value): string {
  if (value.kind === 'string') return JSON.stringify(value.value);
  if (value.kind === 'unknown') {
    const shape = shapeOf(value);
    return shape === undefined ? '…' : JSON.stringify(shape);
  }
  return 'value' in value ? String(value.value) : '…';
}
