import type { ApiObject } from '../../model/api-object.ts';
import { isObject } from '../../validation/object.ts';
import { hidden, isSecretName, templateWithoutCredentials, withoutCredentials, withoutToken } from './secret-texts.ts';

/** Of a job's members, those that decide about no identity, login or need. Most of a job's text is in them. */
const irrelevant: ReadonlySet<string> = new Set([
  'Affinities',
  'CSIPluginConfig',
  'Disconnect',
  'DispatchPayload',
  'JobSummary',
  'Migrate',
  'Reschedule',
  'ReschedulePolicy',
  'RestartPolicy',
  'ScalingPolicies',
  'Spreads',
  'StatusDescription',
  'UI',
  'Update',
  'VersionTag',
  'VolumeMounts',
  'Volumes',
]);

/** Tokens that a job was registered with. */
const tokens: ReadonlySet<string> = new Set(['ConsulToken', 'VaultToken']);

/**
 * A job as Nomad gives it, with what predictions and rules look at and without secrets: values of its environment that
 * look like credentials, its payload, its tokens, credentials of artifacts and drivers. Where one was, `(secret)` stands.
 * @returns the job, which shares nothing with `job`
 */
export function jobWithoutSecrets(job: ApiObject): ApiObject {
  return trimmed(job, '');
}

function trimmed(object: ApiObject, within: string): ApiObject {
  const kept: Record<string, unknown> = {};
  for (const name in object) {
    const value = object[name];
    // Null and an empty list mean the same as nothing, to Nomad too; other empty values do not.
    if (value === null || irrelevant.has(name) || (Array.isArray(value) && value.length === 0)) continue;
    kept[name] = member(name, value, object, within);
  }
  return kept;
}

function member(name: string, value: unknown, of: ApiObject, within: string): unknown {
  if (tokens.has(name) || (name === 'Payload' && within === '')) return value === '' ? '' : hidden;
  if (name === 'EmbeddedTmpl' && typeof value === 'string')
    return templateWithoutCredentials(value, text(of['LeftDelim']), text(of['RightDelim']));
  // Free text of people: whatever they put there, by whatever name.
  if (name === 'Env' || name === 'Meta' || name === 'Config' || name.startsWith('Getter') || name === 'Header')
    return cleaned(value, '');
  return inJob(value, name);
}

function inJob(value: unknown, name: string): unknown {
  if (typeof value === 'string') return value.length < 16 ? value : withoutCredentials(value);
  if (Array.isArray(value)) return value.map((one: unknown) => inJob(one, name));
  return isObject(value) ? trimmed(value, name) : value;
}

/** A tree of free text without what is called like a secret or looks like one. */
export function cleaned(value: unknown, name: string): unknown {
  if (typeof value === 'string') {
    if (value === '') return value;
    // A value that is filled in on the client is no secret yet.
    if (isSecretName(name) && !/^\s*\$\{[^}]*\}\s*$/.test(value)) return hidden;
    return withoutToken(value);
  }
  if (Array.isArray(value)) return afterFlags(value.map((one: unknown) => cleaned(one, name)));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleaned(one, key)]));
}

/** In a list of arguments, a value may stand behind its flag: `["--token", "…"]`. */
function afterFlags(values: readonly unknown[]): readonly unknown[] {
  return values.map((value, index) => {
    const before = values[index - 1];
    const isValue = typeof value === 'string' && !/^(?:-|\$\{[^}]*\}$|$)/.test(value);
    return isValue && typeof before === 'string' && /^--?\w/.test(before) && isSecretName(before) ? hidden : value;
  });
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
