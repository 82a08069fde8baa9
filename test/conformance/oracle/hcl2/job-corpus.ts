import { membersOf, type Member } from '../../../../src/syntax/jobspec/members.ts';
import type { Random } from './random.ts';

export interface MadeJob {
  readonly text: string;
}

const TEXTS = [
  '"web"',
  '""',
  '"a-${local.suffix}"',
  '"${var.name}"',
  '"${NOMAD_META_x}"',
  '"${node.class}-x"',
  '"${attr.kernel.name}"',
  '"${env["HOME"]}"',
  '"$${literal}"',
  'var.name',
  'local.suffix',
  'upper(var.name)',
  'format("%s-%d", var.name, 3)',
  '"${var.on ? "yes" : "no"}"',
  '"é😀"',
  '1.5',
  'true',
  'join(",", var.names)',
  '"%{ for n in var.names }${n};%{ endfor }"',
  '<<EOT\n  {{ key "a" }}\nEOT\n',
  '<<-EOT\n    a\n      b ${NOMAD_PORT_http}\n    EOT\n',
  '"${ node.unique.id }"',
  '"${meta.a.b}"',
  'jsonencode({ a = 1 })',
  'base64encode("x")',
  'element(var.names, 1)',
  '"a\\nb"',
];
const WRONG = [
  '[1]',
  '{ a = 1 }',
  'null',
  '"x"',
  '1.5',
  'true',
  'var.none',
  'nothing(1)',
  '[["a"]]',
  '-1',
  '99999999999',
];
const PRELUDE = `variable "name" {
  type    = string
  default = "api"
}
variable "names" {
  type    = list(string)
  default = ["a", "b"]
}
variable "on" {
  default = true
}
variable "count" {
  type    = number
  default = "2"
}
locals {
  suffix = "\${var.name}-\${local.kind}"
  kind   = lower("KIND")
}
`;

/** A job file with whatever members Nomad knows, at random; now and then something in it is wrong. */
export function job(random: Random): MadeJob {
  return { text: new Maker(random).file() };
}

class Maker {
  private readonly random: Random;
  private readonly faulty: boolean;

  constructor(random: Random) {
    this.random = random;
    this.faulty = random.chance(0.25);
  }

  file(): string {
    const { pick, chance } = this.random;
    const wrong =
      this.faulty && chance(0.1)
        ? pick([
            'job "second" {\n}\n',
            'foo = 1\n',
            'jobs "a" {\n}\n',
            'variable "name" {\n}\n',
            'variable "unset" {\n}\n',
          ])
        : '';
    return `${PRELUDE}job "${pick(['web', 'a b', 'é'])}" {\n${this.body('Job', 0)}}\n${wrong}`;
  }

  private body(struct: string, depth: number): string {
    const { chance, pick, times } = this.random;
    const indent = '  '.repeat(depth + 1);
    const lines: string[] = [];
    const share = depth > 3 ? 0.15 : 0.35;
    for (const member of membersOf(struct) ?? []) {
      if (member.kind === 'attribute' && (member.required ? !this.slips(0.2) : chance(share)))
        lines.push(`${indent}${member.written} = ${this.value(member.type)}`);
      if (member.kind === 'block' && chance(this.wanted(member, depth))) {
        for (
          let i = 0;
          i <
          (member.type.startsWith('[]') || member.type.includes('*Volume')
            ? 1 + this.random.below(2)
            : this.slips(0.05)
              ? 2
              : 1);
          i++
        )
          lines.push(this.block(member, depth, indent));
      }
    }
    const extras = this.extras(struct);
    if (extras !== undefined && chance(0.3))
      lines.push(`${indent}${extras} {\n${this.body(extras === 'vault' ? 'Vault' : 'Task', depth + 1)}${indent}}`);
    if (this.slips(0.08))
      lines.push(
        indent +
          pick([
            'nonsense = 1',
            'drivr = "x"',
            'identiy {\n}',
            'service = 1',
            'group = "x"',
            'task {\n}',
            'count = "x"',
            'env = ["a"]',
            'meta = { a = [1] }',
          ]),
      );
    const shuffled = chance(0.5) ? lines : lines.toReversed();
    return shuffled.map((line) => `${line}\n`).join('') + times(1, () => '').join('');
  }

