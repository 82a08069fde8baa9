/** The floors of the house: a file imports from its own room and from earlier floors, types and lazy imports included. */
export const floors: readonly (readonly string[])[] = [
  ['support'],
  ['syntax'],
  ['model'],
  ['validation'],
  ['clients'],
  ['kinds'],
  ['spec'],
  ['collect'],
  ['simulate', 'issuers'],
  ['rules'],
  ['audit', 'provision', 'diagnose'],
  ['report'],
  ['watch', 'lab'],
  ['commands'],
  ['cli.ts', 'index.ts'],
];
