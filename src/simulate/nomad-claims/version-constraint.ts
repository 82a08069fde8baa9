import { goQuote } from '../../syntax/go-string.ts';

const numbers = String.raw`(?<numbers>\d+(?:\.\d+)*)`;
const beginsWithNumber = String.raw`-\d+[0-9A-Za-z\-~]*(?:\.[0-9A-Za-z\-~]+)*`;
const beginsWithLetter = String.raw`[A-Za-z\-~]+[0-9A-Za-z\-~]*(?:\.[0-9A-Za-z\-~]+)*`;
const build = String.raw`(?:\+[0-9A-Za-z\-~]+(?:\.[0-9A-Za-z\-~]+)*)?`;
const blank = String.raw`[\t\n\f\r ]*`;

/** Only `version` lets a pre-release follow without a hyphen, and knows `~>`. */
const languages = {
  version: {
    pattern: new RegExp(
      `^${blank}(?:<=|>=|!=|~>|<|>|=|)${blank}v?${numbers}(?:${beginsWithNumber}|-?${beginsWithLetter})?${build}${blank}$`,
    ),
    malformed: 'malformed',
  },
  semver: {
    pattern: new RegExp(
      `^${blank}(?:<=|>=|!=|<|>|=|)${blank}v?${numbers}(?:${beginsWithNumber}|-${beginsWithLetter})?${build}${blank}$`,
    ),
    malformed: 'Malformed',
  },
} as const;

/** Why a list of conditions on a version cannot be read. Source of the behaviour: go-version 1.8 and Nomad's `semver`. */
export function versionFault(language: keyof typeof languages, text: string): string | undefined {
  const { pattern, malformed } = languages[language];
  for (const single of text.split(',')) {
    const found = pattern.exec(single)?.groups?.['numbers'];
    if (found === undefined) return `${malformed} constraint: ${single}`;
    const huge = found.split('.').find((number) => BigInt(number) > 0x7fff_ffff_ffff_ffffn);
    if (huge !== undefined)
      return `error parsing version: strconv.ParseInt: parsing ${goQuote(huge)}: value out of range`;
  }
  return undefined;
}
