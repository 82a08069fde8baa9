import { posix } from 'node:path';

/**
 * Whether a path that stands below a folder of the allocation leaves the allocation, as the servers tell it: by how the
 * path to it begins, so that a name like "..x" beside the folder counts as well.
 */
export function leavesAllocation(folder: string, path: string): boolean {
  const allocation = '/alloc-dir/alloc-id';
  return posix.relative(allocation, posix.join(allocation, folder, path)).startsWith('..');
}
