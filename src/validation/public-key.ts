import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';

interface PemBlock {
  readonly type: string;
  readonly bytes: Buffer;
}

/** The PEM blocks of a text, as Go finds them: each from a line of its own, broken ones passed over. */
function pemBlocks(text: string): readonly PemBlock[] {
  const block = /(?:^|\n)-----BEGIN ([^\n]*?)-----[ \t\r]*\n((?:[^\n]*\n)*?)-----END \1-----/g;
  return [...text.matchAll(block)].flatMap(([, type = '', body = '']) => {
    const base64 = body.replace(/^(?:[^\n:]+:[^\n]*\n)+\r?\n/, '').replace(/\s/g, '');
    return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64)
      ? [{ type, bytes: Buffer.from(base64, 'base64') }]
      : [];
  });
}

/** Whether anything but blanks follows the first PEM block. */
export function trailsPem(text: string): boolean {
  const [, rest] = /-----BEGIN [^\n]*?-----[ \t\r]*\n(?:[^\n]*\n)*?-----END [^\n]*?-----(.*)$/s.exec(text) ?? [];
  return rest !== undefined && rest.trim() !== '';
}

const usable = new Set(['rsa', 'ec', 'ed25519']);

/**
 * Why a server cannot use a PEM text as a public key: `'none'` when there is no key of a known type in it, or the error
 * of Go's `x509` package. Only the first block counts; it may be a public key (PKIX) or a certificate.
 */
export function publicKeyFault(pem: string): 'none' | (string & {}) | undefined {
  const [first] = pemBlocks(pem);
  if (first === undefined) return 'none';
  const key = publicKey(first.bytes) ?? certificateKey(first.bytes);
  if (key === undefined) return derFault(first.bytes);
  return usable.has(key.asymmetricKeyType ?? '') ? undefined : 'none';
}

/** The key that a PEM text stands for to a server; `undefined` when {@link publicKeyFault} has something to say. */
export function publicKeyOf(pem: string): KeyObject | undefined {
  const [first] = pemBlocks(pem);
  const key = first && (publicKey(first.bytes) ?? certificateKey(first.bytes));
  return key !== undefined && usable.has(key.asymmetricKeyType ?? '') ? key : undefined;
}

/** Whether a PEM text holds a certificate that can serve as an authority. */
export function hasCertificate(pem: string): boolean {
  return pemBlocks(pem).some(({ type, bytes }) => type === 'CERTIFICATE' && certificateKey(bytes) !== undefined);
}

function publicKey(bytes: Buffer): KeyObject | undefined {
  try {
    return createPublicKey({ key: bytes, format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

function certificateKey(bytes: Buffer): KeyObject | undefined {
  try {
    return new X509Certificate(bytes).publicKey;
  } catch {
    return undefined;
  }
}

/** The error of Go's certificate parser, as far as an outline of a certificate tells; none for one that can be read. */
export function certificateFault(bytes: Buffer): string | undefined {
  return certificateKey(bytes) === undefined ? derFault(bytes) : undefined;
}

const sequence = 0x30;

/** The error of Go's certificate parser for bytes that are neither a public key nor a certificate. */
function derFault(bytes: Buffer): string {
  const outer = element(bytes);
  if (outer === undefined) return 'x509: malformed certificate';
  if (outer.end < bytes.length) return 'x509: trailing data';
  const inner = bytes.subarray(outer.start);
  return element(inner) === undefined ? 'x509: malformed tbs certificate' : 'x509: malformed serial number';
}

/** Where the contents of a leading DER sequence begin and end. */
function element(bytes: Buffer): { start: number; end: number } | undefined {
  const [tag, length = 0] = bytes;
  if (tag !== sequence || bytes.length < 2) return undefined;
  const count = length < 0x80 ? 0 : length - 0x80;
  if (count > 4 || bytes.length < 2 + count || (length >= 0x80 && count === 0)) return undefined;
  const size = count === 0 ? length : bytes.readUIntBE(2, count);
  const end = 2 + count + size;
  return end <= bytes.length ? { start: 2 + count, end } : undefined;
}
