export type Base64 = { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly error: string };

/**
 * Base64 for URLs without padding, as Go's `base64.RawURLEncoding` reads it: stray bits at the end are overlooked, line
 * ends too, anything else is refused with Go's text.
 */
export function goBase64Url(text: string): Base64 {
  // One look is enough for all texts but the odd ones.
  const plain = /^[\w-]*$/.test(text);
  const wrong = plain ? null : /[^\w\r\n-]/.exec(text);
  if (wrong !== null) return corrupt(wrong.index);
  const digits = plain ? text : text.replaceAll(/[\r\n]/g, '');
  if (digits.length % 4 === 1) return corrupt(text.length - 1);
  return { ok: true, bytes: Buffer.from(digits, 'base64url') };
}

/** Base64 with its padding, as Go's `base64.StdEncoding` reads it: line ends are overlooked, anything else is refused. */
export function goBase64(text: string): Base64 {
  const bytes = Buffer.from(text);
  const fault = paddedFault(bytes);
  return fault === undefined ? { ok: true, bytes: Buffer.from(text, 'base64') } : corrupt(fault);
}

/** The byte at which Go gives up. */
function paddedFault(bytes: Buffer): number | undefined {
  const isLineEnd = (at: number): boolean => bytes[at] === 0x0a || bytes[at] === 0x0d;
  const isPadding = (at: number): boolean => bytes[at] === 0x3d;
  let digits = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (isLineEnd(at)) continue;
    if (/[A-Za-z\d+/]/.test(String.fromCharCode(bytes[at] ?? 0))) {
      digits = (digits + 1) % 4;
      continue;
    }
    if (!isPadding(at) || digits < 2) return at;
    let next = at + 1;
    const skip = (): void => {
      while (isLineEnd(next)) next += 1;
    };
    skip();
    if (digits === 2) {
      if (next === bytes.length) return next;
      if (!isPadding(next)) return next - 1;
      next += 1;
      skip();
    }
    return next < bytes.length ? next : undefined;
  }
  return digits === 0 ? undefined : bytes.length - digits;
}

function corrupt(at: number): Base64 {
  return { ok: false, error: `illegal base64 data at input byte ${String(at)}` };
}
