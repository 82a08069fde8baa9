import type { Fields } from '../kinds/field.ts';
import { kinds } from '../kinds/index.ts';
import type { Place } from '../syntax/source.ts';
import { addressesOf } from './addresses.ts';
import { addressOfDraft, type Draft } from './draft.ts';
import type { Resource } from './resource.ts';

/** The resources in the order of the files, each with an address of its own. */
export function compile(
  drafts: readonly Draft[],
  dependsOn: ReadonlyMap<Draft, readonly string[]>,
): readonly Resource[] {
  const addresses = addressesOf(drafts);
  return drafts.map((draft) => {
    const { kind, identity, body, origin, spot } = draft;
    const address = addresses.get(draft) ?? addressOfDraft(draft);
    const { place } = spot;
    return {
      address,
      kind,
      identity,
      body,
      origin,
      place,
      fields: writtenFields(draft),
      dependsOn: dependsOn.get(draft) ?? [],
    };
  });
}

/** Those that somebody wrote; a text that is a file of its own is there. */
function writtenFields({ kind, spot }: Draft): Readonly<Record<string, Place>> {
  const fields: Fields = kinds[kind].fields;
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, { api, display }]) => {
      const value = spot.field(name);
      const text = display === 'policy' ? spot.text(name, 0, 0) : value;
      const place = text.source === spot.place.source ? value : { ...text, ...firstLine(text.source.text) };
      return place === spot.place ? [] : [[api.join('/'), place]];
    }),
  );
}

/** Of a file, the first line that is neither empty nor a comment. */
function firstLine(text: string): Pick<Place, 'start' | 'end'> {
  const found = /^(?![ \t]*(?:#|\/\/|\r?$)).+/m.exec(text);
  return found === null ? { start: 0, end: 0 } : { start: found.index, end: found.index + found[0].trimEnd().length };
}
