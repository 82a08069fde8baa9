/** Smaller forms of a case: each with one element of a list or one member less. */
export function* smaller<T>(value: T): Generator<T> {
  if (Array.isArray(value)) {
    for (const index of value.keys()) yield value.toSpliced(index, 1) as T;
    for (const [index, item] of value.entries())
      for (const less of smaller<unknown>(item)) yield value.with(index, less) as T;
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      const { [name]: _, ...rest } = value as Record<string, unknown>;
      yield rest as T;
      for (const less of smaller<unknown>(member)) yield { ...value, [name]: less };
    }
  } else if (typeof value === 'string' && value.includes('\n')) {
    // Policies are text; their blocks go one by one.
    const blocks = value.split(/\n(?=\w)/);
    for (const index of blocks.keys()) yield blocks.toSpliced(index, 1).join('\n') as T;
  }
}

/** The smallest form of a case that still fails, as far as taking things away one by one leads. */
export async function shrink<T>(failing: T, fails: (smaller: T) => Promise<boolean>, tries = 400): Promise<T> {
  let smallest = failing;
  for (let left = tries; left > 0;) {
    let shrunk = false;
    for (const candidate of smaller(smallest)) {
      left -= 1;
      if (left <= 0) break;
      if (!(await fails(candidate).catch(() => false))) continue;
      smallest = candidate;
      shrunk = true;
      break;
    }
    if (!shrunk) break;
  }
  return smallest;
}
