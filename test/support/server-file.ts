import { serverFile } from '../../src/rules/healthy/server-file.ts';

/** The text of a healthy server's configuration file. */
export function serverText(): string {
  const example = serverFile();
  return 'files' in example ? Object.values(example.files).join('') : '';
}
