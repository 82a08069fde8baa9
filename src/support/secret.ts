import { inspect } from 'node:util';

const hidden = '(secret)';

/** Texts that must never leave the process. Kept so that output can be scrubbed of them as a second line of defence. */
const known = new Set<string>();

/** Shorter texts occur by chance in ordinary words; replacing them would garble output and protect nothing. */
const shortestScrubbed = 6;

/**
 * A token, key or password from the moment it is read.
 * Printing, logging, serialising and inspecting it all give `(secret)`; only {@link Secret.reveal} gives the text.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    if (text.length >= shortestScrubbed) known.add(text);
  }

  /** The text itself. To be called only where it goes onto the wire. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [inspect.custom](): string {
    return hidden;
  }
}

const secretVariable = /(?:TOKEN|SECRET|PASSWORD|PASSWD|HTTP_AUTH)$/i;

/** Lets no output show what an environment holds in variables named like secrets, even before anything has read them. */
export function hideSecretsOf(environment: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value = ''] of Object.entries(environment)) {
    if (!secretVariable.test(name)) continue;
    // Of `user:password` the password alone is a secret too.
    for (const text of [value, value.slice(value.indexOf(':') + 1)])
      if (text.length >= shortestScrubbed) known.add(text);
  }
}

const jwt = /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g;

/** The text with every known secret, and everything that looks like a JWT, replaced. All output passes through here. */
export function scrub(text: string): string {
  let clean = text.replace(jwt, hidden);
  for (const secret of known) clean = clean.replaceAll(secret, hidden);
  return clean;
}
