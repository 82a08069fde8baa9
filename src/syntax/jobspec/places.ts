import { HOLE, type Value } from '../expression/value.ts';
import { plainValue } from '../expression/convert.ts';
import type { Range } from '../hcl/ast.ts';

/** Where a member of a job is written. */
export interface MemberPlace {
  /** What it is called in the file: the name of an argument or block. */
  readonly name: Range;
  readonly value: Range;
  /** All of it. */
  readonly whole: Range;
}

/** A part of a job that is not simply known. */
export type Mark = { readonly kind: 'unknown'; readonly reason: string } | { readonly kind: 'secret' };
export interface MarkedPath {
  readonly path: readonly (string | number)[];
  readonly mark: Mark;
}

/** Shown in a job instead of a secret. */
export const SECRET_TEXT = '(secret)';

type Parts = Record<string, unknown>;

/** Remembers, for the objects of a job, where their members were written, wherever the objects are moved to. */
export class Places {
  private readonly members = new WeakMap<object, Map<string, MemberPlace>>();
  private readonly marks = new WeakMap<object, Map<string, MarkedPath[]>>();

  /** `''` is the object itself. */
  note(owner: object, member: string, place: MemberPlace): void {
    const known = this.members.get(owner) ?? new Map<string, MemberPlace>();
    known.set(member, place);
    this.members.set(owner, known);
  }

  /** A value as JSON; what is unknown becomes null (a hole in a template's text and in lists of texts), what is secret `(secret)`, and both are remembered. */
  plain(owner: object, member: string, value: Value): unknown {
    return plainValue(value, (path, hidden) => {
      const mark: Mark =
        hidden.secret === true ? { kind: 'secret' } : { kind: 'unknown', reason: hidden.unknown ?? '' };
      const known = this.marks.get(owner) ?? new Map<string, MarkedPath[]>();
      known.set(member, [...(known.get(member) ?? []), { path, mark }]);
      this.marks.set(owner, known);
      if (mark.kind === 'secret') return SECRET_TEXT;
      // What a template asks for is told by what is known of it.
      if (member === 'EmbeddedTmpl') return hidden.partly ?? HOLE;
      // Lists and maps have no nulls in them where Nomad has texts.
      return path.length > 0 && (hidden.type === 'string' || hidden.type === 'dynamic') ? HOLE : null;
    });
  }

  /** The place of what is at a path, or of the nearest thing around it. */
  at(root: object, path: readonly (string | number)[]): MemberPlace | undefined {
    let current: unknown = root;
    let found = this.members.get(root)?.get('');
    for (const step of path) {
      if (typeof current !== 'object' || current === null) break;
      found = this.members.get(current)?.get(String(step)) ?? found;
      current = (current as Parts)[step];
      if (typeof current === 'object' && current !== null) found = this.members.get(current)?.get('') ?? found;
    }
    return found;
  }

  /** Everything in a job that is not simply known. */
  marked(root: object): MarkedPath[] {
    const all: MarkedPath[] = [];
    const visit = (value: unknown, path: readonly (string | number)[]): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [member, marks] of this.marks.get(value) ?? [])
        for (const { path: rest, mark } of marks)
          all.push({ path: [...path, ...(member === '' ? [] : [member]), ...rest], mark });
      for (const [key, inner] of Object.entries(value))
        visit(inner, [...path, Array.isArray(value) ? Number(key) : key]);
    };
    visit(root, []);
    return all;
  }
}
