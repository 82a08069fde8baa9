import { WidError } from '../../support/errors.ts';
import type { Manifest } from './manifest.ts';

/** A manifest as it was read, with the mark by which a later write knows that nobody else wrote in between. */
export interface Stored {
  readonly manifest: Manifest;
  readonly revision: string;
}

/** Held by one apply at a time. */
export interface Lock {
  /** Rejects with `locked` once the lock was lost, for example after a long suspension of the machine. */
  check(): void;
  release(): Promise<void>;
}

/** Where a manifest is kept. */
export interface ManifestStore {
  /** As in a sentence: `Consul KV wid/manifests/prod`. */
  readonly description: string;
  read(): Promise<Stored | undefined>;
  /**
   * @param after the revision that was read; `undefined` when there was none
   * @returns the new revision
   * @throws WidError `moved` when somebody else wrote meanwhile
   */
  write(manifest: Manifest, after: string | undefined): Promise<string>;
  /** The manifests of other specs that are kept beside this one. Empty for a file, which has no known neighbours. */
  others(): Promise<readonly Manifest[]>;
  /** Removes the manifest; for a spec that owns nothing any more. */
  remove(after: string): Promise<void>;
  /**
   * Takes the lock, or throws WidError `locked` which names the holder.
   * A lock whose holder was a process of this machine that is gone is taken over.
   */
  lock(): Promise<Lock>;
}

/** What a store throws when it holds another revision than the one that was read. */
export function writtenMeanwhile(place: string): WidError {
  return new WidError('moved', `${place} was written by somebody else meanwhile`, { hint: 'run the command again' });
}
