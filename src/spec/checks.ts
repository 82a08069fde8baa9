import type { Context } from './context.ts';
import type { Draft } from './draft.ts';

export function checkBodies(_context: Context, _drafts: readonly Draft[]): void {}
