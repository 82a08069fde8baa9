import type { Subject } from './subject.ts';

/** The claims that a selector for the subject looks at: the auth method must map them to their own names. */
export function claimsOf({ task, service }: Subject): readonly string[] {
  const part = task === undefined ? 'nomad_service' : 'nomad_task';
  return ['nomad_namespace', 'nomad_job_id', ...(service === undefined ? [part] : ['nomad_service'])];
}

/**
 * The selector that picks the subject's logins at Consul. A grant to a whole job is for its tasks: the token of a service
 * identity only registers that service and needs to read nothing.
 */
export function selectorOf({ job, namespace, task, service }: Subject): string {
  const terms = [`value.nomad_namespace == ${quoted(namespace)}`, `value.nomad_job_id == ${quoted(job)}`];
  if (task !== undefined) terms.push(`value.nomad_task == ${quoted(task)}`);
  else if (service !== undefined) terms.push(`value.nomad_service == ${quoted(service)}`);
  else terms.push('"nomad_service" not in value');
  return terms.join(' and ');
}

/** A text as Consul's selector language quotes it: within quotes it reads Go's escapes, but ends at the first quote. */
function quoted(text: string): string {
  if (text.includes('"') && !/[`\p{Cc}]/u.test(text)) return `\`${text}\``;
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\x22')
    .replaceAll(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `"${escaped}"`;
}
