import { z } from 'zod';
import { samePolicyMeaning } from '../syntax/hcl/meaning.ts';
import { field, type Field } from './field.ts';

/** Policy rules in HCL 1 or JSON: compared by what they mean, shown as text, so that a new comment is no drift. */
export function policyText(api: readonly string[], doc: string): Field<string> {
  return field<string>(
    { api, doc, schema: z.string(), unset: '', fromApi: (value) => (typeof value === 'string' ? value : '') },
    { display: 'policy', same: (a, b) => a === b || samePolicyMeaning(String(a), String(b)) },
  );
}
