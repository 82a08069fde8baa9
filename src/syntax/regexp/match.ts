import type { Edge, Node } from './tree.ts';

/** Whether the expression matches anywhere in the text. */
export function matchesAnywhere(tree: Node, text: string): boolean {
  return compileRegexp(tree)(text);
}

/**
 * An expression made ready for many texts: says whether it matches anywhere in one. It runs in time proportional to the
 * text, like Go's own, whatever the expression: binding rules are written by others.
 */
export function compileRegexp(tree: Node): (text: string) => boolean {
  const program: Instruction[] = [];
  const end = compile(program, tree);
  for (const patch of end) patch(program.length);
  program.push({ kind: 'match' });
  return (text) => runs(program, text);
}

function runs(program: readonly Instruction[], text: string): boolean {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  let current = new Set<number>();
  for (let at = 0; at <= codes.length; at++) {
    follow(program, 0, codes, at, current);
    if (current.has(program.length - 1)) return true;
    const next = new Set<number>();
    const code = codes[at];
    if (code === undefined) return false;
    for (const index of current) {
      const instruction = program[index];
      if (instruction?.kind === 'one' && instruction.has(code)) follow(program, instruction.next, codes, at + 1, next);
    }
    current = next;
  }
  return false;
}

type Instruction =
  | { readonly kind: 'match' }
  | { readonly kind: 'one'; readonly has: (code: number) => boolean; next: number }
  | { readonly kind: 'edge'; readonly edge: Edge; next: number }
  | { readonly kind: 'split'; next: number; other: number };

/** Sets where a piece of the program that is written already goes on. */
type Patch = (target: number) => void;

/** Appends the program of a node, whose entry is the first instruction appended, and gives its loose ends. */
function compile(program: Instruction[], node: Node): readonly Patch[] {
  switch (node.kind) {
    case 'one':
    case 'edge': {
      const instruction = node.kind === 'one' ? { ...node, next: 0 } : { ...node, next: 0 };
      program.push(instruction);
      return [(target) => void (instruction.next = target)];
    }
    case 'sequence':
      return sequence(program, node.parts);
    case 'choice':
      return choice(program, node.parts);
    case 'repeat':
      return repeat(program, node);
  }
}

function nothing(program: Instruction[]): readonly Patch[] {
  const instruction = { kind: 'split' as const, next: 0, other: 0 };
  program.push(instruction);
  return [(target) => void (instruction.next = instruction.other = target)];
}

function sequence(program: Instruction[], parts: readonly Node[]): readonly Patch[] {
  let loose = nothing(program);
  for (const part of parts) {
    for (const patch of loose) patch(program.length);
    loose = compile(program, part);
  }
  return loose;
}

function choice(program: Instruction[], parts: readonly Node[]): readonly Patch[] {
  const loose: Patch[] = [];
  parts.forEach((part, index) => {
    if (index === parts.length - 1) {
      loose.push(...compile(program, part));
      return;
    }
    const split = { kind: 'split' as const, next: program.length + 1, other: 0 };
    program.push(split);
    loose.push(...compile(program, part));
    split.other = program.length;
  });
  return loose;
}

function repeat(program: Instruction[], { part, least, most }: Extract<Node, { kind: 'repeat' }>): readonly Patch[] {
  let loose = nothing(program);
  const join = (): void => {
    for (const patch of loose) patch(program.length);
  };
  for (let copy = 0; copy < least; copy++) {
    join();
    loose = compile(program, part);
  }
  if (most === Infinity) {
    join();
    const entry = program.length;
    const split = { kind: 'split' as const, next: entry + 1, other: 0 };
    program.push(split);
    for (const patch of compile(program, part)) patch(entry);
    return [(target) => void (split.other = target)];
  }
  const skipped: Patch[] = [];
  for (let copy = least; copy < most; copy++) {
    join();
    const split = { kind: 'split' as const, next: program.length + 1, other: 0 };
    program.push(split);
    skipped.push((target) => void (split.other = target));
    loose = compile(program, part);
  }
  return [...loose, ...skipped];
}

/** Adds every instruction that is reached from one without reading a character. */
function follow(
  program: readonly Instruction[],
  from: number,
  codes: readonly number[],
  at: number,
  into: Set<number>,
): void {
  const open = [from];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (into.has(index)) continue;
    into.add(index);
    const instruction = program[index];
    if (instruction?.kind === 'split') open.push(instruction.next, instruction.other);
    else if (instruction?.kind === 'edge' && holds(instruction.edge, codes[at - 1], codes[at]))
      open.push(instruction.next);
  }
}

const lineFeed = 0x0a;

function holds(edge: Edge, before: number | undefined, after: number | undefined): boolean {
  switch (edge) {
    case 'text start':
      return before === undefined;
    case 'text end':
      return after === undefined;
    case 'line start':
      return before === undefined || before === lineFeed;
    case 'line end':
      return after === undefined || after === lineFeed;
    case 'word edge':
      return isWord(before) !== isWord(after);
    case 'no word edge':
      return isWord(before) === isWord(after);
  }
}

/** Go's word characters are ASCII only. */
function isWord(code: number | undefined): boolean {
  return code !== undefined && /\w/.test(String.fromCodePoint(code));
}
