const day = 86_400n;

/** Days from the first of March of the year 0 to 1970. */
const sinceMarchOfYear0 = 719_468n;
const cycle = 146_097n; // days in 400 years

/** Go counts from the first of March, 730692556 cycles before the year 0, without a sign: what is earlier overflows. */
const sinceGoEpoch = (730_692_556n * cycle + sinceMarchOfYear0) * day;

/** A moment (seconds since 1970) as Go prints it in UTC: `2026-11-22 15:39:36.5 +0000 UTC`. */
export function goTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const fraction = (seconds - whole).toFixed(9).replace(/^\d|0+$/g, '');
  const given = BigInt(whole);
  const unix = given < -sinceGoEpoch ? given + 2n ** 64n : given;
  const ofDay = Number(modulo(unix, day));
  const clock = [ofDay / 3600, (ofDay / 60) % 60, ofDay % 60].map((part) => padded(Math.floor(part), 2)).join(':');
  return `${date((unix - modulo(unix, day)) / day)} ${clock}${fraction === '.' ? '' : fraction} +0000 UTC`;
}

/** The Gregorian date of a day since 1970. The year is taken to begin in March, so that leap days come last. */
function date(sinceUnix: bigint): string {
  const days = sinceUnix + sinceMarchOfYear0;
  const ofCycle = Number(modulo(days, cycle));
  const years = Math.floor(
    (ofCycle - Math.floor(ofCycle / 1460) + Math.floor(ofCycle / 36_524) - Math.floor(ofCycle / 146_096)) / 365,
  );
  const ofYear = ofCycle - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
  const fromMarch = Math.floor((5 * ofYear + 2) / 153);
  const dayOfMonth = ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = ((days - BigInt(ofCycle)) / cycle) * 400n + BigInt(years) + (month <= 2 ? 1n : 0n);
  const shown = year < 0n ? `-${padded(-year, 4)}` : padded(year, 4);
  return `${shown}-${padded(month, 2)}-${padded(dayOfMonth, 2)}`;
}

function modulo(value: bigint, divisor: bigint): bigint {
  return ((value % divisor) + divisor) % divisor;
}

function padded(value: number | bigint, digits: number): string {
  return String(value).padStart(digits, '0');
}
