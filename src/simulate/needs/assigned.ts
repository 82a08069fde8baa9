import type { Pipeline, Statement } from '../../syntax/consul-template/tree.ts';

/** The variables that statements change with `=`, at any depth. */
export function assignedIn(statements: readonly Statement[]): ReadonlySet<string> {
  return new Set(statements.flatMap(assigned));
}

function assigned(statement: Statement): readonly string[] {
  switch (statement.kind) {
    case 'text':
    case 'break':
    case 'continue':
      return [];
    case 'action':
      return names(statement.pipeline);
    case 'template':
      return statement.pipeline === undefined ? [] : names(statement.pipeline);
    default:
      return [
        ...names(statement.pipeline),
        ...statement.body.flatMap(assigned),
        ...(statement.otherwise ?? []).flatMap(assigned),
      ];
  }
}

function names({ variables, assigns }: Pipeline): readonly string[] {
  return assigns ? variables.map(({ name }) => name) : [];
}
