/** Several errors as Go programs of this field print them. Source of the behaviour: go-multierror 1.1. */
export function listed(errors: readonly string[]): string {
  const count = errors.length === 1 ? '1 error' : `${String(errors.length)} errors`;
  return `${count} occurred:\n\t${errors.map((error) => `* ${error}`).join('\n\t')}\n\n`;
}

/** The same with words before it, as the only error; nothing when there is none. */
export function wrapped(prefix: string, errors: readonly string[]): readonly string[] {
  return errors.length === 0 ? [] : [prefix + listed(errors)];
}

/** The text that the API gives for all warnings together; empty when there are none. */
export function warningsText(warnings: readonly string[]): string {
  if (warnings.length === 0) return '';
  const count = warnings.length === 1 ? '1 warning' : `${String(warnings.length)} warnings`;
  return `${count}:\n${warnings.map((warning) => `\n* ${warning}`).join('')}`;
}
