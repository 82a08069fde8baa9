import type { Value } from '../../../src/kinds/field.ts';
import type { Identity, KindId } from '../../../src/kinds/kind.ts';

/** Fields as a spec writes them. */
export type Spec = Readonly<Record<string, Value>>;

/** One field with another value: in a spec, and what an operator would send to the API by hand to get it. */
export interface Alternative {
  /** The field itself, and others that must change along with it for the server to accept it. */
  readonly spec: Spec;
  /** Merged into the raw object; `undefined` takes a member out. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** The spec can show it but not ask for it. */
  readonly shownOnly?: true;
}

/** An object of one kind that a real server accepts, and another value for each of its fields. */
export interface Sample {
  readonly kind: KindId;
  readonly identity: Identity;
  /** As little as the server accepts. */
  readonly base: Spec;
  /** The same object by hand. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** Where the object is written, as `/v1/...`; `id` is the server's. */
  readonly made: (id: string) => string;
  readonly changed: (id: string) => string;
  readonly alternatives: Readonly<Record<string, Alternative>>;
}

/** What the samples need from their surroundings. */
export interface Surroundings {
  /** Serves a JWKS at every path and a discovery document below every path. */
  readonly issuer: string;
  /** PEM of any certificate. */
  readonly ca: string;
  /** PEMs of two public keys. */
  readonly publicKeys: readonly [string, string];
}

/** One field of which spec and API differ in nothing. */
export function same(field: string, value: Value): Readonly<Record<string, Alternative>> {
  return { [field]: { spec: { [field]: value }, raw: { [field]: value } } };
}
