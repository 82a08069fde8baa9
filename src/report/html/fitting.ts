/** Characters of East Asian scripts and pictures, which are twice as wide as others in a font of fixed width. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** How many columns of a font of fixed width a text takes. */
export function columns(text: string): number {
  let width = 0;
  for (const character of text) width += wide.test(character) ? 2 : 1;
  return width;
}

/** A text in so many columns: what is too long loses its middle, since names differ at either end. */
export function shortened(text: string, room: number): string {
  if (columns(text) <= room) return text;
  const characters = [...text];
  const tail = takenFrom(characters.toReversed(), Math.floor((room - 1) / 3)).toReversed();
  const head = takenFrom(characters, room - 1 - columns(tail.join('')));
  return `${head.join('')}…${tail.join('')}`;
}

function takenFrom(characters: readonly string[], room: number): readonly string[] {
  let used = 0;
  const end = characters.findIndex((character) => (used += columns(character)) > room);
  return end === -1 ? characters : characters.slice(0, end);
}

/** A sentence in at most so many lines of so many columns; the last ends in an ellipsis when something is left. */
export function wrapped(text: string, room: number, lines: number): readonly string[] {
  const done: string[] = [];
  let line = '';
  const words = text.split(/\s+/).filter((word) => word !== '');
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (columns(longer) <= room || line === '') line = longer;
    else {
      done.push(line);
      line = word;
    }
  }
  if (line !== '') done.push(line);
  const kept = done.slice(0, lines);
  if (done.length > lines) kept[lines - 1] = `${takenFrom([...(kept[lines - 1] ?? '')], room - 1).join('')}…`;
  return kept.map((one) => shortened(one, room));
}
