/** How many known failures each group has: `NS` goes from NS-01 to NS-14. */
const groups: Readonly<Record<string, number>> = {
  BR: 13,
  CA: 9,
  CL: 15,
  JS: 17,
  JW: 13,
  LC: 14,
  MC: 8,
  NA: 4,
  NC: 12,
  NS: 14,
  OI: 12,
  RP: 7,
  UP: 12,
  VM: 10,
  VP: 6,
  VR: 11,
};

/** The ids of all known failures. */
export const knownFailures: readonly string[] = Object.entries(groups).flatMap(([group, last]) =>
  Array.from({ length: last }, (_, index) => `${group}-${String(index + 1).padStart(2, '0')}`),
);
