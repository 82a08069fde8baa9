import { WidError } from '../support/errors.ts';
import { Secret } from '../support/secret.ts';
import type { Files } from './files.ts';
import type { TlsSettings } from './settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The value of a variable; one that is empty counts as not set, as with the products' CLIs. */
export function variable(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

const truths: readonly string[] = ['1', 't', 'T', 'true', 'TRUE', 'True'];
const untruths: readonly string[] = ['0', 'f', 'F', 'false', 'FALSE', 'False'];

/** What Go's `strconv.ParseBool` takes. Anything else is refused rather than guessed: most of these switch TLS checks. */
export function truth(env: Environment, name: string): boolean | undefined {
  const value = variable(env, name);
  if (value === undefined) return undefined;
  if (truths.includes(value)) return true;
  if (untruths.includes(value)) return false;
  throw new WidError('usage', `${name} is ${JSON.stringify(value)}, which is neither true nor false`, {
    hint: 'write true or false',
  });
}

/** A token, which ends up in an HTTP header and so can hold no line feed. */
export function token(value: string | undefined, from: string): Secret | undefined {
  const text = value?.trim() ?? '';
  if (text === '') return undefined;
  if (!/^[\u0021-\u007e]+$/.test(text)) throw new WidError('usage', `${from} holds characters that no token has`);
  return new Secret(text);
}

export interface ParsedAddress {
  readonly address: string;
  readonly basicAuth?: Secret;
}

/**
 * An address, without its credentials if it holds any, its last slash, query and fragment.
 * @param name the variable, for messages
 */
export function address(
  value: string,
  name: string,
  schemes: readonly string[] = ['http', 'https', 'unix'],
): ParsedAddress {
  const scheme = /^([a-z]+):\/\//.exec(value)?.[1];
  // The value itself stays out of the message: somebody may have put a password into it.
  if (scheme === undefined || !schemes.includes(scheme)) {
    throw new WidError('usage', `${name} is no address`, {
      hint: `write for example ${exampleFor(name)}, with ${alternatives(schemes.map((one) => `${one}://`))} in front`,
    });
  }
  if (scheme === 'unix') {
    if (!value.startsWith('unix:///'))
      throw new WidError('usage', `${name} is no path of a unix socket`, { hint: 'write unix:///path/of/socket' });
    return { address: value };
  }
  if (!URL.canParse(value))
    throw new WidError('usage', `${name} is no address`, { hint: `write for example ${exampleFor(name)}` });
  const url = new URL(value);
  const user = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  if (password !== '') new Secret(password); // so that it is scrubbed wherever it may turn up
  return {
    address: (url.origin + url.pathname).replace(/\/+$/, ''),
    ...(user === '' && password === '' ? {} : { basicAuth: new Secret(`${user}:${password}`) }),
  };
}

function exampleFor(name: string): string {
  const port = name.startsWith('VAULT') ? 8200 : name.startsWith('NOMAD') ? 4646 : 8500;
  return `http://127.0.0.1:${String(port)}`;
}

/** `a, b or c` */
function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

export function basicAuth(env: Environment, name: string): Secret | undefined {
  const value = variable(env, name);
  if (value === undefined) return undefined;
  const password = value.slice(value.indexOf(':') + 1);
  new Secret(password);
  return new Secret(value.includes(':') ? value : `${value}:`);
}

export interface TlsVariables {
  readonly ca: string;
  readonly caFolder: string;
  readonly caText?: string;
  readonly cert: string;
  readonly key: string;
  readonly serverName: string;
  readonly skipVerify: boolean | undefined;
}

/** TLS settings out of the variables of the given names. A file that is named must be there. */
export function tls(env: Environment, files: Files, names: TlsVariables): TlsSettings {
  const text = (name: string): string | undefined => {
    const path = variable(env, name);
    return path === undefined ? undefined : fileOf(files, path, name);
  };
  const caText = names.caText === undefined ? undefined : variable(env, names.caText);
  const caFolder = variable(env, names.caFolder);
  const caFile = caText ?? text(names.ca);
  const ca = caFile !== undefined ? [caFile] : caFolder === undefined ? [] : folder(files, caFolder, names.caFolder);
  for (const pem of ca)
    requirePem(pem, caText === undefined ? (caFile === undefined ? names.caFolder : names.ca) : names.ca);
  const cert = text(names.cert);
  const key = text(names.key);
  if ((cert === undefined) !== (key === undefined)) {
    throw new WidError('usage', `${names.cert} and ${names.key} go together, and only one of them is set`);
  }
  const serverName = variable(env, names.serverName);
  return {
    ...(ca.length === 0 ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key: new Secret(key) }),
    ...(serverName === undefined ? {} : { serverName }),
    ...(names.skipVerify === true ? { skipVerify: true } : {}),
  };
}

/** The text of a file that a variable names. */
export function fileOf(files: Files, path: string, name: string): string {
  const text = files.read(path);
  if (text === undefined) throw new WidError('usage', `${name} names the file ${path}, which does not exist`);
  return text;
}

function folder(files: Files, path: string, name: string): readonly string[] {
  try {
    return files
      .list(path)
      .map((file) => fileOf(files, file, name))
      .filter((text) => text.includes('-----BEGIN CERTIFICATE-----'));
  } catch {
    throw new WidError('usage', `${name} names the folder ${path}, which cannot be read`);
  }
}

/** A file without a certificate would silently mean the system's own authorities. */
function requirePem(text: string, name: string): void {
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw new WidError('usage', `${name} holds no certificate in PEM form`);
}
