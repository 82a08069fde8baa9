const common: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is no directory',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};

/** Why a file could not be read, in words; the system's own name of the error where there are none. */
export function whyUnreadable(error: unknown): string {
  const code = codeOf(error);
  return code === 'ENOENT' ? 'there is no such file' : (common[code] ?? code);
}

/** Why a file could not be written. What is missing then is its folder. */
export function whyUnwritable(error: unknown): string {
  const code = codeOf(error);
  return code === 'ENOENT' ? 'there is no such folder' : (common[code] ?? code);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
