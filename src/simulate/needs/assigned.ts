import type { Pipeline, Statement } from '../../syntax/consul-template/tree.ts';

/** The variables that statements change with `=`, at any depth. */
export function assignedIn(statements: readonly Statement[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const statement of statements) gather(statement, found);
  return found;
}

function gather(statement: Statement, found: Set<string>): void {
  switch (statement.kind) {
    case 'text':
    case 'break':
    case 'continue':
      return;
    case 'action':
      return add(statement.pipeline, found);
    case 'template':
      if (statement.pipeline !== undefined) add(statement.pipeline, found);
      return;
    default:
      add(statement.pipeline, found);
      for (const inside of statement.body) gather(inside, found);
      for (const inside of statement.otherwise ?? []) gather(inside, found);
  }
}

function add({ variables, assigns }: Pipeline, found: Set<string>): void {
  if (assigns) for (const { name } of variables) found.add(name);
}
