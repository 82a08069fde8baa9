import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Product } from '../../src/clients/api.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/** The server's executable: an explicit path (`WID_CONSUL_BIN`, ...), else `PATH`, else what `npm run servers` built. */
export function findServer(product: Product): string | undefined {
  const explicit = process.env[`WID_${product.toUpperCase()}_BIN`];
  if (explicit !== undefined && explicit !== '') {
    if (isExecutable(explicit)) return explicit;
    throw new Error(`WID_${product.toUpperCase()}_BIN names ${explicit}, which cannot be executed`);
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...folders, ...built(product)].map((folder) => join(folder, product)).find(isExecutable);
}

/** Cache folders of one server, the newest version first. */
function built(product: Product): string[] {
  const cache = join(here, '.cache');
  try {
    const names = readdirSync(cache).filter((name) => name.startsWith(`${product}-`));
    return names.toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true })).map((name) => join(cache, name));
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
