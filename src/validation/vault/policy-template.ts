import { goFunctions } from '../../syntax/consul-template/functions.ts';
import { parseGoTemplate } from '../../syntax/consul-template/parse.ts';
import { refusal, type Refusal } from '../refusal.ts';

/** What templates of the server may call besides Go's own functions. */
const functions: readonly string[] = [
  'random', 'truncate', 'truncate_sha256', 'uppercase', 'lowercase', 'replace', 'sha256', 'base64', 'unix_time', 'unix_time_millis',
  'timestamp', 'uuid',
]; // prettier-ignore

/** What OpenBao says of the first of a role's policy names that is no template, when the names are to be filled with claims. */
export function policyTemplateError(names: readonly string[]): Refusal | undefined {
  for (const [index, name] of names.entries()) {
    const why = templateFault(name);
    if (why === undefined) continue;
    const text = `failed to parse template policy [${String(index)}]: ${why}`;
    // The plugin returns it as a failure of its own, which the core wraps.
    return refusal(500, `1 error occurred:\n\t* ${text}\n\n`, ['token_policies', String(index)]);
  }
  return undefined;
}

function templateFault(text: string): string | undefined {
  if (text === '') return 'missing template';
  const parsed = parseGoTemplate(text, (name) => goFunctions.includes(name) || functions.includes(name));
  if (parsed.ok) return undefined;
  return `unable to parse template: ${parsed.error.message.replace(/^template: :/, 'template: template:')}`;
}
