import { samePolicyMeaning } from '../syntax/hcl/meaning.ts';
import { text, type Field } from './field.ts';

/** Policy rules in HCL 1 or JSON: compared by what they mean, shown as text, so that a new comment is no drift. */
export function policyText(api: readonly string[], doc: string): Field<string> {
  const whole = text(api, doc, { display: 'policy' });
  return { ...whole, same: (a, b) => a === b || samePolicyMeaning(a, b) };
}
