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

function corrupt(at: number): Base64 {
  return { ok: false, error: `illegal base64 data at input byte ${String(at)}` };
}
