/** What a spec may be called: its name becomes a part of the manifest's path. */
export const nameShape = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/,
  words: 'a name has up to 64 letters, digits, "_", "." and "-"',
} as const;
