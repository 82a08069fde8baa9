/** A number as HCL turns it into text: never with an exponent. */
export function numberText(amount: number): string {
  if (Object.is(amount, -0)) return '0';
  const short = String(amount);
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-])(\d+)$/.exec(short);
  if (parts === null) return short;
  const [, sign = '', lead = '', rest = '', direction, exponent = '0'] = parts;
  const power = Number(exponent);
  if (direction === '-') return `${sign}0.${'0'.repeat(power - 1)}${lead}${rest}`;
  return sign + lead + rest.padEnd(power, '0');
}

/** The sum or product of decimals as people expect it: HCL counts with far more digits than a double has. */
export function tidy(amount: number): number {
  return Number.isInteger(amount) || !Number.isFinite(amount) ? amount : Number(amount.toPrecision(15));
}

/** What HCL takes as a number when it stands in a string. */
export function parseNumber(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}
