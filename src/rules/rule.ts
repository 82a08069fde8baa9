import type { Severity, Subject, TextEdit } from '../model/finding.ts';
import type { Origin } from '../model/origin.ts';
import type { Part, World } from '../model/world.ts';
import type { Look, Surroundings, WorkloadLook } from './look.ts';

/**
 * One known way in which workload identity fails. A rule looks at the world through `Look` and says what it sees; it
 * prints nothing, reads nothing and asks the truth engine (`look.explain`) instead of guessing what a server would do.
 */
export type Rule = RuleOfWorld | RuleOfWorkloads;

interface Described {
  /** `<area>/<title>`: also the path of its file below `src/rules`, of its page below `docs/rules`, and its id in SARIF. */
  readonly id: string;
  /** What is wrong, in a few words and without a full stop. */
  readonly title: string;
  /** The known failures that it is about. */
  readonly cases: readonly string[];
  readonly severity: Severity;
  /** Without all of these parts of the world it cannot look, and says so. */
  readonly reads: readonly Part[];
  /** What goes wrong, where and with which words; one paragraph. */
  readonly why: string;
  /** What to do; one paragraph. A sighting may be more precise. */
  readonly fix: string;
  readonly references: readonly string[];
  readonly examples: { readonly bad: Example; readonly good: Example };
}

/** A rule that looks at the world as a whole. */
export interface RuleOfWorld extends Described {
  readonly check: (look: Look) => Iterable<Sighting>;
}

/**
 * A rule that looks at one workload after the other: what it says of one hangs on no other, so it need not wait until all
 * are there.
 */
export interface RuleOfWorkloads extends Described {
  readonly checkWorkload: (one: WorkloadLook, around: Surroundings) => Iterable<Sighting>;
}

/** Run as tests and shown on the rule's page: a bad one must be seen, a good one must not. */
export type Example =
  | {
      /** Files as a user has them, by name: `web.nomad.hcl`, `server.hcl`, `wid.yaml`. Without a spec, Consul and Vault are healthy. */
      readonly files: Readonly<Record<string, string>>;
    }
  | {
      /** What differs from a healthy cluster, in a sentence. */
      readonly says: string;
      readonly world: (healthy: World) => World;
    };

/** What a rule saw. The engine makes a finding of it. */
export interface Sighting {
  readonly message: string;
  /** The address of what is wrong (see `about.ts`). */
  readonly about: string;
  /** Addresses of others that are wrong in the same way, when one sighting tells of several. */
  readonly alsoAbout?: readonly string[];
  /** Addresses of things that, when something is wrong with them, are why this is seen. */
  readonly blames?: readonly string[];
  readonly subject: Subject;
  readonly origin: Origin;
  /** The member of the origin's thing, as `Origin.places` names it; the nearest known place around it is shown. */
  readonly path?: string;
  readonly evidence?: Readonly<Record<string, unknown>>;
  readonly severity?: Severity;
  readonly fix?: { readonly text?: string; readonly edits?: readonly TextEdit[] };
}

/** A rule as it is, checked for its shape where it is written. */
export function defineRule<R extends Rule>(rule: R): R {
  return rule;
}
