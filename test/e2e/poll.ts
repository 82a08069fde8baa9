/** Asks again until there is an answer. Throws with the last `why` when there is none within a minute. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined>,
  why: () => string = () => '',
): Promise<T> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`${what}: not within a minute. ${why()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
