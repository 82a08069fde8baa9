import type { Location } from '../../model/finding.ts';

/** `server.hcl:12:3`, `plan.json: vault_policy.web`, or what of a server was asked. */
export function locationText(location: Location): string {
  if ('remote' in location) return location.remote;
  const { file, start, address } = location;
  const at = start === undefined ? file : `${file}:${String(start.line)}:${String(start.column)}`;
  return address === undefined ? at : `${at}: ${address}`;
}
