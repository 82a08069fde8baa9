import { CONSUL_MEMBERS } from './consul-members.ts';
import { JOB_MEMBERS } from './job-members.ts';
import { SERVICE_MEMBERS } from './service-members.ts';
import { TASK_MEMBERS } from './task-members.ts';

export interface Member {
  /** As the API calls it. */
  readonly name: string;
  readonly kind: 'attribute' | 'block' | 'label' | 'none';
  /** As a job file calls it. */
  readonly written: string;
  readonly required: boolean;
  readonly omitEmpty: boolean;
  readonly type: string;
}

const read = new Map<string, readonly Member[]>();

/** The members of a struct, in the order of the API; undefined where there is no such struct. */
export function membersOf(struct: string): readonly Member[] | undefined {
  const known = read.get(struct);
  if (known !== undefined) return known;
  for (const family of [JOB_MEMBERS, TASK_MEMBERS, SERVICE_MEMBERS, CONSUL_MEMBERS]) {
    const found = Object.hasOwn(family, struct) ? family[struct] : undefined;
    if (found === undefined) continue;
    const members = Object.entries(found).map(([name, notation]) => memberOf(name, notation));
    read.set(struct, members);
    return members;
  }
  return undefined;
}

function memberOf(name: string, notation: string): Member {
  const [, attribute, required, block, label, type = '', omit] =
    /^(?:(\w+)(!)? = |(\w+) \{\} |\[(\w*)\] )?([^ ]+)( \?)?$/.exec(notation) ?? [];
  const kind =
    attribute !== undefined ? 'attribute' : block !== undefined ? 'block' : label !== undefined ? 'label' : 'none';
  return {
    name,
    kind,
    written: attribute ?? block ?? label ?? '',
    required: required !== undefined,
    omitEmpty: omit !== undefined,
    type,
  };
}
