/** A module of the built code. Its type is that of its source, for the build need not be there when types are checked. */
export async function built<T>(path: string): Promise<T> {
  return (await import(/* @vite-ignore */ new URL(`../../dist/${path}`, import.meta.url).href)) as T;
}
