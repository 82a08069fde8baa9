import { loadavg } from 'node:os';

export interface Figure {
  readonly what: string;
  readonly measured: number;
  readonly unit: string;
  /** Left out for a figure that is only told. */
  readonly goal?: { readonly atLeast: number } | { readonly atMost: number };
  /** How it was measured. */
  readonly how: string;
}

/** Prints a figure; throws when its goal is missed, which ends the bench with 1. Call it when everything is measured. */
export function report(figures: readonly Figure[]): void {
  for (const figure of figures) console.log(line(figure));
  const missed = figures.filter((figure) => !isMet(figure)).map(({ what }) => what);
  if (missed.length > 0) throw new Error(`missed: ${missed.join(', ')}`);
}

function isMet({ measured, goal }: Figure): boolean {
  if (goal === undefined) return true;
  return 'atLeast' in goal ? measured >= goal.atLeast : measured <= goal.atMost;
}

function line(figure: Figure): string {
  const { what, measured, unit, goal, how } = figure;
  const verdict = goal === undefined ? 'told' : isMet(figure) ? 'met' : 'MISSED';
  const wanted =
    goal === undefined
      ? ''
      : 'atLeast' in goal
        ? `, goal: at least ${shown(goal.atLeast)}`
        : `, goal: at most ${shown(goal.atMost)}`;
  // Others on the machine are part of every figure.
  const load = `load ${(loadavg()[0] ?? 0).toFixed(1)}`;
  return `${verdict.padEnd(7)} ${what}: ${shown(measured)} ${unit}${wanted} (${how}; ${load})`;
}

function shown(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });
}
