/** Characters that differ only in case, as Go's `unicode.SimpleFold` groups them. */
let groups: ReadonlyMap<number, readonly number[]> | undefined;

const lastCased = 0x1_e9_43;
/** Turkish dotless i is a lower-case letter of `I` that does not fold to it. */
const dotlessI = 0x131;

/** The character itself and all that fold to the same. */
export function caseGroup(code: number): readonly number[] {
  groups ??= build();
  return groups.get(code) ?? [code];
}

function build(): ReadonlyMap<number, readonly number[]> {
  const byKey = new Map<string, number[]>();
  const cased = /^\p{Changes_When_Casemapped}$/u;
  for (let code = 0; code <= lastCased; code++) {
    const character = String.fromCodePoint(code);
    if (code === dotlessI || !cased.test(character)) continue;
    const key = single(single(character, 'upper'), 'lower');
    const group = byKey.get(key);
    if (group === undefined) byKey.set(key, [code]);
    else group.push(code);
  }
  return new Map([...byKey.values()].flatMap((group) => group.map((code) => [code, group] as const)));
}

/** The other case, or the character itself where that would be several characters. */
function single(character: string, to: 'upper' | 'lower'): string {
  const mapped = to === 'upper' ? character.toUpperCase() : character.toLowerCase();
  return [...mapped].length === 1 ? mapped : character;
}
