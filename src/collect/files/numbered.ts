/** An address that nothing has yet: binding rules have no names, and several may bind to the same. */
export function numbered(address: string, isTaken: (address: string) => boolean): string {
  let count = 1;
  let free = address;
  while (isTaken(free)) free = `${address}#${String((count += 1))}`;
  return free;
}
