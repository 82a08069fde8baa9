import { answerOf, isAsking } from './asking.ts';
import { goFunctions } from './go-functions.ts';
import { ExecutionError, type Run, type Spot } from './run.ts';
import { textFunctions } from './text-functions.ts';
import { joined, nil, reasonsOf, shown, text, unknown, type Value } from './value.ts';

/** The value of a call. What asks a server is written down, and its answer is not known. */
export function callFunction(run: Run, name: string, values: readonly Value[], spot: Spot): Value {
  if (run.denied.has(name)) throw new ExecutionError(`error calling ${name}: function is disabled`, spot);
  if (isAsking(name)) return answerOf(run, name, values, spot);
  switch (name) {
    case 'env':
    case 'mustEnv':
    case 'envOrDefault':
      return environment(run, name, values, spot);
    case 'scratch':
      return { kind: 'scratch' };
    case 'executeTemplate': {
      const [template = nil, dot = nil] = values;
      if (template.kind === 'string') return run.written(template.value, dot, spot);
      return unknown({ because: 'function', name }, ...reasonsOf(values));
    }
    case 'print':
      return printed(values);
    case 'join':
      return joinedList(values) ?? unknown({ because: 'function', name });
  }
  const go = goFunctions[name];
  const own = go ?? textFunctions[name];
  if (own === undefined) return unknown({ because: 'function', name }, ...reasonsOf(values));
  // Go's own look at lists, some of whose items may not be known.
  if (go === undefined && reasonsOf(values).length > 0) return unknown(...reasonsOf(values));
  return (
    own(values) ??
    unknown(...(reasonsOf(values).length > 0 ? reasonsOf(values) : [{ because: 'function', name } as const]))
  );
}

function environment(run: Run, name: string, values: readonly Value[], spot: Spot): Value {
  const [asked = nil, otherwise] = values;
  const wanted = name === 'envOrDefault' ? 2 : 1;
  if (values.length !== wanted) {
    const counts = `want ${String(wanted)} got ${String(values.length)}`;
    throw new ExecutionError(`wrong number of args for ${name}: ${counts}`, spot);
  }
  if (asked.kind === 'unknown') return unknown(...asked.reasons);
  if (asked.kind !== 'string')
    throw new ExecutionError(`wrong type for value; expected string; got ${asked.kind}`, spot);
  const value = run.environment(asked.value);
  if (name === 'mustEnv' && value.kind === 'string' && value.value === '') {
    throw new ExecutionError(`error calling mustEnv: required environment variable ${asked.value} is empty`, spot);
  }
  return value.kind === 'nil' ? (otherwise ?? text('')) : value;
}

/** `print` puts spaces between operands of which neither is a string. */
function printed(values: readonly Value[]): Value {
  const parts = values.flatMap((value, index) => {
    const before = values[index - 1];
    const spaced = before !== undefined && ![before, value].some(({ kind }) => kind === 'string' || kind === 'unknown');
    return spaced ? [text(' '), value] : [value];
  });
  return joined(parts.map((part) => (part.kind === 'nil' ? text('<nil>') : part)));
}

function joinedList([separator = nil, items = nil]: readonly Value[]): Value | undefined {
  if (items.kind !== 'list' || shown(separator) === undefined) return undefined;
  return joined(items.items.flatMap((item, index) => (index === 0 ? [item] : [separator, item])));
}
