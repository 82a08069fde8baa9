import type { Location } from '../../model/finding.ts';

/** `server.hcl:12:3` or what of a server was asked. */
export function locationText(location: Location): string {
  if ('remote' in location) return location.remote;
  const { file, start } = location;
  return start === undefined ? file : `${file}:${String(start.line)}:${String(start.column)}`;
}