  private extras(struct: string): string | undefined {
    if (struct === 'Job') return this.random.pick(['vault', 'task "alone"']);
    return struct === 'TaskGroup' ? 'vault' : undefined;
  }

  private wanted({ written }: Member, depth: number): number {
    if (['group', 'task', 'service', 'identity', 'vault', 'consul', 'connect'].includes(written))
      return depth > 5 ? 0.1 : 0.7;
    return depth > 3 ? 0.08 : 0.22;
  }

  private slips(share: number): boolean {
    return this.faulty && this.random.chance(share);
  }

  private block(member: Member, depth: number, indent: string): string {
    const { chance, pick, times, below } = this.random;
    const struct = member.type.replace(/^(?:\[\]|map:|\*)+/, '');
    const members = membersOf(struct);
    const inner = `${indent}  `;
    if (members === undefined) return this.freeBlock(member, indent);
    const labels =
      member.written === 'scaling' && members.length > 0 && depth === 2
        ? [pick(['cpu', 'mem'])]
        : members.filter(({ kind }) => kind === 'label').map(() => `${pick(['web', 'db', 'x y'])}${String(below(3))}`);
    const quoted = (this.slips(0.03) ? labels.slice(1) : labels).map((label) => ` "${label}"`).join('');
    const body = this.body(struct, depth + 1);
    if (chance(0.06) && member.type.startsWith('[]'))
      return `${indent}dynamic "${member.written}" {\n${inner}for_each = ${pick(['var.names', '{ a = "x", b = "y" }', '[]', '[{ n = 1 }]'])}\n${
        labels.length > 0 ? `${inner}labels = [${labels.map(() => `"l-\${${member.written}.key}"`).join(', ')}]\n` : ''
      }${inner}content {\n${body}${inner}}\n${indent}}`;
    return `${indent}${member.written}${quoted} {\n${body}${indent}}${times(1, () => ' # note').join('')}`;
  }

  /** `config`, `meta`, `env` and such. */
  private freeBlock(member: Member, indent: string): string {
    const { chance, pick, times } = this.random;
    const any = member.type.endsWith('any');
    const value = (): string =>
      any
        ? pick([...TEXTS, '[1, "a", true]', '{ a = [1] }', 'null', 'var.names', '1', '[{ a = 1 }, { b = 2 }]'])
        : member.type.endsWith('[]string')
          ? '["a", var.name]'
          : pick([...TEXTS, '1', 'false']);
    const names = ['a', 'b_c', 'ports', 'image'];
    const lines = names.filter(() => chance(0.4)).map((name) => `${indent}  ${name} = ${value()}\n`);
    if (any && chance(0.3))
      lines.push(
        `${indent}  mount${times(1, () => ' "x"').join('')} {\n${indent}    type = "bind"\n${indent}    deep {\n${indent}      a = 1\n${indent}    }\n${indent}  }\n`,
      );
    if (['meta', 'env'].includes(member.written) && chance(0.3))
      return `${indent}${member.written} = { "a.b" = ${pick(TEXTS)}, c = 1 }`;
    return `${indent}${member.written} {\n${lines.join('')}${indent}}`;
  }

  private value(type: string): string {
    const { pick } = this.random;
    if (this.slips(0.06)) return pick(WRONG);
    const bare = type.replace(/^\*/, '');
    if (bare === 'bool') return pick(['true', 'false', 'var.on', '"true"', '!var.on']);
    if (bare === 'duration') return pick(['"30s"', '"1h30m"', '"0s"', '"-1ms"', '5', '"1.5h"', '"${var.count}m"']);
    if (bare === '[]string')
      return pick([
        '[]',
        '["a"]',
        'var.names',
        '["a", "${var.name}"]',
        'concat(var.names, ["z"])',
        '[for n in var.names : upper(n)]',
        '[1, true]',
        'null',
      ]);
    if (bare.startsWith('[]')) return pick(['[1, 2]', '[]']);
    if (bare.startsWith('map:')) return pick(['{ a = "b" }', '{ for n in var.names : n => upper(n) }']);
    if (bare === 'string') return pick(TEXTS);
    return pick(['1', '0', '12', 'var.count', '"7"', '2 + 3 * 4', 'length(var.names)', 'max(1, 5, 3)']);
  }
}
