import { z } from 'zod';
import { specSchema } from './schema.ts';

/**
 * The JSON Schema (2020-12) of a spec file, for editors and other tools. It describes what people write; what needs more
 * than a look at one place, such as references between objects, only loading a spec tells.
 */
export function specJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(specSchema(), { io: 'input', reused: 'inline' }) as Readonly<Record<string, unknown>>;
}
