import type { Explanation } from '../simulate/explain/explanation.ts';

/** An explanation as data for programs: `schemaVersion` 1. */
export function explainJson({ job, registration, chains, problems, assumed }: Explanation): string {
  return `${JSON.stringify({ schemaVersion: 1, job, registration, chains, problems, assumed }, undefined, 2)}\n`;
}
