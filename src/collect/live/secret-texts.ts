/** Stands where a secret was: that there is one is worth knowing, which one is nobody's business. */
export const hidden = '(secret)';

const secretName =
  /token|secret|passw|passphrase|credential|private_?key|api_?key|access_?key|license|cookie|auth(?:orization)?$/i;
/** Names of where secrets are, or of how they are treated. */
const aboutSecrets =
  /(?:file|path|paths|dir|addr|address|url|uri|ttl|name|mode|type|method|role|namespace|locality|expiration|policy|policies|enabled|header|env|cidrs)$/i;

/** Whether what is called so holds a secret, as far as a name can tell. */
export function isSecretName(name: string): boolean {
  return secretName.test(name) && !aboutSecrets.test(name);
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const wholeUuid = new RegExp(`^${uuid}$`, 'i');

/** What looks like a credential wherever it stands: JWTs, Vault's tokens, private keys, AWS keys, tokens of Git hosts. */
const shapes: readonly RegExp[] = [
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /\b(?:hv[sbr]|[sbr])\.[A-Za-z0-9_-]{20,}/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bgh[pousr]_[A-Za-z0-9]{20,}|\bglpat-[\w-]{16,}|\bxox[abprs]-[\w-]{10,}/g,
];

const inAddress = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"'{}]*:)[^\s/@"'{}]+@/gi;
/** `password = "x"`, `--token=x`, `API_KEY: x`, `-p x`; a value that is filled in later (`${X}`, `$VAULT_TOKEN`) stays, and so does an error behind a colon. */
const assigned =
  /((?:[\w.-]*(?:token|secret|passw(?:or)?d|passphrase|api_?key|access_?key|private_?key|credential)s?["']?)\s*[:=]\s*["']?)((?!\$\{|\$(?:NOMAD|VAULT|CONSUL|BAO)_\w*TOKEN\w*|\{\{|(?:failed|invalid|error|unexpected) )[^\s"'{}<>,;&]{4,})/gi;
const flagged = /(--?[\w-]*(?:token|secret|passw(?:or)?d|api-?key|access-?key)\s+["']?)((?![-$]|\{\{)[^\s"'{}]{4,})/gi;

/** What every credential has somewhere, and what one that is told by its shape has: a job is thousands of texts without. */
const suspicious =
  /eyJ|\b(?:hv)?[sbr]\.|PRIVATE KEY|AKIA|ASIA|\bgh[pousr]_|glpat-|xox|:\/\/|token|secret|passw|passphrase|(?:api|access|private)[_-]?key|credential/i;
const shapely = /eyJ|\b(?:hv)?[sbr]\.|PRIVATE KEY|AKIA|ASIA|\bgh[pousr]_|glpat-|xox|:\/\//i;

/** A text without the credentials that can be told from other words. What is filled in later (`${…}`) stays as it is. */
export function withoutCredentials(text: string): string {
  if (!suspicious.test(text)) return text;
  return withoutShapes(text)
    .replace(assigned, (whole, before: string) => (aboutSecrets.test(nameIn(before)) ? whole : `${before}${hidden}`))
    .replace(flagged, (_, before: string) => `${before}${hidden}`);
}

/** A value that stands alone: a bare UUID is how Consul's and Nomad's tokens look. */
export function withoutToken(value: string): string {
  return value.length > 35 && wholeUuid.test(value.trim()) ? hidden : withoutCredentials(value);
}

function withoutShapes(text: string): string {
  if (!shapely.test(text)) return text;
  return shapes.reduce((clean, shape) => clean.replace(shape, hidden), text).replace(inAddress, `$1${hidden}@`);
}

function nameIn(before: string): string {
  return /[\w.-]+/.exec(before)?.[0] ?? '';
}

/**
 * The text of a template without the credentials that somebody wrote into it. What stands between its delimiters is code,
 * and decides about needs: there only what has the shape of a token is taken out.
 */
export function templateWithoutCredentials(text: string, left = '{{', right = '}}'): string {
  if (!suspicious.test(text)) return text;
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const start = text.indexOf(left || '{{', at);
    const end = start === -1 ? -1 : text.indexOf(right || '}}', start);
    if (end === -1) break;
    const after = end + (right || '}}').length;
    parts.push(withoutCredentials(text.slice(at, start)), withoutShapes(text.slice(start, after)));
    at = after;
  }
  return [...parts, withoutCredentials(text.slice(at))].join('');
}
