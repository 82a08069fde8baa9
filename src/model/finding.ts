/** From what breaks logins to what is worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

/** Something that is wrong, or will go wrong, with the place and the way out. The member names are relied on from outside. */
export interface Finding {
  /** `<area>/<title>`. */
  readonly rule: string;
  /** Ids of the known failures that it is about: `NS-01`. */
  readonly cases: readonly string[];
  readonly severity: Severity;
  readonly message: string;
  readonly why: string;
  readonly fix: Fix;
  readonly location: Location;
  readonly subject: Subject;
  /** What was seen that shows it. */
  readonly evidence: Readonly<Record<string, unknown>>;
  /** The same from run to run while the thing is the same, whatever line it stands on. */
  readonly fingerprint: string;
  /** Fingerprint of the finding that this one follows from. */
  readonly causedBy?: string;
}

export interface Fix {
  readonly text: string;
  readonly edits?: readonly TextEdit[];
}

/** Replaces `[start, end)`, in UTF-16 code units, of a file. */
export interface TextEdit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A range of a file, lines and columns from 1, or what of a server was asked. */
export type Location =
  | {
      readonly file: string;
      /** Absent when the file's text is not at hand, as for a world that was saved. */
      readonly start?: Point;
      readonly end?: Point;
      /** Of Terraform, the resource: `module.consul.consul_acl_role.tasks`. */
      readonly address?: string;
    }
  | { readonly remote: string };

export interface Point {
  readonly line: number;
  readonly column: number;
  /** In UTF-16 code units from 0. */
  readonly offset: number;
}

/** Whom it concerns: a workload, an agent, or an object of Consul or Vault by its address. */
export interface Subject {
  readonly namespace?: string;
  readonly job?: string;
  readonly group?: string;
  readonly task?: string;
  readonly service?: string;
  readonly agent?: string;
  readonly object?: string;
}

/** A rule that could not look: silence about it would be taken for "checked, fine". */
export interface NotChecked {
  readonly rule: string;
  readonly reason: string;
}
