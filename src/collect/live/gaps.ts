import { ApiError } from '../../clients/api.ts';
import type { NotRead, Part } from '../../model/world.ts';
import { WidError } from '../../support/errors.ts';

/** What is asked for, in case that it cannot be had. */
export interface Wanted {
  readonly part: Part;
  /** What exactly: `agent client-3`. */
  readonly what: string;
  /** What allows to read it, in the product's words. */
  readonly permission?: string | undefined;
  /** Addresses of what is not known without it, as `doubtful` of a world has them. */
  readonly decides?: readonly string[];
}

/** Keeps account of what could not be read, so that nothing is missing without a word. */
export interface Gaps {
  readonly found: readonly NotRead[];
  /** What nobody can judge for them. */
  readonly doubtful: readonly string[];
  add(gap: NotRead): void;
  /** What `ask` gives; `undefined`, and a note, when the server does not give it. Throws when the run is cancelled. */
  attempt<T>(wanted: Wanted, ask: () => Promise<T>): Promise<T | undefined>;
}

export function newGaps(): Gaps {
  const found: NotRead[] = [];
  const doubtful: string[] = [];
  return {
    found,
    doubtful,
    add: (gap) => void found.push(gap),
    async attempt(wanted, ask) {
      try {
        return await ask();
      } catch (error) {
        found.push(gapFor(wanted, error));
        doubtful.push(...(wanted.decides ?? []));
        return undefined;
      }
    },
  };
}

/** What is to be said of an error. Throws it again when it is none of the server's. */
export function gapFor({ part, what, permission }: Wanted, error: unknown): NotRead {
  if (!(error instanceof WidError) || !['api', 'network', 'answer', 'issuer'].includes(error.code)) throw error;
  const denied = error instanceof ApiError && (error.status === 403 || error.status === 401);
  return { part, what, reason: error.message, ...(denied && permission !== undefined ? { permission } : {}) };
}
