import type { Explanation } from '../simulate/explain/explanation.ts';
import { jsonText } from './json-text.ts';

/** An explanation as data for programs: `schemaVersion` 1. */
export function explainJson({ job, registration, chains, problems, assumed }: Explanation): string {
  return jsonText({ schemaVersion: 1, job, registration, chains, problems, assumed });
}
