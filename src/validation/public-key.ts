import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { goTrim } from '../syntax/go-string.ts';

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
  return rest !== undefined && goTrim(rest) !== '';
}

/** What Go's `x509` finds in the DER of a public key or a certificate: a key of a known type, or why there is none. */
type GoKey = { readonly key: KeyObject } | 'none' | { readonly error: string };

/**
 * Why a server cannot use a PEM text as a public key: `'none'` when there is no key of a known type in it, or the error
 * of Go's `x509` package. Only the first block counts; it may be a public key (PKIX) or a certificate.
 */
export function publicKeyFault(pem: string): 'none' | (string & {}) | undefined {
  const found = goKey(pem);
  if (found === 'none') return 'none';
  return 'error' in found ? found.error : undefined;
}

/** The key that a PEM text stands for to a server; `undefined` when {@link publicKeyFault} has something to say. */
export function publicKeyOf(pem: string): KeyObject | undefined {
  const found = goKey(pem);
  return typeof found === 'object' && 'key' in found ? found.key : undefined;
}

/** The key in a certificate, if it is of a type that signatures of tokens use. */
export function goCertificateKey(bytes: Buffer): KeyObject | undefined {
  const found = inCertificate(bytes);
  return typeof found === 'object' && 'key' in found ? found.key : undefined;
}

function goKey(pem: string): GoKey {
  const [first] = pemBlocks(pem);
  if (first === undefined) return 'none';
  const key = publicKey(first.bytes);
  switch (key?.asymmetricKeyType) {
    case 'rsa':
    case 'ed25519':
      return { key };
    case 'ec':
      // A curve that Go does not have: it tries the same bytes as a certificate.
      return curveOf(key) === 'known' ? { key } : { error: derFault(first.bytes) };
    case 'dsa':
    case 'x25519':
      return 'none';
    default:
      return key === undefined ? inCertificate(first.bytes) : { error: derFault(first.bytes) };
  }
}

function inCertificate(bytes: Buffer): GoKey {
  const key = certificateKey(bytes);
  if (key === undefined) return { error: derFault(bytes) };
  switch (key.asymmetricKeyType) {
    case 'rsa':
    case 'ed25519':
      return { key };
    case 'ec': {
      const curve = curveOf(key);
      if (curve === 'known') return { key };
      return { error: curve === 'unknown' ? 'x509: unsupported elliptic curve' : 'x509: invalid ECDSA parameters' };
    }
    default:
      return 'none';
  }
}

/** The object identifiers of P-224, P-256, P-384 and P-521, in DER. */
const curves = ['06052b81040021', '06082a8648ce3d030107', '06052b81040022', '06052b81040023'];

/** Whether Go knows a key's curve, which may also be written out instead of named. */
function curveOf(key: KeyObject): 'known' | 'unknown' | 'explicit' {
  const der = key.export({ format: 'der', type: 'spki' }).toString('hex');
  const type = '06072a8648ce3d0201';
  const parameters = der.slice(der.indexOf(type) + type.length);
  if (!parameters.startsWith('06')) return 'explicit';
  return curves.some((curve) => parameters.startsWith(curve)) ? 'known' : 'unknown';
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
  const found = inCertificate(bytes);
  return found !== 'none' && 'error' in found ? found.error : undefined;
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
