import { driving } from './visible.ts';

/** JSON for programs, with what would drive a terminal written as escapes: it reads the same, and is safe to look at. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2).replaceAll(
    driving,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${text}\n`;
}
