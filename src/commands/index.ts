import type { Command } from './command.ts';

type AnyCommand = Command<any>; // oxlint-disable-line no-explicit-any -- each command has options of its own

/** Every command, loaded only when it is asked for: `wid --version` loads none. A new command is one file and one line. */
export const commands: Readonly<Record<string, () => Promise<AnyCommand>>> = {
  init: async () => (await import('./init.ts')).init,
  schema: async () => (await import('./schema.ts')).schema,
  plan: async () => (await import('./plan.ts')).plan,
  apply: async () => (await import('./apply.ts')).apply,
  drift: async () => (await import('./drift.ts')).drift,
  destroy: async () => (await import('./destroy.ts')).destroy,
  export: async () => (await import('./export.ts')).exportCommand,
  predict: async () => (await import('./predict.ts')).predict,
  audit: async () => (await import('./audit.ts')).audit,
  fix: async () => (await import('./fix.ts')).fix,
  rules: async () => (await import('./rules.ts')).rules,
  explain: async () => (await import('./explain.ts')).explain,
  can: async () => (await import('./can.ts')).can,
  collect: async () => (await import('./collect.ts')).collect,
  lab: async () => (await import('./lab.ts')).lab,
};
