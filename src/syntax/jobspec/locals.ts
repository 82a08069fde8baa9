import { object, type Value } from '../expression/value.ts';
import { justAttributes } from './attributes.ts';
import type { ConfigAttribute, ConfigBlock } from './config-body.ts';
import type { JobProblem, Reader } from './reader.ts';

/** The values of `locals` blocks, which may use each other in any order. */
export function localValues(reader: Reader, blocks: readonly ConfigBlock[]): Value {
  let open: ConfigAttribute[] = blocks
    .filter(({ type }) => type === 'locals')
    .flatMap(({ body }) => justAttributes(reader, body));
  const values = new Map<string, Value>();
  const setLocals = (): void => {
    reader.variables = new Map([...reader.variables, ['local', object(values)]]);
  };
  setLocals();
  let refused: JobProblem[] = [];
  for (let progress = true; open.length > 0 && progress;) {
    progress = false;
    refused = [];
    const later: ConfigAttribute[] = [];
    for (const attribute of open) {
      let value: Value | undefined;
      const found = reader.refusals(() => {
        value = reader.value(attribute.value);
      });
      if (found.length > 0 || value === undefined) {
        later.push(attribute);
        if (refused.length === 0) refused = found;
      } else {
        values.set(attribute.name, value);
        setLocals();
        progress = true;
      }
    }
    open = later;
  }
  if (open.length > 0) reader.problems.push(...refused);
  return object(values);
}
