/** Takes members and items away from a case for as long as it still fails. */
export async function smallest<T>(found: T, fails: (smaller: T) => Promise<boolean>): Promise<T> {
  let least = found;
  for (let again = true; again;) {
    again = false;
    for (const smaller of withoutOne(least)) {
      // A case that has lost something it needs is no case.
      if (!(await fails(smaller as T).catch(() => false))) continue;
      least = smaller as T;
      again = true;
      break;
    }
  }
  return least;
}

function* withoutOne(value: unknown): Generator<unknown> {
  if (typeof value === 'string' && value.includes('\n')) {
    const lines = value.split('\n');
    for (const [index] of lines.entries()) yield lines.toSpliced(index, 1).join('\n');
    return;
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield value.toSpliced(index, 1);
      for (const smaller of withoutOne(item)) yield value.with(index, smaller);
    }
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
    for (const smaller of withoutOne(member)) yield { ...value, [name]: smaller };
  }
}
