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

function unicode(name: string): Has | undefined {
  if (name === 'Any') return () => true;
  // Go takes general categories by their short names and scripts by their long ones, nothing else.
  for (const property of [/^[CLMNPSZ][a-z]?$/.test(name) ? `General_Category=${name}` : '', `Script=${name}`]) {
    if (property === '' || !/^[\w=]+$/.test(property)) continue;
    try {
      const pattern = new RegExp(`^\\p{${property}}$`, 'u');
      return (code) => pattern.test(String.fromCodePoint(code));
    } catch {
      // Not a property of that sort.
    }
  }
  return undefined;
}
