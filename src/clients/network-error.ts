import { WidError } from '../support/errors.ts';
import { scrub } from '../support/secret.ts';
import type { Product } from './api.ts';
import { Fault } from './http1/fault.ts';
import { variables } from './variable-names.ts';

/** Why there was no answer. */
export type NetworkReason =
  'refused' | 'dns' | 'unreachable' | 'tls' | 'timeout' | 'reset' | 'protocol' | 'redirect' | 'size' | 'other';

/** No usable answer came. Holds no error of an HTTP library: those carry the request's headers, and `inspect` prints them. */
export class NetworkError extends WidError {
  readonly reason: NetworkReason;

  /** @param request method and address, as in `GET http://127.0.0.1:8500/v1/acl/policies` */
  constructor(request: string, reason: NetworkReason, why: string, hint?: string) {
    super('network', scrub(`${request}: ${why}`), hint === undefined ? {} : { hint });
    this.name = 'NetworkError';
    this.reason = reason;
  }
}

/** What of the other side's certificate, or of ours, made TLS fail. */
export function tlsFault({ reason, message }: NetworkError): 'authority' | 'client certificate' | 'other' | undefined {
  if (reason !== 'tls') return undefined;
  if (message.includes(unknownAuthority[1])) return 'authority';
  return message.includes(wantsCertificate[1]) ? 'client certificate' : 'other';
}

type Explanation = readonly [reason: NetworkReason, why: string, hint?: Hint];
type Hint = 'address' | 'ca' | 'clientCertificate' | 'serverName';

const unknownAuthority: Explanation = [
  'tls',
  "the server's certificate is signed by an authority that is not trusted here",
  'ca',
];
const wantsCertificate: Explanation = [
  'tls',
  'the server refused the TLS handshake, probably because it wants a client certificate',
  'clientCertificate',
];

/** By the `code` that Node and OpenSSL give. */
const explanations: Readonly<Record<string, Explanation>> = {
  ECONNREFUSED: ['refused', 'connection refused', 'address'],
  ENOENT: ['refused', 'the unix socket does not exist', 'address'],
  EACCES: ['refused', 'no permission to connect', 'address'],
  ENOTFOUND: ['dns', 'the host name is not known (DNS)', 'address'],
  EAI_AGAIN: ['dns', 'the host name cannot be looked up now (DNS)', 'address'],
  EHOSTUNREACH: ['unreachable', 'there is no route to the host', 'address'],
  ENETUNREACH: ['unreachable', 'there is no route to the network', 'address'],
  ETIMEDOUT: ['timeout', 'the connection timed out', 'address'],
  ECONNRESET: ['reset', 'the connection was broken before the answer was complete'],
  EPIPE: ['reset', 'the connection was broken while the request was sent'],
  ERR_STREAM_PREMATURE_CLOSE: ['reset', 'the connection was broken before the answer was complete'],
  ERR_FR_TOO_MANY_REDIRECTS: ['redirect', 'too many redirects'],
  CERT_HAS_EXPIRED: ['tls', "the server's certificate has expired"],
  CERT_NOT_YET_VALID: ['tls', "the server's certificate is not valid yet: one of the clocks is wrong"],
  CERT_REVOKED: ['tls', "the server's certificate is revoked"],
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  ERR_TLS_CERT_ALTNAME_INVALID: ['tls', "the server's certificate is for another name", 'serverName'],
  ERR_SSL_WRONG_VERSION_NUMBER: [
    'protocol',
    'the server does not speak TLS on this port; is it http, not https?',
    'address',
  ],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: [
    'protocol',
    'the server does not speak TLS on this port; is it http, not https?',
    'address',
  ],
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: wantsCertificate,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: wantsCertificate,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: wantsCertificate,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: ['tls', 'the server does not trust the client certificate', 'clientCertificate'],
};

/**
 * Makes an error that can be shown out of whatever an HTTP library threw. Nothing of it is kept but its code and, for
 * codes that are not known, its message without secrets.
 */
export function explainFailure(request: string, thrown: unknown, product?: Product): NetworkError {
  const { code, message } = describe(thrown);
  const fault = thrown instanceof Fault ? thrown.kind : undefined;
  if (fault === 'size' || /maxContentLength|maxBodyLength/.test(message)) {
    return new NetworkError(request, 'size', 'the answer is larger than any that is expected here');
  }
  if (fault === 'protocol' || code.startsWith('HPE_')) {
    return new NetworkError(
      request,
      'protocol',
      'the server does not speak HTTP on this port',
      hintFor('address', product),
    );
  }
  if (code === 'ECONNABORTED' && /timeout/i.test(message))
    return new NetworkError(request, 'timeout', 'no answer in time');
  const tls = code === 'EPROTO' ? wrongProtocol(message) : undefined;
  const [reason, why, hint] = explanations[code] ??
    tls ??
    (/socket hang up|aborted/.test(message) ? explanations['ECONNRESET'] : undefined) ?? [
      'other',
      code === '' ? message : `${message} (${code})`,
    ];
  const detail = code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? `: ${message.replace(/^.*?altnames: /, '')}` : '';
  return new NetworkError(request, reason, why + detail, hintFor(hint, product));
}

function wrongProtocol(message: string): Explanation {
  if (/wrong version number|packet length/.test(message))
    return explanations['ERR_SSL_WRONG_VERSION_NUMBER'] ?? unknownAuthority;
  if (/certificate required|handshake failure|bad certificate/.test(message)) return wantsCertificate;
  return ['tls', 'the TLS handshake failed'];
}

function describe(thrown: unknown): { code: string; message: string } {
  if (!(thrown instanceof Error)) return { code: '', message: 'the request failed' };
  const code = (thrown as { code?: unknown }).code;
  return { code: typeof code === 'string' ? code : '', message: thrown.message };
}

function hintFor(hint: Hint | undefined, product: Product | undefined): string | undefined {
  if (hint === undefined || product === undefined) return undefined;
  const names = variables[product];
  const texts: Readonly<Record<Hint, string>> = {
    address: `check that ${names.title} runs there; another address is set with ${names.address}`,
    ca: `set ${names.ca} to the file of the authority that signed it`,
    clientCertificate: `set ${names.clientCertificate}`,
    serverName: `use that name in ${names.address}, or set ${names.serverName} to it`,
  };
  return texts[hint];
}
