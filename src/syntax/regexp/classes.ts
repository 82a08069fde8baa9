import { caseGroup } from './fold.ts';
import { Mistake } from './tree.ts';

type Has = (code: number) => boolean;

export const perl: Readonly<Record<string, string>> = { d: '0-9', s: '\\t\\n\\f\\r ', w: '0-9A-Za-z_' };

const posix: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: '\\t ',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t-\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

export function among(set: string): Has {
  const pattern = new RegExp(`^[${set}]$`, 'u');
  return (code) => pattern.test(String.fromCodePoint(code));
}

export function between(low: number, high: number): Has {
  return (code) => code >= low && code <= high;
}

/** Under `(?i)` a character is in a class when anything that folds like it is. */
export function folded(has: Has, fold: boolean): Has {
  return fold ? (code) => caseGroup(code).some(has) : has;
}

export function negated(has: Has): Has {
  return (code) => !has(code);
}

/** `[:alpha:]` and `[:^alpha:]`. */
export function posixClass(shown: string): Has {
  const [, not = '', name = ''] = /^\[:(\^?)(.*):\]$/s.exec(shown) ?? [];
  const set = Object.hasOwn(posix, name) ? posix[name] : undefined;
  if (set === undefined) throw new Mistake('invalid character class range', shown);
  return not === '' ? among(set) : negated(among(set));
}

/** What `\pL` and `\p{Greek}` name, without their negations. */
export function unicodeClass(name: string, shown: string): Has {
  const has = unicode(name);
  if (has === undefined) throw new Mistake('invalid character class range', shown);
  return has;
}

/** Long names of general categories, as {@link canonical} makes them. */
const categories: Readonly<Record<string, string>> = {
  Casedletter: 'LC', Closepunctuation: 'Pe', Combiningmark: 'M', Connectorpunctuation: 'Pc', Control: 'Cc', Cntrl: 'Cc',
  Currencysymbol: 'Sc', Dashpunctuation: 'Pd', Decimalnumber: 'Nd', Digit: 'Nd', Enclosingmark: 'Me',
  Finalpunctuation: 'Pf', Format: 'Cf', Initialpunctuation: 'Pi', Lc: 'LC', Letter: 'L', Letternumber: 'Nl',
  Lineseparator: 'Zl', Lowercaseletter: 'Ll', Mark: 'M', Mathsymbol: 'Sm', Modifierletter: 'Lm', Modifiersymbol: 'Sk',
  Nonspacingmark: 'Mn', Number: 'N', Openpunctuation: 'Ps', Other: 'C', Otherletter: 'Lo', Othernumber: 'No',
  Otherpunctuation: 'Po', Othersymbol: 'So', Paragraphseparator: 'Zp', Privateuse: 'Co', Punctuation: 'P', Punct: 'P',
  Separator: 'Z', Spaceseparator: 'Zs', Spacingmark: 'Mc', Surrogate: 'Cs', Symbol: 'S', Titlecaseletter: 'Lt',
  Unassigned: 'Cn', Uppercaseletter: 'Lu',
}; // prettier-ignore

/** Scripts whose long name has four letters; all others of that length are codes, which Go does not know. */
const shortScripts = new Set(['Ahom', 'Cham', 'Kawi', 'Lisu', 'Miao', 'Modi', 'Newa', 'Thai', 'Toto']);

/** Scripts that are younger than Go's tables (Unicode 15), and one that is none. */
const unknownScripts = new Set(['Chisoi', 'Garay', 'Sidetic', 'Sunuwar', 'Todhri', 'Unknown']);

/** A name as Go 1.25 and later look it up: one capital in front, no `_`, `-` or blank. */
function canonical(name: string): string {
  const letters = name.replaceAll(/[-_ ]/g, '');
  const lower = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  return letters.slice(0, 1).replace(/[a-z]/, (letter) => letter.toUpperCase()) + lower(letters.slice(1));
}

function unicode(name: string): Has | undefined {
  const looked = canonical(name);
  if (looked === 'Any') return () => true;
  if (looked === 'Ascii') return between(0, 0x7f);
  if (looked === 'Assigned') return negated(among('\\p{Cn}'));
  const category = /^[CLMNPSZ][a-z]?$/.test(looked) && looked !== 'Lc' ? looked : categories[looked];
  if (category !== undefined) return property(`General_Category=${category}`);
  // Scripts of several words keep their low lines in Go's table, where no name that is looked up has any.
  const isCode = looked.length === 4 && !shortScripts.has(looked);
  if (!/^[A-Z][a-z]+$/.test(looked) || isCode || unknownScripts.has(looked)) return undefined;
  return property(`Script=${looked}`);
}

function property(name: string): Has | undefined {
  try {
    return among(`\\p{${name}}`);
  } catch {
    // Not a property of that sort.
    return undefined;
  }
}
