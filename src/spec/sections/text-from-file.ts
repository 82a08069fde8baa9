import type { Value } from '../../kinds/field.ts';
import type { Source } from '../../syntax/source.ts';
import { fileBeside, mistake, type Context } from '../context.ts';
import type { DocumentPath, SpecDocument } from '../document.ts';
import type { Entry } from '../entry.ts';
import { spotIn, type Spot } from '../spot.ts';

/** A policy's text, which stands in the spec (`rules`) or in a file of its own (`rules_file`), with its spot. */
export function textFromFile(
  context: Context,
  document: SpecDocument,
  at: DocumentPath,
  entry: Entry,
  field: 'rules' | 'policy',
): { value: Readonly<Record<string, Value>>; spot: Spot; incomplete: boolean } {
  const spot = spotIn(document, at);
  const fileField = `${field}_file`;
  const path = entry[fileField];
  if (typeof path !== 'string') return { value: {}, spot, incomplete: false };
  if (entry[field] !== undefined) {
    mistake(context, `${field} and ${fileField} are both given`, spot.key(fileField), 'keep one of the two');
    return { value: {}, spot, incomplete: true };
  }
  const source = fileBeside(context, path, spot.field(fileField));
  if (source === undefined) return { value: {}, spot, incomplete: true };
  const files: ReadonlyMap<string, Source> = new Map([[field, source]]);
  return { value: { [field]: source.text }, spot: spotIn(document, at, files), incomplete: false };
}
